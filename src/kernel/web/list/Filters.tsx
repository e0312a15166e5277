import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { isStretched, readFilters, type Condition } from '#kernel/contract/filters.ts';
import { isNumeric } from '../Cell.tsx';
import { useSpeech } from '../language.ts';
import { usePopover } from '../popover.ts';
import { ask } from '../queries.ts';
import { useSettled } from '../settled.ts';
import { ui } from '../words.ts';
import { listUi } from './list-words.ts';
import { spellCondition } from './spell-filter.ts';

/** Filters as the address has them. */
export type GivenFilters = Record<string, unknown>;

/** A condition as the address writes it. */
const writeCondition = (condition: Condition): unknown =>
  'is' in condition && condition.is.length === 1
    ? condition.is[0]
    : 'is' in condition
      ? condition.is
      : condition;

/** Names of the records a filter lists by key. */
function useNames(column: ColumnShape, condition: Condition | undefined): ReadonlyMap<string, string> {
  const codes = condition && 'is' in condition ? condition.is.map(String) : [];
  const to = column.kind === 'reference' ? (column.to ?? '') : '';
  const { data } = useQuery({
    ...ask('listRecords', {
      params: { register: to },
      query: { filters: JSON.stringify({ code: codes }), pageSize: 50 },
    }),
    enabled: to !== '' && codes.length > 0,
  });
  return new Map(
    (data?.rows ?? []).flatMap(({ code, cells }) => {
      const name = Object.entries(cells).find(
        ([key, cell]) => key !== 'code' && typeof cell === 'string',
      )?.[1];
      return code !== null && typeof name === 'string' ? [[code, name] as const] : [];
    }),
  );
}

function Chip({
  column,
  condition,
  remove,
  edit,
}: {
  column: ColumnShape;
  condition: Condition;
  remove: () => void;
  edit: () => void;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const spelt = spellCondition(column, condition, speech, useNames(column, condition));
  const label = say(ui.labelled(column.label, spelt));
  return (
    <span className="list-chip">
      <button type="button" aria-label={say(listUi.editFilter(label))} onClick={edit}>
        {label}
      </button>
      <button type="button" aria-label={say(ui.removeFilter(label))} onClick={remove}>
        <span aria-hidden="true">×</span>
      </button>
    </span>
  );
}

interface EditorProps {
  column: ColumnShape;
  condition: Condition | undefined;
  give: (condition: Condition | undefined) => void;
}

/** Ticks for a closed list of values. */
function Ticks({ column, condition, give }: EditorProps) {
  const { say } = useSpeech();
  const held = condition && 'is' in condition ? condition.is : [];
  const options: [string | boolean, string][] =
    column.kind === 'flag'
      ? [
          [true, say(ui.yes)],
          [false, say(ui.no)],
        ]
      : Object.entries(column.choices ?? {}).map(([value, name]) => [value, say(name)]);
  return (
    <div className="list-ticks">
      {options.map(([value, name]) => (
        <label key={String(value)}>
          <input
            type="checkbox"
            checked={held.includes(value)}
            onChange={() => {
              const next = held.includes(value) ? held.filter((one) => one !== value) : [...held, value];
              give(next.length === 0 ? undefined : { is: next });
            }}
          />
          {name}
        </label>
      ))}
    </div>
  );
}

/** Records of another register, found by typing. */
function RecordTicks({ column, condition, give }: EditorProps) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const held = condition && 'is' in condition ? condition.is.map(String) : [];
  const names = useNames(column, condition);
  const found = useQuery(
    ask('listRecords', {
      params: { register: column.to ?? '' },
      query: { search: q === '' ? undefined : q, pageSize: 20 },
    }),
  );
  const options = new Map(held.map((code) => [code, names.get(code) ?? code] as const));
  for (const { code, cells } of found.data?.rows ?? []) {
    if (code === null || options.has(code)) continue;
    const name = Object.entries(cells).find(([key, cell]) => key !== 'code' && typeof cell === 'string')?.[1];
    options.set(code, typeof name === 'string' ? name : code);
  }
  return (
    <>
      <input
        type="search"
        value={typed}
        maxLength={100}
        aria-label={say(listUi.findValue)}
        placeholder={say(listUi.findValue)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="list-ticks">
        {[...options].map(([code, name]) => (
          <label key={code}>
            <input
              type="checkbox"
              checked={held.includes(code)}
              onChange={() => {
                const next = held.includes(code) ? held.filter((one) => one !== code) : [...held, code];
                give(next.length === 0 ? undefined : { is: next });
              }}
            />
            {name}
          </label>
        ))}
        {options.size === 0 && found.data && <p className="hint">{say(listUi.noOptions)}</p>}
      </div>
    </>
  );
}

/** A stretch of days or numbers, or a text that is contained. */
function Typed({ column, condition, give }: EditorProps) {
  const { say } = useSpeech();
  const [wrong, setWrong] = useState(false);
  const stretched = isStretched(column);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) =>
      String(form.get(name) ?? '')
        .replaceAll(',', '')
        .trim();
    const [from, to] = [text('from'), text('to')];
    const has = String(form.get('has') ?? '').trim();
    const given = stretched ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : { has };
    if (stretched ? from === '' && to === '' : has === '') {
      give(undefined);
      return;
    }
    const { filters, faults } = readFilters([column], { [column.name]: given });
    setWrong(faults.length > 0);
    if (faults.length === 0) give(filters[column.name]);
  };
  const bound = (name: 'from' | 'to', label: string) => (
    <label className="list-bound">
      <span>{label}</span>
      <input
        name={name}
        type={column.kind === 'date' ? 'date' : 'text'}
        inputMode={isNumeric(column) ? 'decimal' : undefined}
        defaultValue={
          condition && name in condition ? String((condition as Record<string, unknown>)[name]) : ''
        }
        aria-invalid={wrong || undefined}
      />
    </label>
  );
  return (
    <form className="list-typed" onSubmit={submit} noValidate>
      {stretched ? (
        <>
          {bound('from', say(column.kind === 'date' ? listUi.from : listUi.least))}
          {bound('to', say(column.kind === 'date' ? listUi.to : listUi.atMost))}
        </>
      ) : (
        <label className="list-bound">
          <span>{say(listUi.textHeld)}</span>
          <input
            name="has"
            type="text"
            maxLength={100}
            defaultValue={condition && 'has' in condition ? condition.has : ''}
          />
        </label>
      )}
      {wrong && (
        <p className="fault" role="alert">
          {say(listUi.wrongBound)}
        </p>
      )}
      <button type="submit" className="button primary">
        {say(listUi.apply)}
      </button>
    </form>
  );
}

function Editor(props: EditorProps) {
  const { say } = useSpeech();
  const { column, condition, give } = props;
  const kind = column.kind;
  const Body =
    kind === 'choice' || kind === 'flag' ? Ticks : kind === 'reference' && column.to ? RecordTicks : Typed;
  const emptiness = [true, false] as const;
  return (
    <>
      <Body {...props} />
      {column.required !== true && (
        <div className="list-emptiness">
          {emptiness.map((empty) => {
            const held = condition !== undefined && 'empty' in condition && condition.empty === empty;
            return (
              <button
                key={String(empty)}
                type="button"
                className="choice"
                aria-pressed={held}
                onClick={() => give(held ? undefined : { empty })}
              >
                {say(empty ? listUi.empty : listUi.filled)}
              </button>
            );
          })}
        </div>
      )}
    </>
  );
}

/** A menu of the columns, each with what it can be held to; what it is held to stands beside as chips. */
export function Filters({
  columns,
  filters,
  give,
}: {
  columns: ColumnShape[];
  filters: GivenFilters;
  give: (filters: GivenFilters) => void;
}) {
  const { say } = useSpeech();
  const { open, toggle, close, box, trigger } = usePopover();
  const [picked, pick] = useState<string>();
  const panel = useId();
  const heading = useRef<HTMLButtonElement>(null);
  const usable = columns.filter(({ kind }) => kind !== 'identity');
  const held = readFilters(usable, filters).filters;
  const column = usable.find(({ name }) => name === picked);
  useEffect(() => {
    if (open && column) heading.current?.focus();
  }, [open, column]);
  if (usable.length === 0) return null;
  const set = (name: string, condition: Condition | undefined) => {
    const rest = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
    give(condition === undefined ? rest : { ...rest, [name]: writeCondition(condition) });
  };
  return (
    <div className="filters">
      <div className="moment" ref={box}>
        <button
          type="button"
          className="button"
          ref={trigger}
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={() => {
            pick(undefined);
            toggle();
          }}
        >
          {say(ui.addFilter)}
        </button>
        {open && (
          <div className="moment-panel list-panel" id={panel} role="group" aria-label={say(ui.filter)}>
            {column ? (
              <>
                <button
                  type="button"
                  className="list-back"
                  ref={heading}
                  aria-label={`${say(column.label)}. ${say(listUi.back)}`}
                  onClick={() => pick(undefined)}
                >
                  <span aria-hidden="true">‹ </span>
                  {say(column.label)}
                </button>
                <Editor
                  key={column.name}
                  column={column}
                  condition={held[column.name]}
                  give={(condition) => {
                    set(column.name, condition);
                    if (condition === undefined || !('is' in condition)) close();
                  }}
                />
              </>
            ) : (
              <div className="list-ticks">
                {usable.map(({ name, label }) => (
                  <button key={name} type="button" className="choice" onClick={() => pick(name)}>
                    {say(label)}
                    {held[name] !== undefined && <span aria-hidden="true">•</span>}
                  </button>
                ))}
              </div>
            )}
          </div>
        )}
      </div>
      {usable.map((one) => {
        const condition = held[one.name];
        return (
          condition !== undefined && (
            <Chip
              key={one.name}
              column={one}
              condition={condition}
              remove={() => set(one.name, undefined)}
              edit={() => {
                pick(one.name);
                if (!open) toggle();
              }}
            />
          )
        );
      })}
      {Object.keys(held).length > 1 && (
        <button type="button" className="plain-button" onClick={() => give({})}>
          {say(ui.clearAll)}
        </button>
      )}
    </div>
  );
}
