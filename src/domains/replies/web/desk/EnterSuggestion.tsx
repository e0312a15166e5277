import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { replyDoors } from '../doors.ts';
import { CommandForm, type FieldShape } from './CommandForm.tsx';
import { desk, entry } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './desk.css';

const fields: readonly FieldShape[] = [
  {
    name: 'kind',
    label: entry.kind,
    kind: 'radios',
    required: true,
    options: [
      { value: 'suggestion', label: desk.kinds.suggestion },
      { value: 'proposal', label: desk.kinds.proposal },
    ],
  },
  { name: 'code', label: entry.code, hint: entry.codeHint, kind: 'text', required: true, max: 60 },
  { name: 'title', label: entry.name, kind: 'text', required: true, max: 300 },
  { name: 'session', label: entry.session, hint: entry.sessionHint, kind: 'text', required: true, max: 100 },
  { name: 'deputy', label: entry.deputy, kind: 'text', required: true, max: 80 },
  { name: 'coDeputies', label: entry.coDeputies, kind: 'text', max: 500 },
  {
    name: 'deputyAccount',
    label: entry.deputyAccount,
    hint: entry.deputyAccountHint,
    kind: 'text',
    max: 80,
  },
  { name: 'raisedOn', label: entry.raisedOn, kind: 'date', required: true },
  { name: 'assignedOn', label: entry.assignedOn, kind: 'date', required: true },
  {
    name: 'assignedBy',
    label: entry.assignedBy,
    hint: entry.assignedByHint,
    kind: 'reference',
    to: 'directory.organisation',
    required: true,
  },
  { name: 'content', label: entry.content, kind: 'area', rows: 8, required: true, max: 20_000 },
  { name: 'items', label: entry.items, hint: entry.itemsHint, kind: 'area', rows: 4 },
  { name: 'complex', label: entry.complex, kind: 'flag' },
];

const optionalTexts = ['coDeputies', 'deputyAccount'] as const;

function Form() {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const { data } = useSession();
  const [key] = useState(() => `${data?.who?.name ?? ''} enter suggestion`);
  useTitle(say(entry.title));
  return (
    <>
      <p className="crumbs">
        <Link to="/desk" search={{}}>
          {say(desk.crumb)}
        </Link>
      </p>
      <div className="page-head">
        <h1>{say(entry.title)}</h1>
        <p className="page-line">{say(entry.line)}</p>
      </div>
      <CommandForm
        draftName={key}
        initial={{ kind: 'suggestion' }}
        fields={() => fields}
        submit={() => entry.submit}
        send={async (values, idempotency) => {
          const text = (name: string): string => (values[name] ?? '').trim();
          await call(replyDoors.enterSuggestion, {
            body: {
              code: text('code'),
              kind: values['kind'] === 'proposal' ? 'proposal' : 'suggestion',
              title: text('title'),
              session: text('session'),
              deputy: text('deputy'),
              ...Object.fromEntries(
                optionalTexts.filter((name) => text(name) !== '').map((name) => [name, text(name)]),
              ),
              content: text('content'),
              complex: values['complex'] === 'true',
              raisedOn: text('raisedOn'),
              assignedOn: text('assignedOn'),
              assignedBy: text('assignedBy'),
              items: text('items')
                .split('\n')
                .map((line) => line.trim())
                .filter((line) => line !== ''),
            },
            key: idempotency,
          });
          await navigate({
            to: '/desk/$suggestion',
            params: { suggestion: text('code') },
            search: {},
            replace: true,
          });
        }}
        done={() => undefined}
        away={(discard) => (
          <Link to="/desk" search={{}} className="plain-link" onClick={discard}>
            {say(entry.discard)}
          </Link>
        )}
      />
    </>
  );
}

/** A suggestion as it was handed over, entered by the office. */
export function EnterSuggestion() {
  const { say } = useSpeech();
  return (
    <div className="page form-page">
      <Entitled to="suggestion.handle" title={say(entry.title)}>
        <Form />
      </Entitled>
    </div>
  );
}
