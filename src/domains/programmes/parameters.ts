/** Longest running time, in years, of a project that has no mid-term check. Declared here, valued by document. */
export const midtermExemptYears = 'programmes.midterm-check-exempt-years';
