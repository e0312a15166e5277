import type { CellShape } from '#kernel/contract/evidence.ts';
import type { Words } from '#kernel/contract/words.ts';
import { spellInstant, useSpeech } from './language.ts';
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

function Value({ cell }: { cell: CellShape }) {
  const { say } = useSpeech();
  if (cell === null || cell === '') return <span className="cell-empty">{say(ui.emptyCell)}</span>;
  if (typeof cell === 'object') return <>{cell.title}</>;
  if (typeof cell === 'boolean') return <>{say(cell ? ui.yes : ui.no)}</>;
  return <>{String(cell)}</>;
}

function Changes({ changes, first }: { changes: Change[]; first: boolean }) {
  const { say } = useSpeech();
  const list = (
    <dl className="changes">
      {changes.map((change) => (
        <div key={change.column}>
          <dt>{say(change.label)}</dt>
          <dd>
            {!first && (
              <>
                <del>
                  <Value cell={change.before} />
                </del>{' '}
                <span aria-hidden="true">→</span>{' '}
              </>
            )}
            <ins>
              <Value cell={change.after} />
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
export function History({ versions }: { versions: Version[] }) {
  const { say } = useSpeech();
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
          {version.reason !== null && (
            <p>{say(ui.labelled(ui.reason, version.reason))}</p>
          )}
          <Changes changes={version.changes} first={version.operation === 'insert'} />
        </li>
      ))}
    </ol>
  );
}
