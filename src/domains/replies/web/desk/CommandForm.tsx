import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { CallFailed } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { ReferenceInput, type InputAttributes } from '#kernel/web/ReferenceInput.tsx';
import { ui } from '#kernel/web/words.ts';
import { fieldOfPlace, useCommand, type Typed } from './command.ts';
import { forms } from './words.ts';

export interface Option {
  value: string;
  label: Words;
  help?: Words;
}

/** How one field of a command's form is asked. */
export interface FieldShape {
  name: string;
  label: Words;
  hint?: Words;
  required?: boolean;
  /** Characters it needs at least, when given. */
  atLeast?: number;
  kind: 'text' | 'area' | 'date' | 'radios' | 'select' | 'flag' | 'reference' | 'own';
  rows?: number;
  max?: number;
  options?: readonly Option[];
  /** Register a reference points into. */
  to?: string;
  /** The input of kind `own`. */
  input?: (entry: OwnInput) => ReactNode;
}

export interface OwnInput {
  value: string;
  give: (value: string) => void;
  attributes: InputAttributes;
  values: Typed;
  /** Gives another field of the same form. */
  set: (name: string, value: string) => void;
}

const idOf = (name: string): string => `field-${name}`;

/** Faults that can be told before the server is asked. */
function findFaults(form: HTMLFormElement, fields: readonly FieldShape[], values: Typed): Fault[] {
  return fields.flatMap(({ name, label, kind, required, atLeast }): Fault[] => {
    const typed = (values[name] ?? '').trim();
    const at = `/body/${name}`;
    const input = form.querySelector<HTMLInputElement>(`#${CSS.escape(idOf(name))}`);
    if (kind === 'date' && input?.validity.badInput) return [{ at, ...deskUi.dateUnreadable(label) }];
    if (required && typed === '')
      return [{ at, ...(kind === 'radios' || kind === 'select' ? forms.choose : forms.missing)(label) }];
    if (atLeast !== undefined && typed !== '' && typed.length < atLeast)
      return [{ at, ...forms.reasonShort }];
    return [];
  });
}

function Radios({
  field,
  value,
  give,
  attributes,
}: {
  field: FieldShape;
  value: string;
  give: (value: string) => void;
  attributes: InputAttributes;
}) {
  const { say } = useSpeech();
  return (
    <div className="targets">
      {(field.options ?? []).map(({ value: option, label, help }, index) => (
        <label key={option} className="target">
          <input
            {...(index === 0 ? attributes : {})}
            aria-required={undefined}
            type="radio"
            name={field.name}
            value={option}
            checked={value === option}
            onChange={() => give(option)}
          />
          <span>
            <span className="target-label">{say(label)}</span>
            {help && <span className="target-help">{say(help)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

function Entered({
  field,
  value,
  give,
  attributes,
  values,
  set,
}: {
  field: FieldShape;
} & OwnInput) {
  const { say } = useSpeech();
  const plain = {
    ...attributes,
    value,
    maxLength: field.max,
    onChange: (event: { target: { value: string } }) => give(event.target.value),
  };
  switch (field.kind) {
    case 'area':
      return <textarea {...plain} rows={field.rows ?? 4} />;
    case 'date':
      return <input {...plain} maxLength={undefined} type="date" min="1900-01-01" max="2199-12-31" />;
    case 'radios':
      return <Radios field={field} value={value} give={give} attributes={attributes} />;
    case 'select':
      return (
        <select {...attributes} value={value} onChange={(event) => give(event.target.value)}>
          <option value="">{say(deskUi.pleaseChoose)}</option>
          {(field.options ?? []).map(({ value: option, label }) => (
            <option key={option} value={option}>
              {say(label)}
            </option>
          ))}
        </select>
      );
    case 'flag':
      return (
        <label className="check">
          <input
            {...attributes}
            aria-required={undefined}
            type="checkbox"
            checked={value === 'true'}
            onChange={(event) => give(String(event.target.checked))}
          />
          {say(field.label)}
        </label>
      );
    case 'reference':
      return <ReferenceInput to={field.to ?? ''} value={value} give={give} attributes={attributes} />;
    case 'own':
      return field.input?.({ value, give, attributes, values, set });
    default:
      return <input {...plain} type="text" autoComplete="off" />;
  }
}

function Field({
  field,
  faults,
  ...entry
}: { field: FieldShape; faults: readonly string[] } & Omit<OwnInput, 'attributes'>) {
  const { say } = useSpeech();
  const id = idOf(field.name);
  const grouped = field.kind === 'radios' || field.kind === 'own';
  const attributes: InputAttributes = {
    id,
    'aria-invalid': faults.length > 0 || undefined,
    'aria-required': field.required || undefined,
    'aria-describedby': `${id}-help`,
  };
  const Label = grouped ? 'span' : 'label';
  return (
    <div
      className="field"
      data-kind={field.kind}
      data-faulty={faults.length > 0 || undefined}
      role={grouped ? 'group' : undefined}
      aria-labelledby={grouped ? `${id}-label` : undefined}
    >
      {field.kind !== 'flag' && (
        <Label className="field-label" id={`${id}-label`} {...(grouped ? {} : { htmlFor: id })}>
          {say(field.label)}
          {field.required && (
            <span className="required" title={say(deskUi.required)} aria-hidden="true">
              *
            </span>
          )}
        </Label>
      )}
      <Entered field={field} attributes={attributes} {...entry} />
      <div id={`${id}-help`} className="field-help">
        {faults.map((fault) => (
          <p key={fault} className="fault">
            {fault}
          </p>
        ))}
        {field.hint && <p className="hint">{say(field.hint)}</p>}
      </div>
    </div>
  );
}

/** Why nothing was done: a sentence, and every fault with a way to its field. */
function Refused({
  failure,
  faults,
  mended,
  fieldAt,
}: {
  failure: unknown;
  faults: readonly Fault[];
  mended: readonly string[];
  fieldAt: (at: string) => string | undefined;
}) {
  const { say } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const here = useLocation({ select: (location) => location.href });
  const problem = failure instanceof CallFailed ? failure.problem : null;
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [failure, faults]);
  const jump = (field: string) => {
    const target = document.getElementById(idOf(field));
    target?.focus();
    target?.scrollIntoView({ block: 'center' });
  };
  return (
    <div className="problem form-problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-what">
        <b>{say(forms.notDone)}</b>
      </p>
      {problem && <p>{say(problem)}</p>}
      {failure !== null && !problem && <p>{say(deskUi.unknownOutcome)}</p>}
      {problem?.code === 'not-signed-in' && (
        <Link to="/sign-in" search={{ back: here }} className="button">
          {say(ui.signIn)}
        </Link>
      )}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => {
            const field = fieldAt(fault.at);
            return (
              <li
                key={`${fault.at} ${fault.zh}`}
                data-mended={(field !== undefined && mended.includes(field)) || undefined}
              >
                {field !== undefined ? (
                  <button type="button" className="plain-button jump" onClick={() => jump(field)}>
                    {say(fault)}
                  </button>
                ) : (
                  say(fault)
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** One command as a form: faults above with jumps and beside the fields; nothing typed is lost before it is done. */
export function CommandForm({
  draftName,
  fields: fieldsOf,
  initial = {},
  submit,
  danger = false,
  send,
  done,
  intro,
  away,
  fieldAt = fieldOfPlace,
}: {
  draftName: string;
  /** The fields; some depend on what others hold. */
  fields: (values: Typed) => readonly FieldShape[];
  initial?: Typed;
  submit: (values: Typed) => Words;
  danger?: boolean;
  send: (values: Typed, key: string) => Promise<unknown>;
  done: () => unknown;
  intro?: ReactNode;
  away?: (discard: () => void) => ReactNode;
  fieldAt?: (at: string) => string | undefined;
}) {
  const { say } = useSpeech();
  const command = useCommand({ draftName, initial, send, done });
  const { values, faults, mended, failure, running } = command;
  const fields = fieldsOf(values);
  const faultsOf = (name: string): string[] =>
    mended.includes(name)
      ? []
      : faults.filter((fault) => fieldAt(fault.at) === name).map((fault) => say(fault));
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    command.send(findFaults(event.currentTarget, fields, values));
  };
  return (
    <form className="record-form step-form" onSubmit={onSubmit} noValidate aria-busy={running}>
      {(faults.length > 0 || failure !== null) && !running && (
        <Refused failure={failure} faults={faults} mended={mended} fieldAt={fieldAt} />
      )}
      {command.restored && faults.length === 0 && failure === null && !running && (
        <p className="note">{say(forms.draftBack)}</p>
      )}
      {intro}
      {fields.some((field) => field.required) && <p className="quiet">{say(forms.required)}</p>}
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          faults={faultsOf(field.name)}
          value={values[field.name] ?? ''}
          give={(value) => command.give(field.name, value)}
          values={values}
          set={command.give}
        />
      ))}
      <div className="form-end">
        <button type="submit" className={`button ${danger ? 'danger' : 'primary'}`} disabled={running}>
          {say(running ? forms.sending : submit(values))}
        </button>
        {away?.(command.discard)}
      </div>
    </form>
  );
}
