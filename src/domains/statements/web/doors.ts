/** The doors of requests for statements as the page uses them; held equal to the contract by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as contract from '../contract.ts';

export const requestDoors = doorsOf<typeof contract>()({
  listRequests: 'GET /api/statements/requests',
  askStatement: 'POST /api/statements/requests',
  answerRequest: 'POST /api/statements/requests/:code/answer',
  declineRequest: 'POST /api/statements/requests/:code/decline',
});
