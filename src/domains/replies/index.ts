/** Suggestions of deputies, their replies, the letters sent, and the check of any text. */
export { replyActionWords } from './action-words.ts';
export { replyRecords } from './records.ts';
export { askedByDeputy } from './promises.ts';
export { bindReplyDoors } from './routes.ts';
export { verifySeals } from './verifying.ts';
export { transcribeLetter } from './transcribe.ts';
export { letterPage } from './letter-page.ts';
export { readLetter } from './letters.ts';
export { nameCase } from './cases.ts';
export { waitingCases, waitingLetters } from './waiting.ts';
