/** Jobs: submitted by actions, run by whichever server is free, once, and taken up again after a server died. */
import { randomUUID } from 'node:crypto';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { insertMessages } from '#kernel/inbox/store.ts';
import { RunInterrupted, cancelled, refuseInterrupted, timesRun, type ActAs, type JobKind } from './job.ts';
import { runJob, type Ending } from './run.ts';
import {
  finishJob,
  insertJob,
  letGo,
  letGoAll,
  listCancelled,
  listCandidates,
  putBack,
  removeOld,
  takeJob,
  type JobRow,
} from './store.ts';

export interface Jobs {
  readonly kinds: readonly JobKind[];
  /**
   * Puts a job in the queue for the account that acts, in an action of its own. The same `key` gives the same job.
   * `files`: hashes of stored files the input names, kept as long as the job is.
   */
  submit<I>(
    ctx: Context,
    kind: JobKind<I>,
    input: I,
    options: { title: Words; key?: string; files?: readonly string[] },
  ): Promise<{ id: string }>;
  /** The platform's own handle, which sees every job. */
  readonly db: Db;
  /** Lets go of what runs here: it goes on after the next start, or on another server. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks at the queue. */
const lookInterval = 500;
/** Milliseconds a stopping server waits for its runs to notice. */
const patience = 10_000;
const sweepInterval = 3_600_000;

const doneWords: Words = { zh: '任务已完成', en: 'the job is done' };
const failedWords: Words = { zh: '任务没有完成', en: 'the job was not done' };

/** The connection whose locks say which jobs run here. */
interface Lease {
  readonly db: Db;
  readonly worker: string;
  held: boolean;
}

interface Running {
  controller: AbortController;
  ended: Promise<void>;
}

/**
 * Opens the queue. `actAs` gives the context an account acts in now (null: the platform itself), in the name also of
 * who sat there if its work was lent, and refuses one that may act no more. `slots`: jobs run here at once; 0 only submits.
 */
export async function openJobs(options: {
  db: Db;
  kinds: readonly JobKind[];
  actAs: ActAs;
  slots?: number;
  /** Other work to be done once an hour, and at the start. */
  onHour?: () => Promise<void>;
  log?: (line: string) => void;
}): Promise<Jobs> {
  const { db, actAs, slots = 2 } = options;
  const log = options.log ?? (() => undefined);
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  if (kinds.size !== options.kinds.length) throw new Error('two kinds of job have one name');
  const running = new Map<string, Running>();
  const bell = new Bell();
  let stopping = false;
  let swept = -Infinity;

  const interruptAll = (why: string): void => {
    for (const { controller } of running.values()) controller.abort(new RunInterrupted(why));
  };

  async function record(worker: string, row: JobRow, label: Words, ending: Ending): Promise<void> {
    const { id, account } = row;
    if (ending.state === 'interrupted') {
      if (stopping) await putBack(db, worker, id);
      return;
    }
    await db.transaction().execute(async (transaction) => {
      await finishJob(transaction, worker, { id, ...ending });
      // One who cancelled his job knows.
      if (account === null || ending.state === 'cancelled') return;
      const how = ending.state === 'done' ? (ending.result?.words ?? doneWords) : failedWords;
      await insertMessages(
        transaction,
        { accounts: [account] },
        {
          kind: `jobs.${ending.state}`,
          subject: { zh: `${label.zh}：${how.zh}`, en: `${label.en}: ${how.en}` },
          title: row.title,
          link: '/jobs',
          dedupe: `job/${id}`,
        },
        null,
      );
    });
  }

  /** Runs what was taken; resolves when its end is written and the next server may look. */
  async function run(lease: Lease, row: JobRow, controller: AbortController): Promise<void> {
    const { worker } = lease;
    try {
      const kind = kinds.get(row.kind);
      if (!kind) throw new Error(`took a job of the unknown kind ${row.kind}`);
      const ending = await startRun(kind, row, worker, controller);
      await record(worker, row, kind.label, ending);
    } catch (error) {
      // Its end could not be written: the job stays `running`, and is taken up again by who gets the lease.
      log(`job ${row.id}: ${String(error)}`);
    } finally {
      if (lease.held)
        await letGo(lease.db, row.id).catch((error: unknown) => log(`job ${row.id}: ${String(error)}`));
      running.delete(row.id);
      bell.ring();
    }
  }

  async function startRun(
    kind: JobKind,
    row: JobRow,
    worker: string,
    controller: AbortController,
  ): Promise<Ending> {
    const nothing = { result: row.result, files: [] };
    if (row.cancelAskedAt !== null)
      return { state: 'cancelled', problem: cancelled().toProblem(), ...nothing };
    if (row.attempts > timesRun(kind)) {
      return { state: 'failed', problem: refuseInterrupted(timesRun(kind)).toProblem(), ...nothing };
    }
    return runJob({ kind, row, worker, db, actAs, controller, log });
  }

  async function look(lease: Lease): Promise<void> {
    for (const id of await listCancelled(lease.db, lease.worker))
      running.get(id)?.controller.abort(cancelled());
    if (running.size >= slots) return;
    for (const id of await listCandidates(lease.db, [...kinds.keys()], [...running.keys()])) {
      if (running.size >= slots || stopping) return;
      const row = await takeJob(lease.db, id, lease.worker);
      if (!row) continue;
      const controller = new AbortController();
      running.set(id, { controller, ended: Promise.resolve() });
      running.set(id, { controller, ended: run(lease, row, controller) });
    }
  }

  async function sweep(): Promise<void> {
    if (performance.now() - swept < sweepInterval) return;
    swept = performance.now();
    await removeOld(db);
    await options.onHour?.();
  }

  /** Works on one connection, which holds the leases, until the server stops; throws when the connection is lost. */
  async function work(connection: Db): Promise<void> {
    const lease: Lease = { db: connection, worker: randomUUID(), held: true };
    try {
      while (!stopping) {
        await look(lease);
        await sweep();
        await bell.wait(lookInterval);
      }
    } finally {
      interruptAll(stopping ? 'the server stops' : 'the connection was lost');
      await settle();
      // Whoever gets this connection next must find nothing of ours on it: no lock, and no statement on its way.
      lease.held = false;
      await letGoAll(connection).catch((error: unknown) => log(`jobs: ${String(error)}`));
    }
  }

  async function settle(): Promise<void> {
    const ends = Promise.all([...running.values()].map(({ ended }) => ended));
    const limit = new Bell();
    await Promise.race([ends, limit.wait(patience)]);
    limit.ring();
  }

  async function keepWorking(): Promise<void> {
    while (!stopping) {
      try {
        await db.connection().execute(work);
      } catch (error) {
        if (stopping) return;
        log(`jobs: the connection was lost, another is opened: ${String(error)}`);
        interruptAll('the connection was lost');
        await settle();
        await bell.wait(lookInterval * 2);
      }
    }
  }

  const working = slots > 0 ? keepWorking() : Promise.resolve();
  return {
    db,
    kinds: options.kinds,
    async submit(ctx, kind, input, { title, key, files = [] }) {
      if (!kinds.has(kind.kind)) throw new Error(`${kind.kind} is no kind of job of this house`);
      kind.input.parse(input);
      const { answer } = await atomically(
        ctx,
        { action: 'job.submit', subject: kind.kind, key, input: { kind: kind.kind, input } },
        async (inner) => {
          const id = randomUUID();
          await insertJob(inner.db, {
            id,
            kind: kind.kind,
            account: ctx.actor.account ?? null,
            lentTo: ctx.actor.lentTo ?? null,
            title,
            input,
            files,
          });
          return { id };
        },
      );
      bell.ring();
      return answer;
    },
    async stop() {
      stopping = true;
      bell.ring();
      await working;
    },
  };
}

/** Something to wait for that rings by itself after a while. */
class Bell {
  #rung: (() => void) | null = null;
  #early = false;

  ring(): void {
    if (this.#rung) this.#rung();
    else this.#early = true;
  }

  async wait(milliseconds: number): Promise<void> {
    if (this.#early) {
      this.#early = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#rung = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#rung = null;
  }
}

export type { JobKind, JobRun } from './job.ts';
