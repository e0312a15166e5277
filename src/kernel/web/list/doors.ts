import type * as lists from '#kernel/contract/lists.ts';
import { doorsOf } from '../doors.ts';

/** Doors of lists; held equal to the contract by a test. */
export const listDoors = doorsOf<typeof lists>()({
  sumRecords: 'GET /api/registers/:register/sums',
  readListSetting: 'GET /api/registers/:register/setting',
  keepListSetting: 'POST /api/registers/:register/setting',
  saveView: 'POST /api/registers/:register/views',
  removeView: 'DELETE /api/registers/:register/views/:view',
});
