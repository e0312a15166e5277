/** What a kind of job is, and what it is run with. */
import type { z } from 'zod';
import type { Context } from '#kernel/audit/atomically.ts';
import type { JobResult } from '#kernel/contract/jobs.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';

/** One run of a job. */
export interface JobRun<I> {
  /** Acts as the account that submitted it, with the role and scope it has now; the platform itself for its own jobs. */
  ctx: Context;
  input: I;
  /** The job's id: the idempotency key of what it writes (`atomically({ key: run.id })`), so that it is written once. */
  id: string;
  /**
   * Tells how far it is; kept at most three times a second. `total` null: not known. Throws the reason of `signal` once
   * the job was cancelled, so that a loop that tells its progress stops by itself.
   */
  progress(done: number, total: number | null, words?: Words): Promise<void>;
  /**
   * The point of no return, called in the transaction that writes and last before its end: throws if the job was
   * cancelled, and keeps a later “cancel” waiting until the transaction has ended (it then comes too late).
   */
  confirm(transaction: Db): Promise<void>;
  /** Leaves something for the owner whatever comes of the run: the file of faults of a refused import. */
  leave(part: JobResult): void;
  /** Aborted when the job is cancelled, the server stops, or its connection is lost. */
  signal: AbortSignal;
}

/** A kind of job, described once. */
export interface JobKind<I = unknown> {
  /** `slice.verb`; public API of the stored jobs. */
  readonly kind: string;
  readonly label: Words;
  readonly input: z.ZodType<I>;
  /**
   * Does the work. A `Refusal` ends the job as failed with its faults; anything else thrown is a bug. May run again
   * after its server died: what it writes must go by `run.id`, or be the same when written twice.
   */
  run(run: JobRun<I>): Promise<JobResult>;
  /** How often a run is begun anew after its server died; 3 unless told. */
  readonly retries?: number;
}

/** The context an account acts in; `lentTo`: who sits there, where its work is lent. */
export type ActAs = (account: string | null, lentTo: string | null) => Promise<Context>;

export const timesRun = (kind: JobKind): number => 1 + (kind.retries ?? 3);

/** Why a job's signal was aborted by its owner; an action it stops is kept in the log as refused. */
export const cancelled = (): Refusal =>
  new Refusal('cancelled', {
    zh: '任务已取消，没有写入任何内容。需要时请重新提交。',
    en: 'The job was cancelled; nothing was written. Submit it again when you need it.',
  });

/** Why a job's signal was aborted by what became of the server: it goes on elsewhere, or after the restart. */
export class RunInterrupted extends Error {}

export const refuseInterrupted = (times: number): Refusal =>
  new Refusal('interrupted', {
    zh: `任务执行了 ${times} 次，每次都因服务中断而没有完成，不再自动重试。请把内容分小后重新提交，或请管理员查看服务器的内存与日志。`,
    en: `The job was run ${times} times and the server ended each time before it was done; it is not tried again. Submit it in smaller parts, or ask the administrator to look at the server’s memory and log.`,
  });
