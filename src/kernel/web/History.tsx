import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useId, useState } from 'react';
import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from './address.ts';
import { spellCell } from './Cell.tsx';
import { spellInstant, useSpeech } from './language.ts';
import { useMay, useMayReadPast } from './queries.ts';
import { ui } from './words.ts';

const UndoAction = lazy(async () => ({ default: (await import('./UndoAction.tsx')).UndoAction }));

interface Change {
  column: string;
  label: Words;
  before: CellShape;
  after: CellShape;
}

export interface Version {
  knownFrom: string;
  operation: 'insert' | 'update' | 'delete';
  action: Words;
  actionId: string | null;
  undoable: boolean;
  actor: string | null;
  reason: string | null;
  changes: Change[];
}

function Value({ cell, column }: { cell: CellShape; column: ColumnShape | undefined }) {
  const speech = useSpeech();
  const text = spellCell(cell, column ?? { name: '', label: ui.value, kind: 'text' }, speech);
  return text === '' ? <span className="cell-empty">{speech.say(ui.emptyCell)}</span> : <>{text}</>;
}

function ChangeList({
  changes,
  columns,
  first,
}: {
  changes: Change[];
  columns: ColumnShape[];
  /** Nothing stood before. */
  first: boolean;
}) {
  const { say } = useSpeech();
  const columnOf = (change: Change) => columns.find(({ name }) => name === change.column);
  return (
    <dl className="changes">
      {changes.map((change) => (
        <div key={change.column}>
          <dt>{say(change.label)}</dt>
          <dd>
            {!first && (
              <>
                <del>
                  <Value cell={change.before} column={columnOf(change)} />
                </del>{' '}
                <span aria-hidden="true">→</span>{' '}
              </>
            )}
            <ins>
              <Value cell={change.after} column={columnOf(change)} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Changes({ changes, columns, first }: { changes: Change[]; columns: ColumnShape[]; first: boolean }) {
  const { say } = useSpeech();
  if (changes.length === 0) return null;
  const list = <ChangeList changes={changes} columns={columns} first={first} />;
  if (!first) return list;
  return (
    <details>
      <summary>{say(ui.firstFacts(changes.length))}</summary>
      {list}
    </details>
  );
}

/** What a record held at each version, oldest first, put together from the changes. */
export function contentsOf(versions: readonly Version[]): ReadonlyMap<string, CellShape>[] {
  let content = new Map<string, CellShape>();
  return versions.toReversed().map(({ changes }) => {
    content = new Map(content);
    for (const { column, after } of changes) content.set(column, after);
    return content;
  });
}

const sameCell = (one: CellShape | undefined, other: CellShape | undefined): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Any two versions side by side: what differs between them. */
function Compare({ versions, columns }: { versions: Version[]; columns: ColumnShape[] }) {
  const { say } = useSpeech();
  const field = useId();
  const [from, setFrom] = useState(1);
  const [to, setTo] = useState(0);
  // Newest first, as the list is.
  const contents = contentsOf(versions).toReversed();
  const [older, newer] = [contents[from], contents[to]];
  const names = [...new Set([...(older?.keys() ?? []), ...(newer?.keys() ?? [])])];
  const changes = names
    .filter((name) => !sameCell(older?.get(name), newer?.get(name)))
    .map((name) => ({
      column: name,
      label: columns.find((column) => column.name === name)?.label ?? { zh: name, en: name },
      before: older?.get(name) ?? null,
      after: newer?.get(name) ?? null,
    }));
  const choice = (id: string, label: Words, chosen: number, choose: (at: number) => void) => (
    <label htmlFor={`${field}-${id}`}>
      {say(label)}
      <select id={`${field}-${id}`} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
        {versions.map((version, at) => (
          <option key={`${version.knownFrom} ${at}`} value={at}>
            {spellInstant(version.knownFrom)} {say(version.action)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <details className="compare">
      <summary>{say(ui.compareVersions)}</summary>
      <div className="compare-choices">
        {choice('from', ui.from, from, setFrom)}
        {choice('to', ui.to, to, setTo)}
      </div>
      {changes.length === 0 ? (
        <p className="quiet">{say(ui.versionsAlike)}</p>
      ) : (
        <ChangeList changes={changes} columns={columns} first={false} />
      )}
    </details>
  );
}

/** What the platform recorded about a record, newest first, old → new. */
export function History({ versions, columns }: { versions: Version[]; columns: ColumnShape[] }) {
  const { say } = useSpeech();
  const mayReadPast = useMayReadPast();
  const mayWrite = useMay('register.write');
  return (
    <>
      {versions.length > 1 && <Compare versions={versions} columns={columns} />}
      <ol className="history">
        {versions.map((version, index) => (
          <li key={`${version.knownFrom} ${index}`} data-operation={version.operation}>
            <p className="history-head">
              <b>{say(version.action)}</b>
              <time dateTime={version.knownFrom}>
                {spellInstant(version.knownFrom)} <span className="unseen">{say(ui.beijing)}</span>
              </time>
              {version.actor !== null && <span>{version.actor}</span>}
            </p>
            <p className="history-ways">
              {mayReadPast && version.operation !== 'delete' && (
                <Link
                  to="."
                  search={(previous: Address) => ({ ...previous, knownAt: version.knownFrom })}
                  resetScroll={false}
                  className="plain-link"
                >
                  {say(ui.asKnownThen)}
                </Link>
              )}
              {mayWrite && version.undoable && version.actionId !== null && (
                <Suspense fallback={null}>
                  <UndoAction action={version.actionId} />
                </Suspense>
              )}
            </p>
            {version.reason !== null && <p>{say(ui.labelled(ui.reason, version.reason))}</p>}
            <Changes changes={version.changes} columns={columns} first={version.operation === 'insert'} />
          </li>
        ))}
      </ol>
    </>
  );
}
