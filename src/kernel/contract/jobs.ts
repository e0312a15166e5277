/** Work that outlasts a request: what its owner sees of it, and the doors to it. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './refusal.ts';
import { words } from './words.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });

/** `waiting` → `running` → one of the last three; a run whose server died is `running` until another takes it up. */
export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** A stored file that a job leaves for its owner. */
export const JobFile = z.object({
  hash: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.int(),
});

/**
 * What a job leaves, also when it failed: JSON of its kind, and of that what every page understands: a sentence, a
 * page of the portal that shows the result, a file to take away.
 */
export const JobResult = z.looseObject({
  words: WordsShape.optional(),
  link: z.string().startsWith('/').optional(),
  file: JobFile.optional(),
});
export type JobResult = z.infer<typeof JobResult>;

export const JobShape = z.object({
  id: z.string(),
  kind: z.string(),
  label: WordsShape,
  title: WordsShape,
  state: z.enum(jobStates),
  /** Told to stop, and not stopped yet. */
  cancelling: z.boolean(),
  done: z.int(),
  /** Null while nobody knows how much there is. */
  total: z.int().nullable(),
  words: WordsShape.nullable(),
  result: JobResult.nullable(),
  problem: Problem.nullable(),
  submittedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type JobShape = z.infer<typeof JobShape>;

/** A job as those see it who watch the installation: whose it is and how it goes, nothing of what is in it. */
export const WatchedJob = JobShape.pick({
  id: true,
  kind: true,
  label: true,
  state: true,
  submittedAt: true,
  startedAt: true,
  finishedAt: true,
}).extend({ account: z.string().nullable(), code: z.string().nullable() });

const Paging = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});
const One = z.object({ job: z.uuid() });

export const listJobs = endpoint({
  method: 'GET',
  path: '/api/jobs',
  summary: words('本人的后台任务，新的在前', 'One’s own jobs, newest first'),
  permission: 'register.read',
  params: z.object({}),
  query: Paging.extend({
    /** Only those that wait or run. */
    open: z.stringbool().default(false),
  }),
  answer: z.object({
    jobs: z.array(JobShape),
    total: z.int(),
    /** How many wait or run. */
    open: z.int(),
    page: z.int(),
    pageSize: z.int(),
  }),
});

export const watchJobs = endpoint({
  method: 'GET',
  path: '/api/jobs/all',
  summary: words('全部后台任务（不含内容）', 'All jobs, without what is in them'),
  permission: 'audit.read',
  params: z.object({}),
  query: Paging,
  answer: z.object({ jobs: z.array(WatchedJob), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const readJob = endpoint({
  method: 'GET',
  path: '/api/jobs/:job',
  summary: words('一项后台任务的进度与结果', 'Progress and result of one job'),
  permission: 'register.read',
  params: One,
  query: z.object({}),
  answer: JobShape,
});

export const cancelJob = endpoint({
  method: 'POST',
  path: '/api/jobs/:job/cancel',
  summary: words('取消一项后台任务', 'Cancel a job'),
  permission: 'register.read',
  params: One,
  query: z.object({}),
  answer: JobShape,
});
