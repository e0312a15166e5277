import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LetterDocument } from './letter-document.ts';

export type LetterTask =
  | { kind: 'pdf'; document: LetterDocument; fontFolder: string | undefined }
  | { kind: 'docx'; document: LetterDocument };

interface Answer {
  made?: unknown;
  fault?: string;
}

const IDLE_MILLISECONDS = 60_000;
const LONGEST_MILLISECONDS = 120_000;
const program = fileURLToPath(new URL('typeset-process.ts', import.meta.url));
let maker: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Files are made one after another in a process of its own, which starts with the first and ends after a minute
 * without any: a fault in the typesetter's native code ends that process, not the platform, and a long letter holds
 * nobody up.
 */
export function makeApart(task: LetterTask): Promise<unknown> {
  const turn = queue.then(() => make(task));
  // The next waits for this one, whatever comes of it.
  queue = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}

async function make(task: LetterTask): Promise<unknown> {
  clearTimeout(idle);
  const current = (maker ??= start());
  hold(current, true);
  try {
    const { made, fault } = await ask(current, task);
    if (made === undefined) throw new Error(fault ?? 'The letter was not made');
    return made;
  } finally {
    hold(current, false);
    idle = setTimeout(() => end(current), IDLE_MILLISECONDS).unref();
  }
}

function start(): ChildProcess {
  return fork(program, [], {
    execArgv: [],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Only a letter that is being set keeps the platform from ending. */
function hold(current: ChildProcess, working: boolean): void {
  if (working) {
    current.ref();
    current.channel?.ref();
  } else {
    current.unref();
    current.channel?.unref();
  }
}

function ask(current: ChildProcess, task: LetterTask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(limit);
      current.off('message', answer);
      current.off('error', fail);
      current.off('exit', leave);
    };
    const answer = (message: unknown): void => {
      settle();
      resolve(message as Answer);
    };
    const fail = (error: Error): void => {
      settle();
      end(current);
      reject(error);
    };
    const leave = (code: number | null, signal: string | null): void =>
      fail(new Error(`The typesetter ended with ${signal ?? code}`));
    const limit = setTimeout(
      () => fail(new Error(`A letter was not set within ${LONGEST_MILLISECONDS / 1000} s`)),
      LONGEST_MILLISECONDS,
    );
    current.once('message', answer);
    current.once('error', fail);
    current.once('exit', leave);
    current.send(task, (error) => {
      if (error) fail(error);
    });
  });
}

function end(current: ChildProcess): void {
  if (maker === current) maker = undefined;
  current.kill('SIGKILL');
}
