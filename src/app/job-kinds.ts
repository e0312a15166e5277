/** The one list of kinds of job. */
import type { Files } from '#kernel/files/files.ts';
import type { JobKind } from '#kernel/jobs/jobs.ts';

/** What a kind may need besides its own input. */
export interface JobHouse {
  files: Files;
}

export const jobKinds = (_house: JobHouse): readonly JobKind[] => [];
