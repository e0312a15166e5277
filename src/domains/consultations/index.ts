/** Consultations between the department and the regions. */
export { consultationActionWords } from './action-words.ts';
export { consultationFigures } from './figures.ts';
export { bindConsultationDoors } from './routes.ts';
export { consultationSetRules } from './store.ts';
export { waitingConsultations } from './waiting.ts';
