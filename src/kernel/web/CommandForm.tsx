import { Link, useLocation } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { Fragment, useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import { CallFailed, newKey } from './call.ts';
import { deskUi } from './desk-words.ts';
import { dropDraft, keepDraft, readDraft, type Draft } from './drafts.ts';
import { fieldOfFault } from './faults.ts';
import { useSpeech } from './language.ts';
import { ReferenceInput } from './ReferenceInput.tsx';
import { ui } from './words.ts';
import './styles/lists.css';
import './styles/desk.css';

/** One field of a command: a line, several lines, a day, a number as text, one of a list, or a record found by name. */
export interface CommandField {
  name: string;
  label: Words;
  kind: 'line' | 'lines' | 'day' | 'number' | 'choice' | 'reference';
  choices?: readonly { value: string; label: Words }[];
  /** Register a reference points into. */
  to?: string;
  required?: boolean;
  help?: Words;
  /** What it holds before anything is typed. */
  initial?: string;
  /** Heading it stands under, with the fields after it that have the same. */
  group?: Words;
  /** Lines shown of one of several lines. */
  rows?: number;
  /** Not kept on this device, not even for this tab. */
  personal?: boolean;
  /** Asked only where the other fields say so. */
  when?: (values: CommandValues) => boolean;
}

/** What was typed, without the fields left empty. */
export type CommandValues = Partial<Record<string, string>>;

/** Fields that must not be empty, and days the browser holds only a part of. */
function findFaults(
  form: HTMLFormElement,
  fields: readonly CommandField[],
  prefix: string,
  values: CommandValues,
) {
  return fields.flatMap(({ name, label, kind, required }) => {
    const input = form.querySelector<HTMLInputElement>(`#${CSS.escape(`${prefix}-${name}`)}`);
    const at = `/body/${name}`;
    if (kind === 'day' && input?.validity.badInput) return [{ at, ...deskUi.dateUnreadable(label) }];
    return required && (values[name] ?? '').trim() === '' ? [{ at, ...ui.required }] : [];
  });
}

interface Attributes {
  id: string;
  value: string;
  'aria-required': true | undefined;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
  onChange: (event: { target: { value: string } }) => void;
}

function Input({
  field,
  attributes,
  give,
}: {
  field: CommandField;
  attributes: Attributes;
  give: (value: string) => void;
}) {
  const { say } = useSpeech();
  if (field.kind === 'lines') return <textarea rows={field.rows ?? 2} {...attributes} />;
  if (field.kind === 'choice') {
    return (
      <select {...attributes}>
        <option value="">{say(deskUi.pleaseChoose)}</option>
        {field.choices?.map(({ value, label }) => (
          <option key={value} value={value}>
            {say(label)}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === 'reference') {
    const { value, onChange: _, ...tied } = attributes;
    return <ReferenceInput to={field.to ?? ''} value={value} give={give} attributes={tied} />;
  }
  return (
    <input
      type={field.kind === 'day' ? 'date' : 'text'}
      inputMode={field.kind === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      {...attributes}
    />
  );
}

/**
 * A short form of one command on the page it belongs to. Faults stand beside their fields; what was typed is kept for
 * this tab until it is sent or given up, and the same content is never written twice.
 */
export function CommandForm({
  title,
  line,
  fields: all,
  draftName,
  submit,
  send,
  done,
  away,
  level = 4,
}: {
  title: Words;
  /** What it will do, in a sentence. */
  line?: Words;
  fields: readonly CommandField[];
  draftName: string;
  submit: Words;
  send: (values: CommandValues, key: string) => Promise<unknown>;
  done: () => unknown;
  away: () => void;
  /** Of its heading. */
  level?: 3 | 4;
}) {
  const { say } = useSpeech();
  const Heading = `h${level}` as const;
  const GroupHeading = `h${level + 1}` as 'h4' | 'h5';
  const prefix = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const here = useLocation({ select: (location) => location.href });
  const [draft, setDraft] = useState<Draft>(
    () => readDraft(draftName) ?? { values: {}, reason: '', key: newKey() },
  );
  const [local, setLocal] = useState<readonly ({ at: string } & Words)[]>([]);
  const [mended, setMended] = useState<readonly string[]>([]);
  useEffect(() => heading.current?.focus(), []);
  const valueOf = ({ name, initial = '' }: CommandField): string => draft.values[name] ?? initial;
  const typed = Object.fromEntries(all.map((field) => [field.name, valueOf(field)]));
  const fields = all.filter(({ when }) => when === undefined || when(typed));
  const keep = (next: Draft) => {
    setDraft(next);
    const personal = new Set(all.filter((field) => field.personal === true).map(({ name }) => name));
    const values = Object.fromEntries(Object.entries(next.values).filter(([name]) => !personal.has(name)));
    keepDraft(draftName, { ...next, values });
  };
  const sending = useMutation({
    mutationFn: async (values: CommandValues) => send(values, draft.key),
    onSuccess: async () => {
      dropDraft(draftName);
      await done();
    },
    onError: (failure) => {
      // An answered refusal is final for its key; where no answer came, the same key asks for the same outcome.
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        keep({ ...draft, key: newKey() });
    },
  });
  const failed = sending.error !== null && !sending.isPending && local.length === 0;
  const problem = failed && sending.error instanceof CallFailed ? sending.error.problem : null;
  const faults = local.length > 0 ? local : (problem?.faults ?? []);
  const faultsOf = (name: string): readonly Words[] =>
    mended.includes(name) ? [] : faults.filter(({ at }) => fieldOfFault(at) === name);
  const elsewhere = faults.filter(({ at }) => !fields.some(({ name }) => name === fieldOfFault(at)));
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
  }, [faults.length, failed]);
  const give = (name: string, value: string) => {
    keep({ ...draft, values: { ...draft.values, [name]: value }, key: newKey() });
    setMended([...mended, name]);
  };
  const submitted = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (sending.isPending) return;
    const values = Object.fromEntries(
      fields.map((field) => [field.name, valueOf(field).trim()]).filter(([, value]) => value !== ''),
    ) as CommandValues;
    const found = findFaults(event.currentTarget, fields, prefix, values);
    setLocal(found);
    setMended([]);
    if (found.length === 0) sending.mutate(values);
  };
  return (
    <form
      className="command-form"
      ref={form}
      onSubmit={submitted}
      noValidate
      aria-labelledby={`${prefix}-title`}
      aria-busy={sending.isPending}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && away()}
    >
      <Heading id={`${prefix}-title`} ref={heading} tabIndex={-1}>
        {say(title)}
      </Heading>
      {line && <p className="quiet">{say(line)}</p>}
      {failed && (faults.length === 0 || elsewhere.length > 0) && (
        <div className="problem form-problem" role="alert" tabIndex={-1}>
          <p className="problem-what">
            <b>{say(deskUi.notSaved)}</b>
          </p>
          {elsewhere.length === 0 && <p>{say(problem ?? deskUi.unknownOutcome)}</p>}
          {elsewhere.map((fault) => (
            <p key={fault.zh}>{say(fault)}</p>
          ))}
          {problem?.code === 'not-signed-in' && (
            <Link to="/sign-in" search={{ back: here }} className="button">
              {say(ui.signIn)}
            </Link>
          )}
        </div>
      )}
      {fields.map((field, index) => {
        const own = faultsOf(field.name);
        const id = `${prefix}-${field.name}`;
        const attributes = {
          id,
          value: valueOf(field),
          'aria-required': field.required || undefined,
          'aria-invalid': own.length > 0 || undefined,
          'aria-describedby': own.length > 0 || field.help ? `${id}-help` : undefined,
          onChange: ({ target }: { target: { value: string } }) => give(field.name, target.value),
        };
        const { group } = field;
        return (
          <Fragment key={field.name}>
            {group && group.zh !== fields[index - 1]?.group?.zh && (
              <GroupHeading className="command-group">{say(group)}</GroupHeading>
            )}
            <div
              className="field"
              data-kind={field.kind === 'day' ? 'date' : field.kind === 'number' ? 'decimal' : undefined}
              data-faulty={own.length > 0 || undefined}
            >
              <label className="field-label" htmlFor={id}>
                {say(field.label)}
                {field.required && (
                  <span className="required" aria-hidden="true">
                    *
                  </span>
                )}
              </label>
              <Input field={field} attributes={attributes} give={(value) => give(field.name, value)} />
              {attributes['aria-describedby'] !== undefined && (
                <div id={`${id}-help`} className="field-help">
                  {own.map((fault) => (
                    <p key={fault.zh} className="fault">
                      {say(fault)}
                    </p>
                  ))}
                  {field.help && <p className="hint">{say(field.help)}</p>}
                </div>
              )}
            </div>
          </Fragment>
        );
      })}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={sending.isPending}>
          {say(sending.isPending ? deskUi.saving : submit)}
        </button>
        <button type="button" className="plain-button" onClick={away}>
          {say(ui.cancel)}
        </button>
      </div>
    </form>
  );
}
