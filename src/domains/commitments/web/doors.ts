/** The doors of promises as the page uses them; held equal to the contract by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as contract from '../contract.ts';

export const promiseDoors = doorsOf<typeof contract>()({
  listCommitments: 'GET /api/commitments',
  downloadLedger: 'GET /api/commitments/ledger.xlsx',
  addCommitment: 'POST /api/commitments',
  readCommitment: 'GET /api/commitments/:code',
  reportProgress: 'POST /api/commitments/:code/progress',
  moveDate: 'POST /api/commitments/:code/date',
  keepCommitment: 'POST /api/commitments/:code/kept',
  answerCommitment: 'POST /api/commitments/:code/answer',
  dropCommitment: 'POST /api/commitments/:code/dropped',
});
