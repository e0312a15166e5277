/** Saves a section while it is written: each content once, in order, whatever the line does meanwhile. */
import { CallFailed, newKey } from '#kernel/web/call.ts';
import { dropDraft, keepDraft, readDraft } from '#kernel/web/drafts.ts';
import type { Block } from '../../contract.ts';
import { sameContent } from './blocks.ts';

/** One save as it is sent, and sent again under the same key until it is answered. */
export interface Command {
  version: number;
  content: Block[];
  key: string;
}

/** What is kept on this device until it is saved. */
export interface Kept {
  version: number;
  content: Block[];
  /** A save whose answer never came. */
  sent: Command | null;
}

export interface Saving {
  status: 'saved' | 'typing' | 'saving' | 'offline' | 'conflict' | 'refused';
  /** The version the next save builds on. */
  version: number;
  failure: CallFailed | null;
}

export interface Saver {
  /** Sends what a former visit left unsent; nothing happens before. */
  start: () => void;
  state: () => Saving;
  subscribe: (listener: () => void) => () => void;
  /** What stands in the editor now. */
  content: () => Block[];
  change: (content: Block[]) => void;
  /** Saves at once what is not saved yet; resolves once that is answered. */
  flush: () => Promise<void>;
  /** Goes on from the version of another writer, with the content both became. */
  settle: (version: number, theirs: Block[], content: Block[]) => void;
  /** Takes another session's version where nothing waits here; false where something does. */
  follow: (version: number, content: Block[]) => boolean;
  stop: () => void;
}

const pauseMs = 1000;
const retryMs = 4000;

const mayComeLater = ({ problem, status }: CallFailed): boolean =>
  problem === null || status === 503 || problem.code === 'key-running';

export function createSaver(given: {
  version: number;
  content: Block[];
  restored: Kept | null;
  send: (command: Command) => Promise<void>;
  keep: (kept: Kept | null) => void;
  onSaved: () => void;
}): Saver {
  let { version, content: saved } = given;
  let current = saved;
  let sent: Command | null = null;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: Saving = { status: 'saved', version, failure: null };
  const listeners = new Set<() => void>();

  const show = (status: Saving['status'], failure: CallFailed | null = null) => {
    state = { status, version, failure };
    for (const listener of listeners) listener();
  };
  const keepNow = () => given.keep({ version, content: current, sent });
  const schedule = (afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void push(), afterMs);
  };

  const settleFailure = (cause: unknown) => {
    if (!(cause instanceof CallFailed)) throw cause;
    if (mayComeLater(cause)) {
      show('offline', cause);
      schedule(retryMs);
      return;
    }
    sent = null;
    keepNow();
    show(cause.problem?.code === 'changed-meanwhile' ? 'conflict' : 'refused', cause);
  };

  function push(): Promise<void> {
    running ??= sendNext().finally(() => {
      running = null;
    });
    return running;
  }

  async function sendNext(): Promise<void> {
    clearTimeout(timer);
    if (state.status === 'conflict') return;
    sent ??= sameContent(current, saved) ? null : { version, content: current, key: newKey() };
    if (sent === null) {
      given.keep(null);
      show('saved');
      return;
    }
    const command = sent;
    keepNow();
    if (state.status !== 'offline') show('saving');
    try {
      await given.send(command);
    } catch (cause) {
      settleFailure(cause);
      return;
    }
    sent = null;
    version = command.version + 1;
    saved = command.content;
    if (sameContent(current, saved)) {
      given.keep(null);
      show('saved');
    } else {
      keepNow();
      show('typing');
      schedule(pauseMs);
    }
    given.onSaved();
  }

  const { restored } = given;
  if (restored && (restored.sent !== null || !sameContent(restored.content, saved))) {
    current = restored.content;
    sent = restored.sent;
    version = restored.version;
    state = { status: 'typing', version, failure: null };
  }

  return {
    start: () => {
      if (state.status === 'typing') schedule(0);
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    content: () => current,
    change: (content) => {
      current = content;
      if (sent === null && running === null && sameContent(current, saved) && state.status !== 'conflict') {
        clearTimeout(timer);
        given.keep(null);
        show('saved');
        return;
      }
      keepNow();
      if (state.status === 'conflict' || state.status === 'offline') return;
      if (running === null) show('typing');
      schedule(pauseMs);
    },
    flush: push,
    settle: (newVersion, theirs, content) => {
      version = newVersion;
      saved = theirs;
      current = content;
      sent = null;
      show('typing');
      void push();
    },
    follow: (newVersion, content) => {
      if (newVersion <= version) return false;
      if (running !== null || sent !== null || !sameContent(current, saved)) return false;
      version = newVersion;
      saved = content;
      current = content;
      show('saved');
      return true;
    },
    stop: () => clearTimeout(timer),
  };
}

const isContent = (value: unknown): value is Block[] =>
  Array.isArray(value) &&
  value.every((block) => typeof block === 'object' && block !== null && 'level' in block);

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  typeof value.version === 'number' &&
  'key' in value &&
  typeof value.key === 'string' &&
  'content' in value &&
  isContent(value.content);

/** What this tab kept of a section; null where it kept nothing readable. */
export function readKept(name: string): Kept | null {
  const draft = readDraft(name);
  if (draft === null) return null;
  let kept: unknown;
  try {
    kept = JSON.parse(draft.values['kept'] ?? '');
  } catch {
    return null;
  }
  if (typeof kept !== 'object' || kept === null || !('content' in kept) || !isContent(kept.content))
    return null;
  const { content } = kept;
  const version = 'version' in kept && typeof kept.version === 'number' ? kept.version : null;
  if (version === null) return null;
  return { version, content, sent: 'sent' in kept && isCommand(kept.sent) ? kept.sent : null };
}

export function writeKept(name: string, kept: Kept | null): boolean {
  if (kept === null) return dropDraft(name);
  return keepDraft(name, { values: { kept: JSON.stringify(kept) }, reason: '', key: kept.sent?.key ?? '' });
}
