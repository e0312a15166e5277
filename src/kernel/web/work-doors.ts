/** The doors of jobs and files as the pages use them; held equal to the contracts by a test. */
import type * as files from '#kernel/contract/files.ts';
import type * as jobs from '#kernel/contract/jobs.ts';
import { doorsOf } from './doors.ts';

export const jobDoors = doorsOf<typeof jobs>()({
  listJobs: 'GET /api/jobs',
  watchJobs: 'GET /api/jobs/all',
  readJob: 'GET /api/jobs/:job',
  cancelJob: 'POST /api/jobs/:job/cancel',
});

export const fileDoors = doorsOf<typeof files>()({
  uploadFile: 'POST /api/uploads',
  listAttachments: 'GET /api/registers/:register/records/:code/attachments',
  addAttachment: 'POST /api/registers/:register/records/:code/attachments',
  downloadAttachment: 'GET /api/attachments/:attachment',
  previewAttachment: 'GET /api/attachments/:attachment/preview',
  withdrawAttachment: 'DELETE /api/attachments/:attachment',
  downloadJobFile: 'GET /api/jobs/:job/file',
});
