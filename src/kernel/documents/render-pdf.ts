import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LetterDocument, RenderedPdf } from './letter-document.ts';

interface Task {
  document: LetterDocument;
  fontFolder: string | undefined;
}

interface Answer {
  letter?: RenderedPdf;
  fault?: string;
}

const IDLE_MILLISECONDS = 60_000;
const LONGEST_MILLISECONDS = 120_000;
const program = fileURLToPath(new URL('typeset-process.ts', import.meta.url));
let typesetter: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * A letter as PDF, with the measures of GB/T 9704-2012; the same letter gives the same bytes. Letters are set one
 * after another in a process of its own, which starts with the first letter and ends after a minute without any:
 * a fault in the typesetter's native code ends that process, not the platform.
 * `fontFolder`, else KECHUANG_FONTS, may hold the official faces; `fonts` says which were used instead.
 */
export async function renderPdf(
  document: LetterDocument,
  options: { fontFolder?: string } = {},
): Promise<RenderedPdf> {
  const fontFolder = options.fontFolder ?? process.env.KECHUANG_FONTS;
  const turn = queue.then(() => typeset({ document, fontFolder: fontFolder === '' ? undefined : fontFolder }));
  // The next letter waits for this one, whatever comes of it.
  queue = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}

async function typeset(task: Task): Promise<RenderedPdf> {
  clearTimeout(idle);
  const current = (typesetter ??= start());
  hold(current, true);
  try {
    const { letter, fault } = await ask(current, task);
    if (!letter) throw new Error(fault ?? 'The typesetter gave no letter');
    return letter;
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

function ask(current: ChildProcess, task: Task): Promise<Answer> {
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
  if (typesetter === current) typesetter = undefined;
  current.kill('SIGKILL');
}
