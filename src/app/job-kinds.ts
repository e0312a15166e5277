/** The one list of kinds of job. */
import type { Files } from '#kernel/files/files.ts';
import type { JobKind } from '#kernel/jobs/jobs.ts';
import { importJobs } from '#kernel/registers/import-jobs.ts';
import { house } from './house.ts';

/** What a kind may need besides its own input. */
export interface JobHouse {
  files: Files;
}

export function jobKinds({ files }: JobHouse): readonly JobKind[] {
  const { preview, confirm } = importJobs(house, files);
  return [preview as JobKind, confirm as JobKind];
}
