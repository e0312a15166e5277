/** One run of one job: the context it acts in, its progress, and what came of it. */
import { randomUUID } from 'node:crypto';
import { JobResult } from '#kernel/contract/jobs.ts';
import { Refusal, type Problem } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { databaseRefusal } from '#kernel/db/refusals.ts';
import { RunInterrupted, cancelled, type ActAs, type JobKind, type JobRun } from './job.ts';
import { isCancelAsked, writeProgress, type JobRow } from './store.ts';

export type Ending =
  | { state: 'interrupted' }
  | {
      state: 'done' | 'failed' | 'cancelled';
      result: JobResult | null;
      problem: Problem | null;
      files: readonly string[];
    };

interface Told {
  done: number;
  total: number | null;
  words: Words | null;
}

/** Milliseconds between two writings of a job's progress. */
const progressInterval = 333;

/** Runs `row`; never throws for what the job itself did. */
export async function runJob(options: {
  kind: JobKind;
  row: JobRow;
  worker: string;
  db: Db;
  actAs: ActAs;
  controller: AbortController;
  log: (line: string) => void;
}): Promise<Ending> {
  const { kind, row, worker, db, controller, log } = options;
  const { signal } = controller;
  const told: Told[] = [];
  let writtenAt = -Infinity;
  let confirmed = false;
  let left: JobResult = {};
  const run: Omit<JobRun<unknown>, 'ctx' | 'input'> = {
    id: row.id,
    signal,
    async progress(done, total, words) {
      const now: Told = { done, total, words: words ?? told[0]?.words ?? null };
      told[0] = now;
      if (confirmed) return;
      signal.throwIfAborted();
      if (performance.now() - writtenAt < progressInterval) return;
      writtenAt = performance.now();
      if (!(await writeProgress(db, worker, { id: row.id, ...now })))
        controller.abort(new RunInterrupted('the job is another worker’s'));
    },
    async confirm(transaction) {
      signal.throwIfAborted();
      if (await isCancelAsked(transaction, row.id)) {
        controller.abort(cancelled());
        signal.throwIfAborted();
      }
      confirmed = true;
    },
    leave(part) {
      left = { ...left, ...part };
    },
  };
  const ended = (state: 'done' | 'failed' | 'cancelled', problem: Problem | null): Ending => ({
    state,
    problem,
    result: state === 'done' || Object.keys(left).length > 0 ? left : null,
    files: left.file ? [left.file.hash] : [],
  });
  try {
    const ctx = await options.actAs(row.account, row.lentTo);
    const input = kind.input.parse(row.input);
    left = JobResult.parse({ ...(await kind.run({ ...run, ctx, input })), ...left });
    const [last] = told;
    if (last) await writeProgress(db, worker, { id: row.id, ...last });
    return ended('done', null);
  } catch (error) {
    const stopped: unknown = signal.aborted ? signal.reason : null;
    if (stopped instanceof RunInterrupted) return { state: 'interrupted' };
    if (stopped instanceof Refusal) return ended('cancelled', stopped.toProblem());
    if (error instanceof Refusal) return ended('failed', wholeProblem(error));
    const refusal = databaseRefusal(error);
    // The database went away: the job did nothing wrong, and is run again.
    if (refusal?.code === 'busy') return { state: 'interrupted' };
    if (refusal) return ended('failed', refusal.toProblem());
    const reference = randomUUID().slice(0, 8);
    log(`job ${row.id} (${kind.kind}) bug ${reference}: ${String((error as Error).stack ?? error)}`);
    return ended('failed', bugProblem(reference));
  }
}

/** Faults kept with a job; an answer of a door carries fewer. */
const faultsKept = 10_000;

const wholeProblem = (refusal: Refusal): Problem =>
  refusal.faults.length === 0
    ? refusal.toProblem()
    : { ...refusal.toProblem(), faults: refusal.faults.slice(0, faultsKept) };

const bugProblem = (reference: string): Problem => ({
  type: '/problems/bug',
  title: '系统出错',
  status: 500,
  code: 'bug',
  detail: `系统出错，任务没有完成。请把编号 ${reference} 告诉系统管理员。`,
  zh: `系统出错，任务没有完成。请把编号 ${reference} 告诉系统管理员。`,
  en: `Something broke and the job was not done. Give the reference ${reference} to your administrator.`,
});
