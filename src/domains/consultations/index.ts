/** Consultations between the department and the regions. */
export { consultationFigures } from './figures.ts';
