import { Link } from '@tanstack/react-router';
import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from './address.ts';
import { spellCell } from './Cell.tsx';
import { spellInstant, useSpeech } from './language.ts';
import { useMayReadPast } from './queries.ts';
import { ui } from './words.ts';

interface Change {
  column: string;
  label: Words;
  before: CellShape;
  after: CellShape;
}

export interface Version {
  knownFrom: string;
  operation: 'insert' | 'update' | 'delete';
  action: string;
  actor: string | null;
  reason: string | null;
  changes: Change[];
}

const operationWords = { insert: ui.inserted, update: ui.updated, delete: ui.deleted };

function Value({ cell, column }: { cell: CellShape; column: ColumnShape | undefined }) {
  const speech = useSpeech();
  const text = spellCell(cell, column ?? { name: '', label: ui.value, kind: 'text' }, speech);
  return text === '' ? <span className="cell-empty">{speech.say(ui.emptyCell)}</span> : <>{text}</>;
}

function Changes({ changes, columns, first }: { changes: Change[]; columns: ColumnShape[]; first: boolean }) {
  const { say } = useSpeech();
  const columnOf = (change: Change) => columns.find(({ name }) => name === change.column);
  const list = (
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
  if (changes.length === 0) return null;
  if (!first) return list;
  return (
    <details>
      <summary>{say(ui.firstFacts(changes.length))}</summary>
      {list}
    </details>
  );
}

/** What the platform recorded about a record, newest first, old → new. */
export function History({ versions, columns }: { versions: Version[]; columns: ColumnShape[] }) {
  const { say } = useSpeech();
  const mayReadPast = useMayReadPast();
  return (
    <ol className="history">
      {versions.map((version, index) => (
        <li key={`${version.knownFrom} ${index}`}>
          <p className="history-head">
            <b>{say(operationWords[version.operation])}</b>
            <time dateTime={version.knownFrom}>
              {spellInstant(version.knownFrom)} <span className="unseen">{say(ui.beijing)}</span>
            </time>
            {version.actor !== null && <span>{version.actor}</span>}
          </p>
          {mayReadPast && (
            <Link
              to="."
              search={(previous: Address) => ({ ...previous, knownAt: version.knownFrom })}
              resetScroll={false}
              className="plain-link"
            >
              {say(ui.asKnownThen)}
            </Link>
          )}
          {version.reason !== null && <p>{say(ui.labelled(ui.reason, version.reason))}</p>}
          <Changes changes={version.changes} columns={columns} first={version.operation === 'insert'} />
        </li>
      ))}
    </ol>
  );
}
