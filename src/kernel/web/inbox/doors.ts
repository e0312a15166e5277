/** The doors of the workbench as the pages use them; held equal to the contract by a test. */
import type * as contract from '#kernel/inbox/contract.ts';
import { doorsOf } from '../doors.ts';

export const inboxDoors = doorsOf<typeof contract>()({
  readWork: 'GET /api/work',
  listMessages: 'GET /api/messages',
  countMessages: 'GET /api/messages/unread',
  markMessages: 'POST /api/messages/read',
  readPreference: 'GET /api/messages/preference',
  savePreference: 'POST /api/messages/preference',
  listWatched: 'GET /api/watching',
  startWatching: 'POST /api/watching',
  stopWatching: 'POST /api/watching/stop',
  seeWatched: 'POST /api/watching/seen',
});
