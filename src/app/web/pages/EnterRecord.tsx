import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { parseObject } from '#kernel/web/address.ts';
import { call } from '#kernel/web/call.ts';
import { typedCell } from '#kernel/web/Conflict.tsx';
import { deskUi } from '#kernel/web/desk-words.ts';
import { dropDraft } from '#kernel/web/drafts.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer, Skeleton } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers, useSession } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { RecordForm, type Prefilled } from '#kernel/web/RecordForm.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';

/** The description of a register as one who may write in it reads it. */
const described = (register: string) =>
  ask('listRecords', { params: { register }, query: { page: 1, pageSize: 1 } });

const useDraftName = (place: string): string => {
  const { data } = useSession();
  return `${data?.who?.name ?? ''} ${place}`;
};

/** Register of the organisations accounts act for. */
const organisations = 'directory.organisation';

/** The one value a filter asks for; undefined where it asks for several, or a range. */
function onlyValue(asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null) return asked;
  const { is } = asked as { is?: unknown };
  return Array.isArray(is) && is.length === 1 ? is[0] : undefined;
}

/** What a new record begins with: a record it is made like, else the list's filter, else one's own organisation. */
function usePrefilled(
  register: string,
  columns: ColumnShape[],
): Readonly<Record<string, Prefilled>> | undefined {
  const { filters, like } = useAddress();
  const { data: session } = useSession();
  const model = useQuery({
    ...ask('readRecord', { params: { register, code: like ?? '' }, query: {} }),
    enabled: like !== undefined,
  });
  if (like !== undefined && model.data === undefined && model.error === null) return undefined;
  const keys = columns.filter(({ key }) => key === true);
  const fillable = columns.filter(
    ({ kind, key }) => kind !== 'identity' && !(key === true && keys.length === 1),
  );
  const found: Record<string, Prefilled> = {};
  const owned = fillable.filter(({ to, required }) => to === organisations && required === true);
  const [own] = owned;
  const organisation = session?.who?.organisation ?? null;
  if (own && owned.length === 1 && organisation !== null)
    found[own.name] = { value: organisation, from: recordUi.fromOwn };
  const chosen = parseObject(filters);
  for (const { name } of fillable) {
    const value = onlyValue(chosen[name]);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      found[name] = { value: String(value), from: recordUi.fromFilter };
    const cell = typedCell(model.data?.cells[name]);
    if (model.data && cell !== '') found[name] = { value: cell, from: recordUi.fromRecord(model.data.title) };
  }
  return found;
}

function AddForm({ register }: { register: string }) {
  const { say } = useSpeech();
  const { like } = useAddress();
  const answer = useQuery(described(register));
  const model = useQuery({
    ...ask('readRecord', { params: { register, code: like ?? '' }, query: {} }),
    enabled: like !== undefined,
  });
  useTitle(answer.data && say(deskUi.addTo(answer.data.register.label)));
  return (
    <Answer of={answer} lines={12}>
      {({ register: { label, columns } }) => (
        <>
          <Crumbs register={register} label={say(label)} />
          <div className="page-head">
            <h1>{say(deskUi.addTo(label))}</h1>
            <p className="page-line">
              {say(like !== undefined && model.data ? recordUi.addLike(model.data.title) : deskUi.addLine)}
            </p>
          </div>
          <NewRecord register={register} columns={columns} />
        </>
      )}
    </Answer>
  );
}

function NewRecord({ register, columns }: { register: string; columns: ColumnShape[] }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { like } = useAddress();
  const draftName = useDraftName(like === undefined ? `add ${register}` : `add ${register} like ${like}`);
  const prefilled = usePrefilled(register, columns);
  const [added, setAdded] = useState<readonly string[]>([]);
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (added.length === 0) return;
    note.current?.scrollIntoView({ block: 'center' });
    document.getElementById(`field-${columns[0]?.name ?? ''}`)?.focus({ preventScroll: true });
  }, [added, columns]);
  if (prefilled === undefined) return <Skeleton lines={10} />;
  const last = added.at(-1);
  return (
    <>
      {last !== undefined && (
        <p className="note added-note" role="status" ref={note}>
          {say(recordUi.addedGoOn(last))}{' '}
          <Link to="/records/$register/$code" params={{ register, code: last }} search={{}}>
            {say(deskUi.openRecord)}
          </Link>
        </p>
      )}
      <RecordForm
        key={added.length}
        columns={columns}
        standing={null}
        prefilled={prefilled}
        draftName={draftName}
        send={async ({ row, reason, key, again }) => {
          const { code } = await call('addRecord', {
            params: { register },
            body: { row, ...(reason === '' ? {} : { reason }) },
            key,
          });
          await forgetAnswers(queries);
          if (again) {
            dropDraft(draftName);
            setAdded([...added, code]);
            return;
          }
          await navigate({
            to: '/records/$register/$code',
            params: { register, code },
            search: { knownAt: undefined },
            state: { written: 'added' },
            replace: true,
          });
        }}
        away={(leave) => (
          <Link
            to="/registers/$register"
            params={{ register }}
            search={{}}
            className="plain-link"
            onClick={leave}
          >
            {say(deskUi.discard)}
          </Link>
        )}
      />
    </>
  );
}

function Crumbs({ register, label }: { register: string; label: string }) {
  const { say } = useSpeech();
  return (
    <p className="crumbs">
      <Link to="/registers" search={{}}>
        {say(ui.registers)}
      </Link>{' '}
      ›{' '}
      <Link to="/registers/$register" params={{ register }} search={{}}>
        {label}
      </Link>
    </p>
  );
}

function CorrectForm({ register, code }: { register: string; code: string }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const draftName = useDraftName(`correct ${register} ${code}`);
  const description = useQuery(described(register));
  // What stands now is corrected, whatever moment the reader looked at before.
  const record = useQuery(ask('readRecord', { params: { register, code }, query: {} }));
  useTitle(record.data && say(deskUi.correctTitle(record.data.title)));
  return (
    <Answer of={record} lines={12}>
      {({ title, cells, version, register: { label } }) => (
        <>
          <Crumbs register={register} label={say(label)} />
          <div className="page-head">
            <h1>{say(deskUi.correctTitle(title))}</h1>
            <p className="page-line">{say(deskUi.correctLine)}</p>
          </div>
          <Answer of={description} lines={10}>
            {({ register: { columns } }) => {
              const texts = columns.map(({ name, kind }) => [name, kind, typedCell(cells[name])] as const);
              return (
                <RecordForm
                  columns={columns}
                  standing={Object.fromEntries(
                    texts.map(([name, kind, text]) => [name, kind === 'identity' ? '' : text]),
                  )}
                  masked={Object.fromEntries(
                    texts.flatMap(([name, kind, text]) =>
                      kind === 'identity' && text !== '' ? [[name, text]] : [],
                    ),
                  )}
                  version={version}
                  draftName={draftName}
                  abandon={async () => {
                    await forgetAnswers(queries);
                    await navigate({
                      to: '/records/$register/$code',
                      params: { register, code },
                      search: { knownAt: undefined },
                      replace: true,
                    });
                  }}
                  send={async ({ row, reason, key, seen = '' }) => {
                    await call('correctRecord', {
                      params: { register, code },
                      body: { row, reason, seen },
                      key,
                    });
                    await forgetAnswers(queries);
                    await navigate({
                      to: '/records/$register/$code',
                      params: { register, code },
                      search: { knownAt: undefined },
                      state: { written: 'corrected' },
                      replace: true,
                    });
                  }}
                  away={(leave) => (
                    <Link
                      to="/records/$register/$code"
                      params={{ register, code }}
                      search={{}}
                      className="plain-link"
                      onClick={leave}
                    >
                      {say(deskUi.discard)}
                    </Link>
                  )}
                />
              );
            }}
          </Answer>
        </>
      )}
    </Answer>
  );
}

/** A new record of a register. */
export function AddRecord() {
  const { say } = useSpeech();
  const { register } = useParams({ from: '/registers/$register/new' });
  return (
    <div className="page form-page" key={register}>
      <Entitled to="register.write" title={say(deskUi.add)}>
        <AddForm register={register} />
      </Entitled>
    </div>
  );
}

/** The correction of a record, for a reason. */
export function CorrectRecord() {
  const { say } = useSpeech();
  const { register, code } = useParams({ from: '/records/$register/$code/edit' });
  return (
    <div className="page form-page" key={`${register} ${code}`}>
      <Entitled to="register.write" title={say(deskUi.correct)}>
        <CorrectForm register={register} code={code} />
      </Entitled>
    </div>
  );
}
