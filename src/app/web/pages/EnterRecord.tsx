import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CellShape } from '#kernel/contract/evidence.ts';
import { call } from '#kernel/web/call.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers, useSession } from '#kernel/web/queries.ts';
import { RecordForm } from '#kernel/web/RecordForm.tsx';
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

function AddForm({ register }: { register: string }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const draftName = useDraftName(`add ${register}`);
  const answer = useQuery(described(register));
  useTitle(answer.data && say(deskUi.addTo(answer.data.register.label)));
  return (
    <Answer of={answer} lines={12}>
      {({ register: { label, columns } }) => (
        <>
          <Crumbs register={register} label={say(label)} />
          <div className="page-head">
            <h1>{say(deskUi.addTo(label))}</h1>
            <p className="page-line">{say(deskUi.addLine)}</p>
          </div>
          <RecordForm
            columns={columns}
            standing={null}
            draftName={draftName}
            send={async ({ row, reason, key }) => {
              const { code } = await call('addRecord', {
                params: { register },
                body: { row, ...(reason === '' ? {} : { reason }) },
                key,
              });
              await forgetAnswers(queries);
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
      )}
    </Answer>
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

/** A cell as it is typed. */
function typed(cell: CellShape | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? (cell.code ?? '') : String(cell);
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
      {({ title, cells, register: { label } }) => (
        <>
          <Crumbs register={register} label={say(label)} />
          <div className="page-head">
            <h1>{say(deskUi.correctTitle(title))}</h1>
            <p className="page-line">{say(deskUi.correctLine)}</p>
          </div>
          <Answer of={description} lines={10}>
            {({ register: { columns } }) => {
              const texts = columns.map(({ name, kind }) => [name, kind, typed(cells[name])] as const);
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
                  draftName={draftName}
                  send={async ({ row, reason, key }) => {
                    await call('correctRecord', { params: { register, code }, body: { row, reason }, key });
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
