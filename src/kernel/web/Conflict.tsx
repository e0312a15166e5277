import { useEffect, useRef, useState } from 'react';
import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnHeading, spellCell } from './Cell.tsx';
import { spellInstant, useSpeech } from './language.ts';
import { recordUi } from './record-words.ts';
import { ui } from './words.ts';

/** What another did to the record meanwhile, as the refusal tells it. */
export interface Meanwhile {
  version: string;
  withdrawn: boolean;
  by: string | null;
  at: string;
  reason: string | null;
  changes: { column: string; label: Words; before: CellShape; after: CellShape }[];
}

/** The refusal's details, when it is one of a record changed meanwhile. */
export function meanwhileOf(problem: Problem | null): Meanwhile | null {
  if (problem?.code !== 'changed-meanwhile' || problem.details === undefined) return null;
  const { version, changes } = problem.details;
  // The door's own answer; its shape is held by the server's tests.
  return typeof version === 'string' && Array.isArray(changes)
    ? (problem.details as unknown as Meanwhile)
    : null;
}

/** A cell as it is typed. */
export function typedCell(cell: CellShape | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? (cell.code ?? '') : String(cell);
}

function Value({ cell, column }: { cell: CellShape; column: ColumnShape | undefined }) {
  const speech = useSpeech();
  const text = spellCell(cell, column ?? { name: '', label: ui.value, kind: 'text' }, speech);
  return text === '' ? <span className="cell-empty">{speech.say(ui.emptyCell)}</span> : <>{text}</>;
}

type Choice = 'own' | 'other';

/**
 * Two at one record: who changed what, beside what was typed here. Where both changed a field its writer chooses;
 * where only one did, both stay.
 */
export function Conflict({
  meanwhile,
  columns,
  values,
  settle,
  leave,
}: {
  meanwhile: Meanwhile;
  columns: readonly ColumnShape[];
  /** What was typed here, by field. */
  values: Readonly<Record<string, string>>;
  /** Submits on the version that stands, with the fields whose own value stays. */
  settle: (own: readonly string[]) => void;
  leave: () => void;
}) {
  const speech = useSpeech();
  const { say } = speech;
  const box = useRef<HTMLDivElement>(null);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'start' });
  }, [meanwhile]);
  const columnOf = (name: string) => columns.find((column) => column.name === name);
  const both = meanwhile.changes.filter(
    ({ column, after }) => column in values && values[column] !== typedCell(after),
  );
  const theirs = meanwhile.changes.filter(({ column }) => !both.some((change) => change.column === column));
  const mine = columns.filter(
    ({ name }) => name in values && !meanwhile.changes.some(({ column }) => column === name),
  );
  const open = both.filter(({ column }) => choices[column] === undefined);
  const own = [
    ...both.filter(({ column }) => choices[column] === 'own').map(({ column }) => column),
    ...mine.map(({ name }) => name),
  ];
  const nothingLeft = own.length === 0 && open.length === 0;
  const submit = () => {
    setAsked(true);
    if (open.length > 0) box.current?.querySelector<HTMLInputElement>('fieldset[data-open] input')?.focus();
    else if (nothingLeft) leave();
    else settle(own);
  };
  return (
    <div className="conflict" role="alert" tabIndex={-1} ref={box}>
      <h2>{say(meanwhile.withdrawn ? recordUi.conflictGone : recordUi.conflictTitle)}</h2>
      <p className="quiet">
        {say(recordUi.conflictBy(meanwhile.by ?? say(recordUi.outside), spellInstant(meanwhile.at)))}
        {meanwhile.reason !== null && ` · ${say(recordUi.conflictReason(meanwhile.reason))}`}
      </p>
      <p>{say(recordUi.conflictKept)}</p>
      {!meanwhile.withdrawn && (
        <>
          {both.length > 0 && (
            <>
              <h3>{say(recordUi.conflictBoth)}</h3>
              {both.map(({ column: name, label, before, after }) => {
                const column = columnOf(name);
                const heading = column ? columnHeading(column, speech) : say(label);
                return (
                  <fieldset key={name} data-open={choices[name] === undefined || undefined}>
                    <legend>
                      {heading}{' '}
                      <span className="quiet">
                        {say(recordUi.conflictWas)} <Value cell={before} column={column} />
                      </span>
                    </legend>
                    <div className="conflict-ways">
                      <label>
                        <input
                          type="radio"
                          name={`conflict-${name}`}
                          checked={choices[name] === 'own'}
                          onChange={() => setChoices({ ...choices, [name]: 'own' })}
                        />
                        <span className="quiet">{say(recordUi.conflictOwn)}</span>
                        <b>
                          <Value cell={values[name] ?? ''} column={column} />
                        </b>
                      </label>
                      <label>
                        <input
                          type="radio"
                          name={`conflict-${name}`}
                          checked={choices[name] === 'other'}
                          onChange={() => setChoices({ ...choices, [name]: 'other' })}
                        />
                        <span className="quiet">{say(recordUi.conflictOther)}</span>
                        <b>
                          <Value cell={after} column={column} />
                        </b>
                      </label>
                    </div>
                  </fieldset>
                );
              })}
            </>
          )}
          {theirs.length > 0 && (
            <>
              <h3>{say(recordUi.conflictTheirs)}</h3>
              <dl className="changes">
                {theirs.map(({ column: name, label, before, after }) => (
                  <div key={name}>
                    <dt>{say(label)}</dt>
                    <dd>
                      <del>
                        <Value cell={before} column={columnOf(name)} />
                      </del>{' '}
                      <span aria-hidden="true">→</span>{' '}
                      <ins>
                        <Value cell={after} column={columnOf(name)} />
                      </ins>
                    </dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          {mine.length > 0 && (
            <>
              <h3>{say(recordUi.conflictMine)}</h3>
              <dl className="changes">
                {mine.map((column) => (
                  <div key={column.name}>
                    <dt>{columnHeading(column, speech)}</dt>
                    <dd>
                      <Value cell={values[column.name] ?? ''} column={column} />
                    </dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          {asked && open.length > 0 && <p className="fault">{say(recordUi.conflictPending)}</p>}
          <div className="form-end">
            <button type="button" className="button primary" onClick={submit}>
              {say(
                nothingLeft
                  ? recordUi.conflictNothingLeft
                  : both.length === 0
                    ? recordUi.conflictKeepBoth
                    : recordUi.conflictTake,
              )}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
