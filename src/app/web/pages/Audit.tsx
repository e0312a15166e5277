import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { CellShape, ColumnShape, listAudit } from '#kernel/contract/evidence.ts';
import type { Address } from '#kernel/web/address.ts';
import { spellCell } from '#kernel/web/Cell.tsx';
import { deskUi } from '#kernel/web/desk-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { Pager } from '#kernel/web/RecordTable.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/record.css';
import '#kernel/web/styles/desk.css';

type Entry = z.output<(typeof listAudit)['answer']>['entries'][number];
type Change = Entry['changes'][number];

/** Names of columns in the log, as the tables have them, and as a register describes them. */
const inTable = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isCell = (value: unknown): value is CellShape => value === null || typeof value !== 'object';

function Value({ value, column }: { value: unknown; column: ColumnShape | undefined }) {
  const speech = useSpeech();
  if (value === null || value === undefined || value === '')
    return <span className="cell-empty">{speech.say(ui.emptyCell)}</span>;
  if (column?.kind === 'identity') return speech.say(deskUi.sealed);
  if (!isCell(value)) return JSON.stringify(value);
  return spellCell(value, column ?? { name: '', label: ui.value, kind: 'text' }, speech);
}

/** The fields one row had before and has after, those that differ. */
function ChangedRow({ change }: { change: Change }) {
  const { say } = useSpeech();
  const { register, code, operation, before, after } = change;
  const described = useQuery(ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } }));
  const columnOf = (name: string) =>
    described.data?.register.columns.find((column) => column.name === name || inTable(column.name) === name);
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => before?.[name] !== after?.[name])
    .filter((name) => name !== 'code' || columnOf(name) !== undefined);
  return (
    <div className="audit-change">
      <p>
        {say(deskUi.operations[operation])}{' '}
        {described.data && <span>{say(described.data.register.label)}</span>}{' '}
        <Link to="/records/$register/$code" params={{ register, code }} search={{}} className="tabular">
          {code}
        </Link>
      </p>
      <dl className="changes">
        {names.map((name) => {
          const column = columnOf(name);
          return (
            <div key={name}>
              <dt>{column ? say(column.label) : name}</dt>
              <dd>
                {before && (
                  <>
                    <del>
                      <Value value={before[name]} column={column} />
                    </del>{' '}
                    <span aria-hidden="true">→</span>{' '}
                  </>
                )}
                <ins>
                  <Value value={after?.[name]} column={column} />
                </ins>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** A refusal as the log keeps it: its code, and the sentence in Chinese. */
function Refusal({ text }: { text: string }) {
  const [code = '', sentence] = text.split(/: (.*)/s);
  return (
    <>
      <span lang="zh-CN">{sentence ?? code}</span>
      {sentence !== undefined && <span className="quiet"> {code}</span>}
    </>
  );
}

/** What was acted on: a register, a record of it, or as the log has it. */
function Subject({ subject }: { subject: string }) {
  const { say } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  const slash = subject.indexOf('/');
  const [id, code] = slash < 0 ? [subject, ''] : [subject.slice(0, slash), subject.slice(slash + 1)];
  const register = registers.data?.find((one) => one.id === id);
  return (
    <span className="audit-subject" title={subject}>
      {register && `${say(register.label)} ${code}`}
      {!register && !registers.isPending && subject}
    </span>
  );
}

function Opened({ entry }: { entry: Entry }) {
  const { say } = useSpeech();
  return (
    <div className="audit-opened">
      {entry.reason !== null && <p>{say(ui.labelled(ui.reason, entry.reason))}</p>}
      {entry.refusal !== null && (
        <p>
          {say(ui.labelled(deskUi.refusal, ''))}
          <Refusal text={entry.refusal} />
        </p>
      )}
      {entry.changes.map((change) => (
        <ChangedRow key={`${change.register} ${change.code} ${change.operation}`} change={change} />
      ))}
      {entry.changes.length === 0 && (
        <p className="quiet">
          {say(entry.changeCount > 0 ? deskUi.changesElsewhere(entry.changeCount) : deskUi.noChanges)}
        </p>
      )}
      <dl className="audit-proof">
        <div>
          <dt>{say(deskUi.lineNumber)}</dt>
          <dd>{entry.id}</dd>
        </div>
        <div>
          <dt>{say(deskUi.digest)}</dt>
          <dd>{entry.digest}</dd>
        </div>
      </dl>
    </div>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <time dateTime={entry.at} className="tabular">
            {spellInstant(entry.at)}
          </time>
          <span className="audit-actor">{entry.actor}</span>
          <span className="audit-what">
            <b>{entry.actionWords ? say(entry.actionWords) : entry.action}</b>{' '}
            <Subject subject={entry.subject} />
          </span>
          <span className="audit-outcome" data-outcome={entry.outcome}>
            {say(deskUi.outcomes[entry.outcome])}
            {entry.changeCount > 0 && (
              <span className="quiet"> · {say(deskUi.changeCount(entry.changeCount))}</span>
            )}
          </span>
        </summary>
        {open && <Opened entry={entry} />}
      </details>
    </li>
  );
}

function Log() {
  const { say } = useSpeech();
  const { page } = useAddress();
  const navigate = useNavigate();
  const log = useQuery(ask('listAudit', { query: { page, pageSize: 25 } }));
  useTitle(say(deskUi.auditTitle));
  return (
    <>
      <div className="page-head">
        <h1>{say(deskUi.auditTitle)}</h1>
        <p className="page-line">{say(deskUi.auditLine)}</p>
      </div>
      <Answer of={log} lines={14}>
        {(answer) => (
          <>
            <p className="quiet">
              {say(deskUi.auditTotal(answer.total))} · {say(ui.beijing)}
            </p>
            {answer.total === 0 && <p className="empty">{say(deskUi.auditEmpty)}</p>}
            <ol className="audit">
              {answer.entries.map((entry) => (
                <Line key={entry.id} entry={entry} />
              ))}
            </ol>
            <Pager
              page={answer.page}
              pageSize={answer.pageSize}
              total={answer.total}
              go={(next) =>
                void navigate({
                  to: '.',
                  search: (previous: Address) => ({ ...previous, page: next > 1 ? next : undefined }),
                })
              }
            />
          </>
        )}
      </Answer>
    </>
  );
}

/** The audit log, for those entitled to it. */
export function Audit() {
  const { say } = useSpeech();
  return (
    <div className="page">
      <Entitled to="audit.read" title={say(deskUi.auditTitle)}>
        <Log />
      </Entitled>
    </div>
  );
}
