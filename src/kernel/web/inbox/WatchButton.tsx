import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WatchKind } from '#kernel/inbox/contract.ts';
import { call } from '../call.ts';
import { useSpeech } from '../language.ts';
import { ProblemNote } from '../Problem.tsx';
import { ask, useMay } from '../queries.ts';
import { inboxDoors } from './doors.ts';
import { inboxUi } from './words.ts';

/** Whether the reader watches a subject, and the way to begin or stop. Nothing for one without an account. */
export function WatchButton({ kind, subject }: { kind: WatchKind; subject: string }) {
  const { say } = useSpeech();
  const may = useMay('work.own');
  const queries = useQueryClient();
  const watched = useQuery({ ...ask(inboxDoors.listWatched, {}), enabled: may });
  const watching = watched.data?.some((one) => one.kind === kind && one.subject === subject) ?? false;
  const change = useMutation({
    mutationFn: () =>
      call(watching ? inboxDoors.stopWatching : inboxDoors.startWatching, { body: { kind, subject } }),
    onSettled: () => queries.invalidateQueries({ queryKey: [inboxDoors.listWatched.at] }),
  });
  if (!may) return null;
  return (
    <>
      <button
        type="button"
        className="button watch-button"
        aria-pressed={watching}
        disabled={change.isPending || watched.data === undefined}
        onClick={() => change.mutate()}
      >
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
          <path d="M10 2.6l2.3 4.7 5.2.7-3.8 3.6.9 5.1-4.6-2.4-4.6 2.4.9-5.1L2.5 8l5.2-.7z" />
        </svg>
        {say(watching ? inboxUi.watched : inboxUi.watch)}
      </button>
      {change.error !== null && <ProblemNote failure={change.error} title={inboxUi.notWatched} />}
    </>
  );
}
