/** The doors of actions over many rows as the pages use them; held equal to the contracts by a test. */
import type * as bulk from '#kernel/contract/bulk.ts';
import type * as merge from '#kernel/contract/merge.ts';
import { doorsOf } from './doors.ts';

export const manyDoors = {
  ...doorsOf<typeof bulk>()({
    previewBulk: 'POST /api/registers/:register/bulk/preview',
    runBulk: 'POST /api/registers/:register/bulk',
    undoAction: 'POST /api/actions/:action/undo',
  }),
  ...doorsOf<typeof merge>()({
    listLikely: 'GET /api/merge/likely',
    previewMerge: 'POST /api/merge/preview',
    mergeRecords: 'POST /api/merge',
    listMerges: 'GET /api/merge',
  }),
};
