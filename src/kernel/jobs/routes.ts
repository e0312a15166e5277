/** Binds the doors of jobs. */
import type { z } from 'zod';
import { atomically } from '#kernel/audit/atomically.ts';
import {
  cancelJob,
  listJobs,
  readJob,
  watchJobs,
  type JobShape,
  type WatchedJob,
} from '#kernel/contract/jobs.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { Jobs } from './jobs.ts';
import { askCancel, findJob, listPage, type JobRow } from './store.ts';

export function bindJobDoors(service: Service, jobs: Jobs): void {
  const labels = new Map(jobs.kinds.map(({ kind, label }) => [kind, label]));
  const labelOf = (kind: string): Words => labels.get(kind) ?? { zh: kind, en: kind };

  const shapeOf = (row: JobRow): JobShape => ({
    id: row.id,
    kind: row.kind,
    label: labelOf(row.kind),
    title: row.title,
    state: row.state,
    cancelling: row.state === 'running' && row.cancelAskedAt !== null,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    words: row.words,
    result: row.result,
    problem: row.problem,
    submittedAt: row.submittedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  });

  service.bind(listJobs, async (call) => {
    const { page, pageSize, open: openOnly } = call.query;
    const account = call.ctx.actor.account ?? '';
    const { rows, total, open } = await listPage(call.ctx.db, { account, openOnly, page, pageSize });
    return { jobs: rows.map(shapeOf).map(withFewFaults), total, open, page, pageSize };
  });

  service.bind(watchJobs, async (call) => {
    const { page, pageSize } = call.query;
    const { rows, total } = await listPage(jobs.db, { account: null, openOnly: false, page, pageSize });
    const watched = (row: JobRow): z.input<typeof WatchedJob> => ({
      id: row.id,
      kind: row.kind,
      label: labelOf(row.kind),
      state: row.state,
      submittedAt: row.submittedAt,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
      account: row.account,
      code: row.problem?.code ?? null,
    });
    return { jobs: rows.map(watched), total, page, pageSize };
  });

  service.bind(readJob, async (call) => {
    const row = await findJob(call.ctx.db, call.params.job);
    if (!row || row.account !== (call.ctx.actor.account ?? null)) throw refuseUnknownJob(call.params.job);
    return shapeOf(row);
  });

  service.bind(cancelJob, async (call) => {
    const { job } = call.params;
    const mine = await findJob(call.ctx.db, job);
    if (!mine || mine.account !== (call.ctx.actor.account ?? null)) throw refuseUnknownJob(job);
    await atomically(
      call.ctx,
      { action: 'job.cancel', subject: job, key: call.key, input: { job } },
      async (inner) => {
        await askCancel(inner.db, job);
        return {};
      },
    );
    const row = await findJob(call.ctx.db, job);
    if (!row) throw refuseUnknownJob(job);
    return shapeOf(row);
  });
}

/** Faults shown in a list; the job's own door has them all. */
const faultsListed = 20;

const withFewFaults = (job: JobShape): JobShape =>
  job.problem?.faults
    ? { ...job, problem: { ...job.problem, faults: job.problem.faults.slice(0, faultsListed) } }
    : job;

/** A job of another is one that does not exist. */
export const refuseUnknownJob = (id: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `您的任务中没有“${id}”；完成满 90 天的任务已清除。全部任务见“我的任务”（/jobs）。`,
    en: `You have no job “${id}”; jobs are removed 90 days after their end. See all of yours at /jobs.`,
  });
