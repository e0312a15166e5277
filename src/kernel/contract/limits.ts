/** Largest file an import takes, bytes. */
export const largestFile = 16 * 1024 * 1024;
