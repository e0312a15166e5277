import { useNavigate, useRouter } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import { withEvidence, type Address } from './address.ts';
import { call } from './call.ts';
import { fitOf, offeredCommands, type Command } from './commands.ts';
import { deskUi } from './desk-words.ts';
import { dropAllDrafts } from './drafts.ts';
import { useSpeech } from './language.ts';
import { ProblemNote } from './Problem.tsx';
import { ask, useCited, useSession } from './queries.ts';
import { readRecent } from './recent.ts';
import { useSettled } from './settled.ts';
import { chooseTheme, useTheme } from './theme.ts';
import { ui } from './words.ts';

interface Entry {
  key: string;
  kind: string;
  title: string;
  go: () => Promise<unknown> | void;
}

/** Commands shown for one text, so that records keep their room. */
const commandsShown = 8;
const recentShown = 5;

const initialsOf = { add: 'xz', import: 'dr' } as const;

/** New and import for every register entered by hand, and the way to each register. */
function useRegisterCommands(wanted: boolean): Command[] {
  const { data } = useQuery({ ...ask('listRegisters', {}), enabled: wanted, staleTime: 600_000 });
  const { registers } = offeredCommands();
  return (data ?? []).flatMap(({ id, label }) => {
    const known = registers[id] ?? { initials: '', entered: false };
    const make = (verb: 'add' | 'import', words: Words, to: string): Command => ({
      id: `${verb} ${id}`,
      kind: 'action',
      label: { zh: `${words.zh} ${label.zh}`, en: `${words.en}: ${label.en}` },
      initials: known.initials === '' ? '' : `${initialsOf[verb]}${known.initials}`,
      for: 'register.write',
      does: { to },
    });
    return [
      {
        id: `open ${id}`,
        kind: 'page' as const,
        label,
        initials: known.initials,
        does: { to: `/registers/${id}` },
      },
      ...(known.entered
        ? [
            make('add', ui.newOf, `/registers/${id}/new`),
            make('import', deskUi.import, `/registers/${id}/import`),
          ]
        : []),
    ];
  });
}

/** What a command does once it is chosen. */
function useDoing(close: () => void) {
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const theme = useTheme();
  const { language } = useSpeech();
  return async ({ does }: Command): Promise<void> => {
    if (typeof does === 'object') {
      await navigate({ to: does.to, search: (previous: Address) => ({ lang: previous.lang }) });
      return;
    }
    close();
    if (does === 'theme') chooseTheme(theme === 'dark' ? 'light' : 'dark');
    if (does === 'language') {
      await navigate({
        to: '.',
        search: (previous: Address) => ({
          ...previous,
          lang: language === 'zh' ? ('en' as const) : undefined,
        }),
        state: true,
        replace: true,
      });
    }
    if (does === 'sign-out') {
      await call('closeSession');
      dropAllDrafts();
      router.history.push('/');
      await queries.resetQueries();
    }
  };
}

function useCommands(typed: string, close: () => void): Entry[] {
  const { say } = useSpeech();
  const { data: session } = useSession();
  const run = useDoing(close);
  const ofRegisters = useRegisterCommands(typed !== '');
  const who = session?.who ?? null;
  const permitted = ({ for: whom }: Command): boolean =>
    whom === undefined ||
    (whom === 'signed-in'
      ? who !== null
      : whom === 'stranger'
        ? who === null
        : (who?.permissions.includes(whom) ?? false));
  const all = [...offeredCommands().commands, ...(typed === '' ? [] : ofRegisters)].filter(permitted);
  const fitting =
    typed === ''
      ? all.filter(({ kind }) => kind === 'page')
      : all
          .map((command) => ({ command, fit: fitOf(typed, command) }))
          .filter(({ fit }) => fit !== null)
          .toSorted(
            (one, other) =>
              Number(one.fit) - Number(other.fit) ||
              one.command.label.zh.length - other.command.label.zh.length,
          )
          .slice(0, commandsShown)
          .map(({ command }) => command);
  return fitting.map((command) => ({
    key: `command ${command.id}`,
    kind: say(command.kind === 'page' ? ui.searchPages : ui.searchActions),
    title: say(command.label),
    go: () => run(command),
  }));
}

/** What was opened on this device, and fits. */
function useRecentEntries(typed: string): Entry[] {
  const { say } = useSpeech();
  const router = useRouter();
  const { data } = useSession();
  const wanted = typed.toLowerCase();
  return readRecent(data?.who?.name)
    .filter(({ title }) => wanted === '' || title.toLowerCase().includes(wanted))
    .slice(0, recentShown)
    .map(({ kind, title, link }) => ({
      key: `recent ${link}`,
      kind: `${say(ui.searchRecent)} · ${say(kind)}`,
      title,
      go: () => router.history.push(link),
    }));
}

function useEntries(typed: string, close: () => void) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const cited = useCited();
  const q = useSettled(typed);
  const found = useQuery({ ...ask('searchRecords', { query: { q } }), enabled: q !== '' });
  const recent = useRecentEntries(typed);
  const commands = useCommands(typed, close);
  if (typed === '') return { entries: [...recent, ...commands], found, q };
  const entries: Entry[] = [
    ...recent,
    ...commands,
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
    {
      key: 'all',
      kind: say(ui.search),
      title: say(ui.searchAll(typed)),
      go: () =>
        navigate({
          to: '/search',
          search: (previous: Address) => ({ lang: previous.lang, q: typed }),
        }),
    },
  ];
  return { entries, found, q };
}

/** Finds any figure, record, page or action from the keyboard, by Chinese, initials, Latin letters or number. */
export default function Palette({ close }: { close: () => void }) {
  const { say } = useSpeech();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const { entries, found, q } = useEntries(typed.trim(), close);
  const chosen = Math.max(0, Math.min(at, entries.length - 1));

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => router.subscribe('onBeforeNavigate', close), [router, close]);
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, list]);

  const steer = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((chosen + 1) % entries.length);
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + entries.length) % entries.length);
    else if (event.key === 'Enter') void entries[chosen]?.go();
    // A search field would first be emptied by it.
    else if (event.key === 'Escape') dialog.current?.close();
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
        <div className="palette-top">
          <input
            className="palette-input"
            type="search"
            role="combobox"
            autoFocus
            autoComplete="off"
            aria-autocomplete="list"
            aria-expanded={entries.length > 0}
            aria-controls={list}
            aria-activedescendant={entries.length > 0 ? `${list}-${chosen}` : undefined}
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
          <button
            type="button"
            className="plain-button palette-close"
            onClick={() => dialog.current?.close()}
          >
            {say(ui.close)}
          </button>
        </div>
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
