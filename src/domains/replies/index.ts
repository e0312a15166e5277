/** Suggestions of deputies, their replies, the letters sent, and the check of any text. */
export { checkLines, type CitedRun } from './check.ts';
export { bindCheckDoor } from './check-routes.ts';
export { letterDay } from './check/text.ts';
export { replyRecords } from './records.ts';
export { bindReplyDoors } from './routes.ts';
export { verifySeals } from './verifying.ts';
export { transcribeLetter } from './transcribe.ts';
export { letterJsonLd, letterPage } from './letter-page.ts';
export { readLetter } from './letters.ts';
