import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { call, CallFailed, newKey } from '#kernel/web/call.ts';
import { doorsOf } from '#kernel/web/doors.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { ReferenceInput } from '#kernel/web/ReferenceInput.tsx';
import type * as statements from '#domains/statements/contract.ts';
import { replyDoors } from '../doors.ts';
import type { PromiseMark } from './blocks.ts';
import type { Citable } from './InsertMenu.tsx';
import { useRoom } from './room.ts';
import { writingUi } from './words.ts';

const { askStatement } = doorsOf<typeof statements>()({ askStatement: 'POST /api/statements/requests' });

/** The fault of one field of the body, in the reader's words. */
function useFaults(failure: unknown): (field: string) => string | undefined {
  const { say } = useSpeech();
  const faults = failure instanceof CallFailed ? (failure.problem?.faults ?? []) : [];
  return (field) => {
    const found = faults.filter(({ at }) => at === `/body/${field}`);
    return found.length === 0 ? undefined : found.map((fault) => say(fault)).join(' ');
  };
}

function Field({
  label,
  fault,
  children,
}: {
  label: string;
  fault: string | undefined;
  children: (attributes: {
    id: string;
    'aria-invalid': true | undefined;
    'aria-required': true | undefined;
    'aria-describedby': string | undefined;
  }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="card-field" data-faulty={fault !== undefined || undefined}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': fault === undefined ? undefined : true,
        'aria-required': undefined,
        'aria-describedby': fault === undefined ? undefined : `${id}-fault`,
      })}
      {fault !== undefined && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** A key for each content, kept while the same content is sent again. */
export function useKey(content: unknown): string {
  const text = JSON.stringify(content);
  const [kept, setKept] = useState(() => ({ text, key: newKey() }));
  if (kept.text !== text) {
    const next = { text, key: newKey() };
    setKept(next);
    return next.key;
  }
  return kept.key;
}

/** Asks a department to state a figure nobody has stated yet. */
export function AskForm({ figure, close }: { figure: Citable; close: () => void }) {
  const { say } = useSpeech();
  const { reply } = useRoom();
  const given = figure.params['year'];
  const [year, setYear] = useState(typeof given === 'number' ? given : Number(reply.asOf.slice(0, 4)));
  const [askedOf, setAskedOf] = useState('');
  const [question, setQuestion] = useState(() => writingUi.questionOf(figure.label.zh, year));
  const [dueOn, setDueOn] = useState('');
  const body = {
    figure: figure.figure,
    year,
    askedOf: askedOf.trim(),
    question,
    reply: reply.code,
    ...(dueOn === '' ? {} : { dueOn }),
  };
  const key = useKey(body);
  const asking = useMutation({ mutationFn: () => call(askStatement, { body, key }) });
  const fault = useFaults(asking.error);
  if (asking.isSuccess) {
    return (
      <>
        <p className="note" role="status">
          {say(writingUi.asked)}
        </p>
        <div className="card-ways">
          <button type="button" className="button primary" data-first="" onClick={close}>
            {say(writingUi.done)}
          </button>
        </div>
      </>
    );
  }
  return (
    <form
      className="card-form"
      onSubmit={(event) => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <p className="card-kicker">{say(writingUi.askTitle)}</p>
      <p className="card-title">{say(figure.label)}</p>
      {asking.error !== null && <ProblemNote failure={asking.error} title={deskUi.notSaved} />}
      <Field label={say(writingUi.askOf)} fault={fault('askedOf')}>
        {(attributes) => (
          <ReferenceInput
            to="directory.organisation"
            value={askedOf}
            give={setAskedOf}
            attributes={attributes}
          />
        )}
      </Field>
      <Field label={say(writingUi.year)} fault={fault('year')}>
        {(attributes) => (
          <input
            {...attributes}
            type="number"
            value={year}
            onChange={(event) => setYear(Math.trunc(event.target.valueAsNumber) || year)}
          />
        )}
      </Field>
      <Field label={say(writingUi.question)} fault={fault('question')}>
        {(attributes) => (
          <textarea
            {...attributes}
            rows={3}
            value={question}
            maxLength={1000}
            onChange={(event) => setQuestion(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(writingUi.dueOn)} fault={fault('dueOn')}>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            value={dueOn}
            onChange={(event) => setDueOn(event.target.value)}
          />
        )}
      </Field>
      <div className="card-ways">
        <button type="submit" className="button primary" disabled={asking.isPending}>
          {say(writingUi.ask)}
        </button>
        <button type="button" className="plain-button" onClick={close}>
          {say(writingUi.cancel)}
        </button>
      </div>
    </form>
  );
}

/** Makes a promise in this reply and puts it on the sheet. */
export function PromiseForm({
  text,
  insert,
  close,
}: {
  text: string;
  insert: (mark: PromiseMark) => void;
  close: () => void;
}) {
  const { say, language } = useSpeech();
  const areas = useQuery(
    ask('listRecords', { params: { register: 'commitments.area' }, query: { sort: 'number', pageSize: 50 } }),
  );
  const { reply } = useRoom();
  const [title, setTitle] = useState(text);
  const [area, setArea] = useState('');
  const [owner, setOwner] = useState('');
  const [dueOn, setDueOn] = useState('');
  const body = {
    title,
    area: area.trim(),
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    ...(dueOn === '' ? {} : { dueOn }),
  };
  const key = useKey(body);
  const making = useMutation({
    mutationFn: () => call(replyDoors.addPromise, { params: { reply: reply.code }, body, key }),
    onSuccess: ({ code }) => insert({ code, text: title.trim() }),
  });
  const fault = useFaults(making.error);
  return (
    <form
      className="card-form"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <p className="card-kicker">{say(writingUi.newPromise)}</p>
      {making.error !== null && <ProblemNote failure={making.error} title={deskUi.notSaved} />}
      <Field label={say(writingUi.promiseTitle)} fault={fault('title')}>
        {(attributes) => (
          <textarea
            {...attributes}
            rows={2}
            required
            value={title}
            maxLength={500}
            lang="zh-CN"
            data-first=""
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(writingUi.area)} fault={fault('area')}>
        {(attributes) => (
          <select {...attributes} required value={area} onChange={(event) => setArea(event.target.value)}>
            <option value="">{say(writingUi.chooseArea)}</option>
            {(areas.data?.rows ?? []).map(({ code, cells }) => (
              <option key={code} value={code ?? ''}>
                {String(cells[language === 'en' ? 'titleEn' : 'title'] ?? code)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say(writingUi.owner)} fault={fault('owner')}>
        {(attributes) => (
          <ReferenceInput to="directory.organisation" value={owner} give={setOwner} attributes={attributes} />
        )}
      </Field>
      <Field label={say(writingUi.promiseDue)} fault={fault('dueOn')}>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            value={dueOn}
            onChange={(event) => setDueOn(event.target.value)}
          />
        )}
      </Field>
      <div className="card-ways">
        <button type="submit" className="button primary" disabled={making.isPending}>
          {say(writingUi.makePromise)}
        </button>
        <button type="button" className="plain-button" onClick={close}>
          {say(writingUi.cancel)}
        </button>
      </div>
    </form>
  );
}
