/** The doors of public notices as the pages use them; held equal to the contracts by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as contract from '../contract.ts';
import type * as objections from '../objections/contract.ts';
import type * as publishing from '../publishing/contract.ts';

export const noticeDoors = {
  ...doorsOf<typeof contract>()({
    listNotices: 'GET /api/notices',
    readNotice: 'GET /api/notices/:code',
  }),
  ...doorsOf<typeof publishing>()({
    publishNotice: 'POST /api/notices',
    extendNotice: 'POST /api/notices/:code/extend',
    withdrawNotice: 'POST /api/notices/:code/withdraw',
    concludeNotice: 'POST /api/notices/:code/conclude',
  }),
  ...doorsOf<typeof objections>()({
    objectToNotice: 'POST /api/notices/:code/objections',
    recordObjection: 'POST /api/notices/:code/objections/recorded',
    listObjections: 'GET /api/notices/:code/objections',
    acceptObjection: 'POST /api/notices/:code/objections/:objection/accept',
    answerObjection: 'POST /api/notices/:code/objections/:objection/answer',
  }),
};
