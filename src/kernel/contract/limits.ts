/** Largest file an import takes, bytes. */
export const largestFile = 16 * 1024 * 1024;

/** What a letter to be read may hold at most: the file, what a DOCX unpacks to, pages of a PDF, its characters. */
export const letterLimits = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 200 * 1024 * 1024,
  pages: 2000,
  characters: 3_000_000,
  /** Of these, as many are checked at once, and as many numbers. */
  checkedCharacters: 500_000,
  checkedNumbers: 30_000,
} as const;
