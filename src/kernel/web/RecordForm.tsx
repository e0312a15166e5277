import { Link, useLocation } from '@tanstack/react-router';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { isDay } from './address.ts';
import { CallFailed, newKey } from './call.ts';
import { columnHeading } from './Cell.tsx';
import { cleanDay } from './clean.ts';
import { Conflict, meanwhileOf, typedCell, type Meanwhile } from './Conflict.tsx';
import { deskUi } from './desk-words.ts';
import { dropDraft, keepDraft, readDraft, type Draft } from './drafts.ts';
import { fieldOfFault } from './faults.ts';
import { FieldInput } from './FieldInput.tsx';
import { spellValueOf } from './form-values.ts';
import { useSpeech } from './language.ts';
import { ask } from './queries.ts';
import { recordUi } from './record-words.ts';
import { ui } from './words.ts';
import './styles/many.css';

export type FormValues = Readonly<Record<string, string>>;

/** A value a new record begins with, and where it comes from. */
export interface Prefilled {
  value: string;
  from: Words;
}

/** The typed content, kept for this tab at each change; another content is another command with another key. */
function useDraft(name: string, secret: readonly string[]) {
  const [restored] = useState(() => readDraft(name));
  const [draft, setDraft] = useState<Draft>(() => restored ?? { values: {}, reason: '', key: newKey() });
  /** Returns the key of the content as it is now. */
  const change = (next: Omit<Draft, 'key'>): string => {
    const changed = { ...next, key: newKey() };
    setDraft(changed);
    const values = Object.fromEntries(
      Object.entries(next.values).filter(([field]) => !secret.includes(field)),
    );
    if (Object.keys(values).length === 0 && changed.reason === '') dropDraft(name);
    else keepDraft(name, { ...changed, values });
    return changed.key;
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

/** Days that do not exist, or are not whole. */
const unreadableDays = (form: HTMLFormElement, columns: ColumnShape[]): Fault[] =>
  columns.flatMap((column) => {
    const input = form.querySelector<HTMLInputElement>(`#field-${column.name}`);
    return column.kind === 'date' &&
      input &&
      input.value !== '' &&
      !isDay(input.value) &&
      cleanDay(input.value) === null
      ? [{ at: `/row/${column.name}`, ...deskUi.dateUnreadable(column.label) }]
      : [];
  });

const numeric = new Set(['money', 'decimal', 'integer']);

/** Numbers that are none, among what was typed; how many digits they may have the server knows. */
const unreadableNumbers = (values: FormValues, columns: ColumnShape[]): Fault[] =>
  columns.flatMap((column) => {
    const typed = (values[column.name] ?? '').trim();
    return numeric.has(column.kind) && typed !== '' && !/^-?\d+(\.\d+)?$/.test(typed)
      ? [{ at: `/row/${column.name}`, ...deskUi.numberUnreadable(column.label) }]
      : [];
  });

/** One and the same, so that the list of faults takes the focus only when there are new ones. */
const noFaults: readonly Fault[] = [];

/** What the form sends: the fields that were typed, why, and on which version. */
export interface Sent {
  row: Record<string, unknown>;
  reason: string;
  key: string;
  seen: string | undefined;
  /** True when the next record is to be entered at once. */
  again: boolean;
}

/** Fields in their order, those of one group together under its heading. */
function groupsOf(columns: ColumnShape[]): { heading: Words | undefined; columns: ColumnShape[] }[] {
  const groups: { heading: Words | undefined; columns: ColumnShape[] }[] = [];
  for (const column of columns) {
    const last = groups.find(({ heading }) => heading?.zh === column.group?.zh);
    if (last) last.columns.push(column);
    else groups.push({ heading: column.group, columns: [column] });
  }
  return groups;
}

/** A record as a form, made from the register's own description. Nothing typed is lost until it is saved or discarded. */
export function RecordForm({
  columns,
  standing,
  version,
  masked = {},
  prefilled = {},
  draftName,
  send,
  away,
  abandon,
}: {
  columns: ColumnShape[];
  /** The record as it stands, when it is corrected; none when one is added. */
  standing: FormValues | null;
  /** Its version. */
  version?: string | null;
  /** Identity numbers as they stand, masked. */
  masked?: FormValues;
  /** What a new record begins with. */
  prefilled?: Readonly<Record<string, Prefilled>>;
  draftName: string;
  send: (command: Sent) => Promise<unknown>;
  /** The way out without saving; `leave` forgets the draft. */
  away: (leave: () => unknown) => ReactNode;
  /** Leaves for the record as it stands, when nothing typed is wanted any more. */
  abandon?: () => unknown;
}) {
  const { say } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  const kept = columns.filter(({ kind, personal }) => kind !== 'identity' && personal !== true);
  const unkept = columns.filter((column) => !kept.includes(column)).map(({ name }) => name);
  const { draft, change, restored } = useDraft(draftName, unkept);
  const [local, setLocal] = useState<readonly Fault[]>(noFaults);
  const [mended, setMended] = useState<readonly string[]>([]);
  /** What another wrote meanwhile and this form has taken up. */
  const [taken, setTaken] = useState<FormValues>({});
  const dirty = Object.keys(draft.values).length > 0 || draft.reason !== '';
  const seen = draft.seen ?? version ?? undefined;
  const saving = useMutation({
    mutationFn: send,
    onSuccess: (_, { again }) => {
      dropDraft(draftName);
      if (again) change({ values: {}, reason: '' });
    },
    onError: (failure) => {
      // An answered refusal is final for its key; where no answer came, the same key asks for the same outcome.
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        change(draft);
    },
  });
  const baseOf = (name: string): string => taken[name] ?? standing?.[name] ?? prefilled[name]?.value ?? '';
  const valueIn = (name: string): string => draft.values[name] ?? baseOf(name);
  const give = (column: ColumnShape, value: string) => {
    const values = { ...draft.values, [column.name]: value };
    if (value === baseOf(column.name)) delete values[column.name];
    change({ ...draft, values, seen });
    setMended([...mended, column.name]);
  };
  const problem = saving.error instanceof CallFailed ? saving.error.problem : null;
  const meanwhile = saving.isPending ? null : meanwhileOf(problem);
  const faults = local.length > 0 ? local : meanwhile ? noFaults : (problem?.faults ?? noFaults);
  const faultsOf = (name: string): string[] =>
    mended.includes(name)
      ? []
      : faults.filter((fault) => fieldOfFault(fault.at) === name).map((fault) => say(fault));
  const rowOf = (values: FormValues): Record<string, unknown> =>
    Object.fromEntries(
      columns
        .filter(({ name }) => name in values || (standing === null && name in prefilled))
        .map((column) => [column.name, spellValueOf(column, values[column.name] ?? baseOf(column.name))]),
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (saving.isPending) return;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const found = unreadableDays(event.currentTarget, columns);
    if (standing && Object.keys(draft.values).length === 0 && found.length === 0)
      found.push({ at: '/row', ...deskUi.nothingChanged });
    if (standing && draft.reason.trim().length < 2)
      found.push({ at: '/body/reason', ...deskUi.reasonMissing });
    // The server judges numbers with everything else; where it is not asked, they are told here.
    if (found.length > 0) found.push(...unreadableNumbers(draft.values, columns));
    setLocal(found);
    setMended([]);
    if (found.length > 0) return;
    saving.mutate({
      row: rowOf(draft.values),
      reason: draft.reason.trim(),
      key: draft.key,
      seen,
      again: submitter?.getAttribute('value') === 'again',
    });
  };
  /** Submits on the version that stands now: own values where they were chosen, the other's everywhere else. */
  const settle = (other: Meanwhile, own: readonly string[]) => {
    const values = Object.fromEntries(Object.entries(draft.values).filter(([name]) => own.includes(name)));
    const next = { values, reason: draft.reason, seen: other.version };
    setTaken({
      ...taken,
      ...Object.fromEntries(other.changes.map(({ column, after }) => [column, typedCell(after)])),
    });
    const key = change(next);
    setLocal(noFaults);
    setMended([]);
    saving.mutate({
      row: rowOf(values),
      reason: draft.reason.trim(),
      key,
      seen: other.version,
      again: false,
    });
  };
  return (
    <form className="record-form" onSubmit={submit} noValidate aria-busy={saving.isPending}>
      {meanwhile && local.length === 0 && (
        <Conflict
          key={meanwhile.version}
          meanwhile={meanwhile}
          columns={columns}
          values={draft.values}
          settle={(own) => settle(meanwhile, own)}
          leave={() => {
            dropDraft(draftName);
            void abandon?.();
          }}
        />
      )}
      {(local.length > 0 || (saving.error !== null && !saving.isPending && !meanwhile)) && (
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
      {groupsOf(columns).map(({ heading, columns: fields }, at) => {
        const inputs = fields.map((column) => (
          <FieldInput
            key={column.name}
            column={column}
            value={valueIn(column.name)}
            masked={masked[column.name]}
            origin={
              draft.values[column.name] === undefined && valueIn(column.name) !== ''
                ? prefilled[column.name]?.from
                : undefined
            }
            fixed={standing !== null && column.key === true}
            faults={faultsOf(column.name)}
            target={registers.data?.find(({ id }) => id === column.to)?.label}
            give={(value) => give(column, value)}
          />
        ));
        return heading === undefined && at === 0 ? (
          inputs
        ) : (
          <fieldset key={heading?.zh ?? ''} className="field-group">
            <legend>{say(heading ?? ui.otherFacts)}</legend>
            {inputs}
          </fieldset>
        );
      })}
      <ReasonField
        value={draft.reason}
        required={standing !== null}
        faults={faultsOf('reason')}
        give={(reason) => {
          change({ ...draft, reason, seen });
          setMended([...mended, 'reason']);
        }}
      />
      <div className="form-end">
        <button type="submit" className="button primary" disabled={saving.isPending || meanwhile !== null}>
          {say(saving.isPending ? deskUi.saving : deskUi.save)}
        </button>
        {standing === null && (
          <button type="submit" value="again" className="button" disabled={saving.isPending}>
            {say(recordUi.saveAndAnother)}
          </button>
        )}
        {away(() => dropDraft(draftName))}
        {dirty && !saving.isPending && (
          <p className="quiet draft-kept" role="status">
            {say(unkept.some((name) => name in draft.values) ? recordUi.draftKeptPartly : recordUi.draftKept)}
          </p>
        )}
      </div>
    </form>
  );
}
