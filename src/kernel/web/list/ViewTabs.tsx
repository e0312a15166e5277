import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SavedView } from '#kernel/contract/lists.ts';
import { parseSearch, readAddress, writeSearch, type Address } from '../address.ts';
import { call } from '../call.ts';
import { useAddress, useSpeech } from '../language.ts';
import { usePopover } from '../popover.ts';
import { ProblemNote } from '../Problem.tsx';
import { ask } from '../queries.ts';
import { listDoors } from './doors.ts';
import { listUi } from './list-words.ts';

/** What of an address a view keeps. */
export const viewOf = ({
  q,
  filters,
  sort,
  desc,
  cols,
}: Address): Pick<Address, 'q' | 'filters' | 'sort' | 'desc' | 'cols'> => ({
  q,
  filters,
  sort,
  desc,
  cols,
});

/** The same as text, for comparing and keeping. */
export const queryOf = (address: Address): string => writeSearch(viewOf(address));

/** The address a kept view stands for. */
export const addressOfView = (query: string): Address => viewOf(readAddress(parseSearch(query)));

function SaveView({ register, views }: { register: string; views: readonly SavedView[] }) {
  const { say } = useSpeech();
  const address = useAddress();
  const queries = useQueryClient();
  const { open, toggle, close, box, trigger } = usePopover();
  const [name, setName] = useState('');
  const [opensFirst, setOpensFirst] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open) nameField.current?.focus();
  }, [open]);
  const saving = useMutation({
    mutationFn: () =>
      call(listDoors.saveView, {
        params: { register },
        body: { name: name.trim(), query: queryOf(address), opensFirst },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({
        queryKey: ask(listDoors.readListSetting, { params: { register } }).queryKey,
      });
      setName('');
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') saving.mutate();
  };
  return (
    <div className="moment" ref={box}>
      <button type="button" className="plain-button" ref={trigger} aria-expanded={open} onClick={toggle}>
        {say(listUi.saveView)}
      </button>
      {open && (
        <form
          className="moment-panel list-panel list-typed"
          onSubmit={submit}
          aria-label={say(listUi.saveView)}
        >
          <label className="list-bound">
            <span>{say(listUi.viewName)}</span>
            <input
              type="text"
              value={name}
              maxLength={40}
              ref={nameField}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className="list-line">
            <input type="checkbox" checked={opensFirst} onChange={() => setOpensFirst(!opensFirst)} />
            {say(listUi.opensFirst)}
          </label>
          {views.some((view) => view.name === name.trim()) && <p className="hint">{say(listUi.replaces)}</p>}
          {saving.error && <ProblemNote failure={saving.error} />}
          <button type="submit" className="button primary" disabled={saving.isPending}>
            {say(listUi.save)}
          </button>
        </form>
      )}
    </div>
  );
}

/** All records and the views kept of them, one beside the other; what is shown can be kept as one more. */
export function ViewTabs({ register, views }: { register: string; views: readonly SavedView[] }) {
  const { say } = useSpeech();
  const address = useAddress();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const now = queryOf(address);
  const shown = views.find(({ query }) => query === now);
  const removing = useMutation({
    mutationFn: (view: string) => call(listDoors.removeView, { params: { register, view } }),
    onSuccess: async () => {
      await queries.invalidateQueries({
        queryKey: ask(listDoors.readListSetting, { params: { register } }).queryKey,
      });
      await navigate({ to: '.', search: {} });
    },
  });
  return (
    <div className="list-views">
      <nav aria-label={say(listUi.views)}>
        <Link
          to="."
          search={{ show: 'all' }}
          className="list-tab"
          aria-current={now === '' ? 'page' : undefined}
        >
          {say(listUi.everything)}
        </Link>
        {views.map(({ id, name, query }) => (
          <Link
            key={id}
            to="."
            search={addressOfView(query)}
            className="list-tab"
            aria-current={query === now ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {shown ? (
        <button
          type="button"
          className="plain-button"
          aria-label={say(listUi.removeView(shown.name))}
          disabled={removing.isPending}
          onClick={() => removing.mutate(shown.id)}
        >
          <span aria-hidden="true">×</span>
        </button>
      ) : (
        now !== '' && <SaveView register={register} views={views} />
      )}
      {removing.error && <ProblemNote failure={removing.error} />}
    </div>
  );
}
