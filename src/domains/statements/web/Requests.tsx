import { Link } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, type AnswerOfDoor } from '#kernel/web/call.ts';
import { CommandForm, type CommandField } from '#kernel/web/CommandForm.tsx';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { RequestShape } from '../contract.ts';
import { requestDoors } from './doors.ts';
import { requestUi } from './request-words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './requests.css';

type Listing = AnswerOfDoor<typeof requestDoors.listRequests>;

/** Text that is no whole number goes as none, for the server to refuse beside its field. */
const wholeNumber = (text: string | undefined): number =>
  text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : -1;

function answerFields(unit: string, today: string): readonly CommandField[] {
  return [
    { name: 'value', label: requestUi.value(unit), kind: 'number', required: true },
    {
      name: 'document',
      label: requestUi.document,
      kind: 'line',
      required: true,
      help: requestUi.documentHelp,
    },
    { name: 'signer', label: requestUi.signer, kind: 'line', required: true, help: requestUi.signerHelp },
    { name: 'statedOn', label: requestUi.statedOn, kind: 'day', required: true, initial: today },
  ];
}

const declineFields: readonly CommandField[] = [
  {
    name: 'reason',
    label: requestUi.reason,
    kind: 'lines',
    required: true,
    help: requestUi.declineHelp,
  },
];

/** The two ways to close a request, for those who may. */
function Acts({ request, today }: { request: RequestShape; today: string }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [act, setAct] = useState<'answer' | 'decline' | null>(null);
  const triggers = useRef<Partial<Record<'answer' | 'decline', HTMLButtonElement | null>>>({});
  const params = { code: request.code };
  const away = () => {
    if (act) triggers.current[act]?.focus();
    setAct(null);
  };
  return (
    <div className="request-acts">
      <div
        className="act-buttons"
        role="group"
        aria-label={say(requestUi.acts(say(requestUi.asks(say(request.label), request.year))))}
      >
        {(['answer', 'decline'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className={one === 'answer' ? 'button primary' : 'plain-button'}
            ref={(button) => {
              triggers.current[one] = button;
            }}
            aria-expanded={act === one}
            data-act={one}
            onClick={() => setAct(act === one ? null : one)}
          >
            {say(requestUi[one])}
          </button>
        ))}
      </div>
      {act && (
        <CommandForm
          key={act}
          title={requestUi[act]}
          line={act === 'answer' ? requestUi.answerLine : requestUi.declineLine}
          fields={act === 'answer' ? answerFields(say(request.unit.printed), today) : declineFields}
          draftName={`request.${act}.${request.code}`}
          submit={act === 'answer' ? requestUi.doAnswer : requestUi.doDecline}
          away={away}
          done={async () => forgetAnswers(queries)}
          send={async ({ value = '', document = '', signer = '', statedOn, reason = '' }, key) =>
            act === 'answer'
              ? call(requestDoors.answerRequest, { params, key, body: { value, document, signer, statedOn } })
              : call(requestDoors.declineRequest, { params, key, body: { reason } })
          }
        />
      )}
    </div>
  );
}

function Closed({ request }: { request: RequestShape }) {
  const { say, language } = useSpeech();
  const { statement, declineReason } = request;
  if (statement) {
    return (
      <dl className="request-facts">
        <div>
          <dt>{say(requestUi.stated)}</dt>
          <dd>
            {say(statement.phrase)}
            {statement.withdrawnOn !== null &&
              say(requestUi.withdrawn(spellDay(statement.withdrawnOn, language)))}
          </dd>
        </div>
        <div>
          <dt>{say(requestUi.document)}</dt>
          <dd>
            <Link
              to="/records/$register/$code"
              params={{ register: 'statements.statement', code: statement.code }}
              search={{}}
            >
              {statement.document}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{say(requestUi.signer)}</dt>
          <dd>{statement.signer}</dd>
        </div>
        <div>
          <dt>{say(requestUi.statedOn)}</dt>
          <dd>{spellDay(statement.statedOn, language)}</dd>
        </div>
      </dl>
    );
  }
  return (
    <dl className="request-facts">
      <div>
        <dt>{say(requestUi.reason)}</dt>
        <dd>{declineReason}</dd>
      </div>
    </dl>
  );
}

function Request({ request, today }: { request: RequestShape; today: string }) {
  const { say, language } = useSpeech();
  const open = request.state === 'open' || request.state === 'overdue';
  return (
    <li className="request" id={request.code} data-state={request.state}>
      <div className="request-head">
        <h3>{say(requestUi.asks(say(request.label), request.year))}</h3>
        <p className="request-due">
          <span className="state-chip" data-state={request.state}>
            {say(requestUi.states[request.state])}
          </span>
          {open && (
            <>
              {request.daysLate !== null && <b>{say(requestUi.daysLate(request.daysLate))}</b>}
              {request.daysLeft !== null && <b>{say(requestUi.daysLeft(request.daysLeft))}</b>}
              <span className="quiet">
                {say(
                  request.dueOn === null
                    ? requestUi.noDay
                    : requestUi.dueBy(spellDay(request.dueOn, language)),
                )}
              </span>
            </>
          )}
        </p>
      </div>
      <p className="request-question" lang="zh-CN">
        {request.question}
      </p>
      <p className="quiet">
        {say(ui.labelled(requestUi.askedOf, request.askedOf.name))}
        {' · '}
        {say(requestUi.askedBy(request.askedBy, spellDay(request.askedOn, language)))}
        {request.reply !== null && ` · ${say(requestUi.forLetter(request.reply))}`}
        {' · '}
        <span className="tabular">{request.code}</span>
      </p>
      {open ? (
        <p className="request-now">
          {say(requestUi.now)} <FigureValue reading={request.reading} label={request.label} dated />
        </p>
      ) : (
        <Closed request={request} />
      )}
      {open && request.mayAnswer && <Acts request={request} today={today} />}
    </li>
  );
}

function List({
  title,
  empty,
  requests,
  today,
}: {
  title: string;
  empty: string;
  requests: RequestShape[];
  today: string;
}) {
  return (
    <section className="request-list">
      <h2>
        {title} <span className="count">{requests.length}</span>
      </h2>
      {requests.length === 0 && <p className="empty">{empty}</p>}
      <ol>
        {requests.map((request) => (
          <Request key={request.code} request={request} today={today} />
        ))}
      </ol>
    </section>
  );
}

/** A new request, for officers. */
function Ask() {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const figures = useQuery(ask('listFigures', {}));
  const attested = (figures.data ?? []).filter(({ basis }) => basis === 'attested');
  const away = () => {
    setAsking(false);
    trigger.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        className="button"
        ref={trigger}
        aria-expanded={asking}
        data-act="ask"
        onClick={() => setAsking(!asking)}
      >
        {say(requestUi.ask)}
      </button>
      {asking && (
        <CommandForm
          title={requestUi.ask}
          line={requestUi.askLine}
          draftName="request.ask"
          submit={requestUi.doAsk}
          fields={[
            {
              name: 'figure',
              label: requestUi.figure,
              kind: 'choice',
              required: true,
              choices: attested.map(({ id, label }) => ({ value: id, label })),
            },
            { name: 'year', label: requestUi.year, kind: 'number', required: true },
            {
              name: 'askedOf',
              label: requestUi.organisation,
              kind: 'reference',
              to: 'directory.organisation',
              required: true,
              help: requestUi.organisationHelp,
            },
            { name: 'question', label: requestUi.question, kind: 'lines', required: true },
            { name: 'dueOn', label: requestUi.dueOn, kind: 'day' },
            { name: 'reply', label: requestUi.reply, kind: 'line' },
          ]}
          away={away}
          done={async () => {
            await forgetAnswers(queries);
            away();
          }}
          send={async ({ figure = '', year, askedOf = '', question = '', dueOn, reply }, key) =>
            call(requestDoors.askStatement, {
              key,
              body: { figure, year: wholeNumber(year), askedOf, question, dueOn, reply },
            })
          }
        />
      )}
    </>
  );
}

function Lists({ listing }: { listing: Listing }) {
  const { say } = useSpeech();
  const open = listing.requests.filter(({ state }) => state === 'open' || state === 'overdue');
  const closed = listing.requests.filter((request) => !open.includes(request));
  return (
    <>
      <List
        title={say(requestUi.waiting)}
        empty={say(requestUi.nothingWaiting)}
        requests={open}
        today={listing.today}
      />
      <List
        title={say(requestUi.closed)}
        empty={say(requestUi.nothingClosed)}
        requests={closed}
        today={listing.today}
      />
    </>
  );
}

function Content() {
  const listing = useQuery(ask(requestDoors.listRequests, {}));
  const mayAsk = useMay('statement.ask');
  const { say } = useSpeech();
  return (
    <>
      <div className="page-head">
        <h1>
          {say(requestUi.title)}
          <Original of={requestUi.title} />
        </h1>
        <p className="page-line">{say(requestUi.line)}</p>
      </div>
      {mayAsk && <Ask />}
      <Answer of={listing}>{(answer) => <Lists listing={answer} />}</Answer>
    </>
  );
}

/** What other departments were asked to attest; the one asked answers here. */
export function Requests() {
  const { say } = useSpeech();
  useTitle(say(requestUi.title));
  return (
    <div className="page narrow requests-page">
      <Entitled to="reply.read" title={say(requestUi.title)}>
        <Content />
      </Entitled>
    </div>
  );
}
