import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import type { ColumnShape, RowShape } from '#kernel/contract/evidence.ts';
import { spellCell } from './Cell.tsx';
import { deskUi } from './desk-words.ts';
import { useSpeech, type Speech } from './language.ts';
import { ask } from './queries.ts';
import { recordUi } from './record-words.ts';
import { useSettled } from './settled.ts';

/** What ties an input to its label, help and faults. */
export interface InputAttributes {
  id: string;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
  'aria-describedby': string | undefined;
}

/** What names a row to the one who chooses it: its first text beside the number, else its first cells. */
function nameOf(row: RowShape, columns: ColumnShape[], speech: Speech): string {
  const name = columns.find(
    (column) =>
      column.kind === 'text' && row.cells[column.name] !== row.code && row.cells[column.name] !== null,
  );
  const shown = name ? [name] : columns.slice(0, 2);
  return shown.map((column) => spellCell(row.cells[column.name], column, speech)).join(' · ');
}

/** The number of a record of another register, typed or found by its name. */
export function ReferenceInput({
  to,
  value,
  give,
  attributes,
}: {
  to: string;
  value: string;
  give: (value: string) => void;
  attributes: InputAttributes;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const list = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const q = useSettled(value.trim());
  const found = useQuery({
    ...ask('listRecords', {
      params: { register: to },
      query: { search: q === '' ? undefined : q, pageSize: 8 },
    }),
    enabled: open || q !== '',
  });
  const rows = (found.data?.rows ?? []).filter((row) => row.code !== null);
  const columns = found.data?.columns ?? [];
  const named = rows.find((row) => row.code === value.trim());
  const chosen = Math.min(at, rows.length - 1);
  const choose = (row: RowShape | undefined) => {
    if (!row || row.code === null) return;
    give(row.code);
    setOpen(false);
    setAt(-1);
  };
  const steer = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt(
        rows.length === 0 ? -1 : (Math.max(chosen, step === 1 ? -1 : 0) + step + rows.length) % rows.length,
      );
    } else if (event.key === 'Enter' && open && chosen >= 0) choose(rows[chosen]);
    else if (event.key === 'Escape' && open) setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="reference"
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
    >
      <input
        {...attributes}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && chosen >= 0 ? `${list}-${chosen}` : undefined}
        value={value}
        maxLength={200}
        onChange={(event) => {
          give(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={steer}
      />
      {named && <p className="reference-name">{nameOf(named, columns, speech)}</p>}
      {!named &&
        q !== '' &&
        q === value.trim() &&
        rows.length === 0 &&
        found.data &&
        !found.isPlaceholderData && (
          <p className="hint" role="status">
            {say(deskUi.noSuggestion(q))}
          </p>
        )}
      <ul
        className="suggestions"
        id={list}
        role="listbox"
        aria-label={say(deskUi.suggestions)}
        hidden={!open || rows.length === 0}
      >
        {rows.map((row, index) => (
          <li
            key={row.code}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(row)}
          >
            <span>{nameOf(row, columns, speech)}</span>
            <span className="tabular quiet">{row.code}</span>
          </li>
        ))}
        {found.data && found.data.total > rows.length && (
          <li role="presentation" className="suggestions-more">
            {say(recordUi.moreFound(found.data.total - rows.length))}
          </li>
        )}
      </ul>
    </div>
  );
}
