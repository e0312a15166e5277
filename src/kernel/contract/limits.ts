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

/** What one table to be imported may hold at most. */
export const sheetLimits = {
  fileBytes: 50 * 1024 * 1024,
  /** Of a workbook. */
  unpackedBytes: 800 * 1024 * 1024,
  sheets: 200,
  /** Rows that are not empty, over all sheets read. */
  rows: 200_000,
  columns: 200,
  /** Of the texts a workbook keeps once for all its cells. */
  sharedCharacters: 60_000_000,
} as const;

/** What a file kept with a record may be at most. */
export const attachmentLimits = {
  fileBytes: 50 * 1024 * 1024,
  /** Of a picture, width by height. */
  pixels: 100_000_000,
  /** Of a document that is an archive, unpacked. */
  unpackedBytes: 400 * 1024 * 1024,
  nameCharacters: 200,
  kindCharacters: 40,
  /** Files on one record. */
  files: 200,
} as const;

/** How long a session lasts without a request and in all; wrong tries before an account waits, and how long. */
export const sessionLimits = {
  idleMinutes: 15,
  wholeHours: 12,
  tries: 5,
  triesMinutes: 10,
  /** Tries of one address in a minute. */
  addressTries: 20,
  passwordCharacters: 12,
  /** Days a delegation lasts at most. */
  delegationDays: 90,
} as const;
