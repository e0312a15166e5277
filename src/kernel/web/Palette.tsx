import { useNavigate, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { withEvidence, type Address } from './address.ts';
import { useSpeech } from './language.ts';
import { ProblemNote } from './Problem.tsx';
import { ask, useCited } from './queries.ts';
import { useSettled } from './settled.ts';
import { ui } from './words.ts';

interface Entry {
  key: string;
  kind: string;
  title: string;
  go: () => Promise<void>;
}

function useEntries(typed: string) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const cited = useCited();
  const q = useSettled(typed.trim());
  const found = useQuery({ ...ask('searchRecords', { query: { q } }), enabled: q !== '' });
  const pages: Entry[] = [
    { label: ui.home, to: '/' as const },
    { label: ui.figures, to: '/figures' as const },
    { label: ui.registers, to: '/registers' as const },
  ].map(({ label, to }) => ({
    key: to,
    kind: say(ui.searchPages),
    title: say(label),
    go: () => navigate({ to, search: {} }),
  }));
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return { entries: pages, found, q };
  const entries: Entry[] = [
    ...(found.data?.figures ?? []).map(({ id, label }) => ({
      key: `figure ${id}`,
      kind: say(ui.figures),
      title: say(label),
      go: () =>
        navigate({
          to: '/figures',
          search: (previous: Address) => withEvidence(previous, cited(id)),
          state: { evidence: true },
        }),
    })),
    ...(found.data?.records ?? []).map(({ register, label, code, title }) => ({
      key: `record ${register} ${code}`,
      kind: say(label),
      title,
      go: () => navigate({ to: '/records/$register/$code', params: { register, code }, search: {} }),
    })),
    ...pages.filter((page) => page.title.toLowerCase().includes(wanted)),
    {
      key: 'all',
      kind: say(ui.search),
      title: say(ui.searchAll(typed.trim())),
      go: () =>
        navigate({
          to: '/search',
          search: (previous: Address) => ({ lang: previous.lang, q: typed.trim() }),
        }),
    },
  ];
  return { entries, found, q };
}

/** Finds any figure, record or page from the keyboard. */
export default function Palette({ close }: { close: () => void }) {
  const { say } = useSpeech();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const { entries, found, q } = useEntries(typed);
  const chosen = Math.min(at, entries.length - 1);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => router.subscribe('onBeforeNavigate', close), [router, close]);
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, list]);

  const steer = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((chosen + 1) % entries.length);
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + entries.length) % entries.length);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) void entries[chosen]?.go();
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      className="palette"
      ref={dialog}
      aria-label={say(ui.search)}
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="palette-box">
        <input
          className="palette-input"
          type="search"
          role="combobox"
          autoFocus
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={`${list}-${chosen}`}
          aria-label={say(ui.searchHint)}
          placeholder={say(ui.searchHint)}
          maxLength={100}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={steer}
        />
        {found.error !== null && <ProblemNote failure={found.error} retry={found.refetch} />}
        <ul className="palette-list" id={list} role="listbox" aria-label={say(ui.search)}>
          {entries.map((entry, index) => (
            <li
              key={entry.key}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerMove={() => setAt(index)}
              onClick={() => void entry.go()}
            >
              <span className="palette-title">{entry.title}</span>
              <span className="palette-kind">{entry.kind}</span>
            </li>
          ))}
        </ul>
        {q !== '' && found.data && found.data.figures.length + found.data.records.length === 0 && (
          <p className="quiet palette-nothing" role="status">
            {say(ui.searchNothing(q))}
          </p>
        )}
        <p className="palette-keys">{say(ui.keysHint)}</p>
      </div>
    </dialog>
  );
}
