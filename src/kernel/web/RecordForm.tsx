import { Link, useLocation } from '@tanstack/react-router';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { CallFailed, newKey } from './call.ts';
import { columnHeading } from './Cell.tsx';
import { deskUi } from './desk-words.ts';
import { dropDraft, keepDraft, readDraft, type Draft } from './drafts.ts';
import { fieldOfFault } from './faults.ts';
import { FieldInput } from './FieldInput.tsx';
import { useSpeech } from './language.ts';
import { ask } from './queries.ts';
import { ui } from './words.ts';

export type FormValues = Readonly<Record<string, string>>;

/** What a door expects of a typed text; what does not fit goes as it is, for the server to refuse. */
function valueOf(column: ColumnShape, text: string): unknown {
  if (text.trim() === '') return null;
  if (column.kind === 'flag') return text === 'true';
  if (column.kind === 'integer' && /^-?\d{1,15}$/.test(text.trim())) return Number(text.trim());
  return column.kind === 'text' ? text : text.trim();
}

/** The typed content, kept for this tab at each change; another content is another command with another key. */
function useDraft(name: string, secret: readonly string[]) {
  const [restored] = useState(() => readDraft(name));
  const [draft, setDraft] = useState<Draft>(() => restored ?? { values: {}, reason: '', key: newKey() });
  const change = (next: Omit<Draft, 'key'>) => {
    const changed = { ...next, key: newKey() };
    setDraft(changed);
    const values = Object.fromEntries(
      Object.entries(next.values).filter(([field]) => !secret.includes(field)),
    );
    keepDraft(name, { ...changed, values });
  };
  return { draft, change, restored: restored !== null };
}

/** Why it was not saved: a sentence, and every fault with a way to its field. */
function Refused({
  failure,
  faults,
  columns,
  mended,
}: {
  failure: unknown;
  faults: readonly Fault[];
  columns: ColumnShape[];
  /** Fields typed in since. */
  mended: readonly string[];
}) {
  const speech = useSpeech();
  const { say } = speech;
  const box = useRef<HTMLDivElement>(null);
  const here = useLocation({ select: (location) => location.href });
  const problem = failure instanceof CallFailed ? failure.problem : null;
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'start' });
  }, [failure, faults]);
  const labelOf = (field: string): string | undefined => {
    const column = columns.find(({ name }) => name === field);
    if (column) return columnHeading(column, speech);
    return field === 'reason' ? say(deskUi.reasonLabel) : undefined;
  };
  return (
    <div className="problem form-problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-what">
        <b>{say(deskUi.notSaved)}</b>
      </p>
      {problem && faults.length === 0 && <p>{say(problem)}</p>}
      {failure !== null && !problem && <p>{say(deskUi.unknownOutcome)}</p>}
      {problem?.code === 'not-signed-in' && (
        <Link to="/sign-in" search={{ back: here }} className="button">
          {say(ui.signIn)}
        </Link>
      )}
      {faults.length > 0 && (
        <>
          <p>{say(deskUi.faultCount(problem?.faultCount ?? faults.length))}</p>
          <ul>
            {faults.map((fault) => {
              const field = fieldOfFault(fault.at);
              const label = field === undefined ? undefined : labelOf(field);
              return (
                <li
                  key={`${fault.at} ${fault.zh}`}
                  data-mended={(field !== undefined && mended.includes(field)) || undefined}
                >
                  {label === undefined ? (
                    say(fault)
                  ) : (
                    <button
                      type="button"
                      className="plain-button jump"
                      onClick={() => document.getElementById(`field-${field}`)?.focus()}
                    >
                      {say(fault)}
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}

function ReasonField({
  value,
  required,
  faults,
  give,
}: {
  value: string;
  required: boolean;
  faults: readonly string[];
  give: (value: string) => void;
}) {
  const { say } = useSpeech();
  return (
    <div className="field" data-faulty={faults.length > 0 || undefined}>
      <label className="field-label" htmlFor="field-reason">
        {say(required ? deskUi.reasonLabel : deskUi.reasonOptional)}
        {required && (
          <span className="required" aria-hidden="true">
            *
          </span>
        )}
      </label>
      <textarea
        id="field-reason"
        rows={3}
        maxLength={500}
        value={value}
        aria-required={required || undefined}
        aria-invalid={faults.length > 0 || undefined}
        aria-describedby="field-reason-help"
        onChange={(event) => give(event.target.value)}
      />
      <div id="field-reason-help" className="field-help">
        {faults.map((fault) => (
          <p key={fault} className="fault">
            {fault}
          </p>
        ))}
        <p className="hint">{say(deskUi.reasonHelp)}</p>
      </div>
    </div>
  );
}

/** Days of which the browser holds only a part, or that do not exist: their value reads as empty. */
const unreadableDays = (form: HTMLFormElement, columns: ColumnShape[]): Fault[] =>
  columns.flatMap((column) => {
    const input = form.querySelector<HTMLInputElement>(`#field-${column.name}`);
    return column.kind === 'date' && input?.validity.badInput
      ? [{ at: `/row/${column.name}`, ...deskUi.dateUnreadable(column.label) }]
      : [];
  });

/** One and the same, so that the list of faults takes the focus only when there are new ones. */
const noFaults: readonly Fault[] = [];

/** A record as a form, made from the register's own description. Nothing typed is lost until it is saved or discarded. */
export function RecordForm({
  columns,
  standing,
  masked = {},
  draftName,
  send,
  away,
}: {
  columns: ColumnShape[];
  /** The record as it stands, when it is corrected; none when one is added. */
  standing: FormValues | null;
  /** Identity numbers as they stand, masked. */
  masked?: FormValues;
  draftName: string;
  send: (command: { row: Record<string, unknown>; reason: string; key: string }) => Promise<unknown>;
  /** The way out without saving; `leave` forgets the draft. */
  away: (leave: () => unknown) => ReactNode;
}) {
  const { say } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  const secret = columns.filter(({ kind }) => kind === 'identity').map(({ name }) => name);
  const { draft, change, restored } = useDraft(draftName, secret);
  const [local, setLocal] = useState<readonly Fault[]>(noFaults);
  const [mended, setMended] = useState<readonly string[]>([]);
  const dirty = Object.keys(draft.values).length > 0 || draft.reason !== '';
  const saving = useMutation({
    mutationFn: send,
    onSuccess: () => dropDraft(draftName),
    onError: (failure) => {
      // An answered refusal is final for its key; where no answer came, the same key asks for the same outcome.
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        change(draft);
    },
  });
  const valueIn = (name: string): string => draft.values[name] ?? standing?.[name] ?? '';
  const give = (column: ColumnShape, value: string) => {
    const values = { ...draft.values, [column.name]: value };
    if (value === (standing?.[column.name] ?? '')) delete values[column.name];
    change({ ...draft, values });
    setMended([...mended, column.name]);
  };
  const problem = saving.error instanceof CallFailed ? saving.error.problem : null;
  const faults = local.length > 0 ? local : (problem?.faults ?? noFaults);
  const faultsOf = (name: string): string[] =>
    mended.includes(name)
      ? []
      : faults.filter((fault) => fieldOfFault(fault.at) === name).map((fault) => say(fault));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (saving.isPending) return;
    const found = unreadableDays(event.currentTarget, columns);
    if (standing && Object.keys(draft.values).length === 0 && found.length === 0)
      found.push({ at: '/row', ...deskUi.nothingChanged });
    if (standing && draft.reason.trim().length < 2)
      found.push({ at: '/body/reason', ...deskUi.reasonMissing });
    setLocal(found);
    setMended([]);
    if (found.length > 0) return;
    const row = Object.fromEntries(
      columns
        .filter(({ name }) => name in draft.values)
        .map((column) => [column.name, valueOf(column, draft.values[column.name] ?? '')]),
    );
    saving.mutate({ row, reason: draft.reason.trim(), key: draft.key });
  };
  return (
    <form className="record-form" onSubmit={submit} noValidate aria-busy={saving.isPending}>
      {(local.length > 0 || (saving.error !== null && !saving.isPending)) && (
        <Refused
          failure={local.length > 0 ? null : saving.error}
          faults={faults}
          columns={columns}
          mended={mended}
        />
      )}
      {restored && dirty && !saving.isPending && saving.error === null && (
        <p className="note">{say(deskUi.draftBack)}</p>
      )}
      <p className="quiet">{say(deskUi.requiredMark)}</p>
      {columns.map((column) => (
        <FieldInput
          key={column.name}
          column={column}
          value={valueIn(column.name)}
          masked={masked[column.name]}
          fixed={standing !== null && column.key === true}
          faults={faultsOf(column.name)}
          target={registers.data?.find(({ id }) => id === column.to)?.label}
          give={(value) => give(column, value)}
        />
      ))}
      <ReasonField
        value={draft.reason}
        required={standing !== null}
        faults={faultsOf('reason')}
        give={(reason) => {
          change({ ...draft, reason });
          setMended([...mended, 'reason']);
        }}
      />
      <div className="form-end">
        <button type="submit" className="button primary" disabled={saving.isPending}>
          {say(saving.isPending ? deskUi.saving : deskUi.save)}
        </button>
        {away(() => dropDraft(draftName))}
      </div>
    </form>
  );
}
