/** What is typed for one command: kept for this tab until done, under one idempotency key for each content. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fault } from '#kernel/contract/refusal.ts';
import { CallFailed, newKey } from '#kernel/web/call.ts';
import { dropDraft, keepDraft, readDraft, type Draft } from '#kernel/web/drafts.ts';
import { forgetAnswers } from '#kernel/web/queries.ts';

export type Typed = Readonly<Record<string, string>>;

export interface Command {
  values: Typed;
  give: (name: string, value: string) => void;
  /** Sends what is typed, unless `local` finds faults before. */
  send: (local: readonly Fault[]) => void;
  faults: readonly Fault[];
  /** Fields typed in since the faults were told. */
  mended: readonly string[];
  failure: unknown;
  running: boolean;
  /** Something from an earlier visit stands in the form. */
  restored: boolean;
  discard: () => void;
}

const noFaults: readonly Fault[] = [];

/** A command with its draft. An answered refusal ends its key; where no answer came the same key asks again. */
export function useCommand({
  draftName,
  initial,
  send,
  done,
}: {
  draftName: string;
  initial: Typed;
  send: (values: Typed, key: string) => Promise<unknown>;
  done: () => unknown;
}): Command {
  const queries = useQueryClient();
  const [kept] = useState(() => readDraft(draftName));
  const [draft, setDraft] = useState<Draft>(() => kept ?? { values: {}, reason: '', key: newKey() });
  const [local, setLocal] = useState<readonly Fault[]>(noFaults);
  const [mended, setMended] = useState<readonly string[]>([]);
  const change = (values: Record<string, string>) => {
    const next = { values, reason: '', key: newKey() };
    setDraft(next);
    keepDraft(draftName, next);
  };
  const values = { ...initial, ...draft.values };
  const sending = useMutation({
    mutationFn: () => send(values, draft.key),
    onSuccess: async () => {
      dropDraft(draftName);
      await forgetAnswers(queries);
      await done();
    },
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        change(draft.values);
    },
  });
  const problem = sending.error instanceof CallFailed ? sending.error.problem : null;
  return {
    values,
    give: (name, value) => {
      change({ ...draft.values, [name]: value });
      setMended([...mended, name]);
    },
    send: (found) => {
      if (sending.isPending) return;
      setLocal(found.length > 0 ? found : noFaults);
      setMended([]);
      if (found.length === 0) sending.mutate();
      else sending.reset();
    },
    faults: local.length > 0 ? local : (problem?.faults ?? noFaults),
    mended,
    failure: local.length > 0 || sending.isPending ? null : sending.error,
    running: sending.isPending,
    restored: kept !== null && Object.keys(draft.values).length > 0,
    discard: () => dropDraft(draftName),
  };
}

/** The field a fault lies in: `/body/division`, or of a list the field that holds it all. */
export const fieldOfPlace = (at: string): string | undefined => /^\/body\/(\w+)/.exec(at)?.[1];
