import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { Address } from '#kernel/web/address.ts';
import { parseObject } from '#kernel/web/address.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { areaNumeral, spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { CommitmentShape } from '../contract.ts';
import { promiseDoors } from './doors.ts';
import { PromiseActions } from './PromiseActions.tsx';
import { promiseUi } from './promise-words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './promises.css';

type Listing = AnswerOfDoor<typeof promiseDoors.listCommitments>;
type State = CommitmentShape['state'];

/** In the order the summary says them. */
const order: readonly State[] = ['kept', 'in-progress', 'overdue', 'dropped', 'promised'];

const isState = (value: unknown): value is State => order.some((state) => state === value);

const Sample = () => {
  const { say } = useSpeech();
  return <span className="chip">{say(promiseUi.sample)}</span>;
};

/** The sentence at the top; each part of it shows those promises alone. */
function Summary({ counts, shown }: { counts: Listing['counts']; shown: State | undefined }) {
  const { say, language } = useSpeech();
  const parts = order.filter((state) => state !== 'promised' || counts.promised > 0);
  const filterLink = (state: State | undefined) => (previous: Address) => ({
    ...previous,
    filters: state === undefined ? undefined : JSON.stringify({ state }),
  });
  return (
    <p className="promise-summary">
      <Link
        to="."
        search={filterLink(undefined)}
        resetScroll={false}
        aria-current={shown === undefined || undefined}
      >
        {say(promiseUi.summaryAll(counts.all))}
      </Link>
      {language === 'zh' ? '：' : ': '}
      {parts.map((state, index) => (
        <span key={state}>
          {index > 0 && (language === 'zh' ? '，' : ', ')}
          <Link
            to="."
            search={filterLink(shown === state ? undefined : state)}
            resetScroll={false}
            data-state={state}
            aria-current={shown === state || undefined}
          >
            {language === 'zh' ? (
              <>
                {say(promiseUi.states[state])} <b>{counts[state]}</b>
              </>
            ) : (
              <>
                <b>{counts[state]}</b> {say(promiseUi.states[state])}
              </>
            )}
          </Link>
        </span>
      ))}
      {language === 'zh' ? '。' : '.'}
    </p>
  );
}

/** State, and what the calendar says about it. */
function Standing({ promise }: { promise: CommitmentShape }) {
  const { say, language } = useSpeech();
  const { state, dueOn, daysLeft, daysLate, keptOn, droppedOn } = promise;
  return (
    <div className="standing" data-state={state}>
      <span className="state-chip">{say(promiseUi.chips[state])}</span>
      <span className="standing-days">
        {state === 'kept' && keptOn !== null && (
          <>
            {say(promiseUi.keptOn(spellDay(keptOn, language)))}
            {daysLate !== null && <b> {say(promiseUi.keptLate(daysLate))}</b>}
          </>
        )}
        {state === 'dropped' && droppedOn !== null && say(promiseUi.droppedOn(spellDay(droppedOn, language)))}
        {state === 'overdue' && daysLate !== null && <b>{say(promiseUi.daysLate(daysLate))}</b>}
        {daysLeft !== null && <b>{say(promiseUi.daysLeft(daysLeft))}</b>}
      </span>
      {state !== 'kept' && state !== 'dropped' && (
        <span className="standing-due">
          {dueOn === null
            ? say(promiseUi.noDate)
            : say(ui.labelled(promiseUi.due, spellDay(dueOn, language)))}
        </span>
      )}
    </div>
  );
}

function Target({ target }: { target: NonNullable<CommitmentShape['target']> }) {
  const { say } = useSpeech();
  const { figure } = target;
  return (
    <div className="promise-fact">
      <dt>{say(promiseUi.target)}</dt>
      <dd>
        {target.text !== null && <span lang="zh-CN">{target.text}</span>}
        {figure && (
          <span className="target-figure">
            {say(promiseUi.targetNow(say(figure.label)))}{' '}
            <FigureValue reading={figure.reading} label={figure.label} dated />
            {say(promiseUi.targetWanted(say(figure.phrase)))}
            <span className="target-mark" data-reached={figure.reached || undefined}>
              {say(figure.reached ? promiseUi.reached : promiseUi.notReached)}
            </span>
          </span>
        )}
      </dd>
    </div>
  );
}

function Moves({ moves }: { moves: CommitmentShape['moves'] }) {
  const { say, language } = useSpeech();
  const moved = moves.filter(({ from }) => from !== null).length;
  return (
    <div className="promise-fact">
      <dt>{say(moved === 0 ? promiseUi.dateSet : promiseUi.moved(moved))}</dt>
      <dd>
        <ol className="moves">
          {moves.map((move) => (
            <li key={`${move.on} ${move.to}`}>
              <span className="move-days">
                {move.from !== null && (
                  <>
                    {say(promiseUi.moveFrom)} <del>{spellDay(move.from, language)}</del>
                    <span aria-hidden="true"> → </span>
                  </>
                )}
                {say(promiseUi.moveTo)} <ins>{spellDay(move.to, language)}</ins>
              </span>{' '}
              {move.sample && <Sample />}
              <span className="quiet block">
                {say(ui.labelled(promiseUi.reason, ''))}
                <span lang="zh-CN">{move.reason}</span>
                {language === 'zh' ? '（' : ' ('}
                {say(promiseUi.moveOn(spellDay(move.on, language)))}
                {language === 'zh' ? '）' : ')'}
              </span>
            </li>
          ))}
        </ol>
      </dd>
    </div>
  );
}

/** Reports shown at once; earlier ones are one step away. */
const latest = 3;

function Report({ report }: { report: CommitmentShape['progress'][number] }) {
  const { say, language } = useSpeech();
  return (
    <li>
      <time dateTime={report.on} className="tabular">
        {report.on}
      </time>
      <span>
        {say(report.text)}
        {report.percent !== null && (
          <span className="percent">
            {language === 'zh' ? '，' : '; '}
            {say(promiseUi.percent(report.percent))}
          </span>
        )}{' '}
        {report.sample && <Sample />}
        {report.evidence !== null && (
          <span className="quiet block">{say(ui.labelled(promiseUi.evidence, report.evidence))}</span>
        )}
      </span>
    </li>
  );
}

function Progress({ progress }: { progress: CommitmentShape['progress'] }) {
  const { say } = useSpeech();
  const earlier = progress.slice(latest);
  return (
    <div className="promise-fact">
      <dt>{say(promiseUi.progress)}</dt>
      <dd>
        <ol className="reports">
          {progress.slice(0, latest).map((report) => (
            <Report key={`${report.on} ${report.text.zh}`} report={report} />
          ))}
        </ol>
        {earlier.length > 0 && (
          <details>
            <summary>{say(promiseUi.earlier(earlier.length))}</summary>
            <ol className="reports">
              {earlier.map((report) => (
                <Report key={`${report.on} ${report.text.zh}`} report={report} />
              ))}
            </ol>
          </details>
        )}
      </dd>
    </div>
  );
}

function Fact({ label, text }: { label: string; text: string | null }) {
  if (text === null) return null;
  return (
    <div className="promise-fact">
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function PromiseItem({
  promise,
  today,
  mayAct,
}: {
  promise: CommitmentShape;
  today: string;
  mayAct: boolean;
}) {
  const { say, language } = useSpeech();
  const open = promise.state !== 'kept' && promise.state !== 'dropped';
  return (
    <li className="promise" id={promise.code} data-state={promise.state}>
      <div className="promise-main">
        <h3>
          {say(promise.text)} {promise.sample && <Sample />}
        </h3>
        <p className="promise-who">
          {promise.owner === null
            ? say(promiseUi.noOwner)
            : say(ui.labelled(promiseUi.owner, promise.owner.name))}
          {promise.coOwners.length > 0 && (
            <>
              {language === 'zh' ? '；' : '; '}
              {say(ui.labelled(promiseUi.coOwners, ''))}
              {promise.coOwners.map(({ code, name, sample }, index) => (
                <span key={code}>
                  {index > 0 && (language === 'zh' ? '、' : ', ')}
                  {name} {sample && !promise.planSample && <Sample />}
                </span>
              ))}
            </>
          )}
        </p>
        <dl className="promise-facts">
          {promise.target && <Target target={promise.target} />}
          {promise.moves.length > 0 && <Moves moves={promise.moves} />}
          {promise.progress.length > 0 && <Progress progress={promise.progress} />}
          <Fact label={say(promiseUi.evidence)} text={promise.keptEvidence} />
          <Fact label={say(promiseUi.keptReason)} text={promise.keptReason} />
          <Fact label={say(promiseUi.dropReason)} text={promise.dropReason} />
        </dl>
        <p className="promise-foot">
          {promise.planSample && !promise.sample && <span className="chip">{say(promiseUi.planSample)}</span>}
          {promise.reply !== null && <span className="quiet">{say(promiseUi.from(promise.reply))}</span>}
          <Link
            to="/records/$register/$code"
            params={{ register: 'commitments.commitment', code: promise.code }}
            search={{}}
            aria-label={`${say(promiseUi.record)} ${promise.code}`}
          >
            {say(promiseUi.record)}
          </Link>
        </p>
        {mayAct && open && <PromiseActions promise={promise} today={today} />}
      </div>
      <Standing promise={promise} />
    </li>
  );
}

function Ledger({ listing, shown }: { listing: Listing; shown: State | undefined }) {
  const { say, language } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const mayKeep = useMay('commitment.keep');
  const now = listing.asOf === listing.today && knownAt === undefined;
  return (
    <>
      <Summary counts={listing.counts} shown={shown} />
      <p className="quiet judged">
        {say((now ? promiseUi.judgedToday : promiseUi.judgedOn)(spellDay(listing.asOf, language)))}
        {asOf !== undefined && !now && (
          <>
            {' · '}
            <Link to="." search={(previous: Address) => ({ ...previous, asOf: undefined })}>
              {say(promiseUi.backToToday)}
            </Link>
          </>
        )}
      </p>
      {listing.counts.all === 0 && (
        <div className="empty">
          <p>{say(promiseUi.empty)}</p>
          <p>{say(promiseUi.emptyHelp)}</p>
        </div>
      )}
      {listing.counts.all > 0 && listing.areas.length === 0 && (
        <p className="empty">{say(promiseUi.emptyState)}</p>
      )}
      {listing.areas.map((area) => (
        <section key={area.code} className="promise-area" aria-labelledby={`promises-${area.number}`}>
          <h2 id={`promises-${area.number}`}>
            <span className="area-number" aria-hidden="true">
              {areaNumeral(area.number, language)}
            </span>
            <span>
              {say(area.title)}
              <Original of={area.title} />
            </span>
          </h2>
          <ol className="promises">
            {area.commitments.map((promise) => (
              <PromiseItem
                key={promise.code}
                promise={promise}
                today={listing.today}
                mayAct={mayKeep && now}
              />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** What was promised, by area, and where each promise stands; those who keep them act on them here. */
export function Promises() {
  const { say } = useSpeech();
  const { asOf, knownAt, filters } = useAddress();
  const { state } = parseObject(filters);
  const shown = isState(state) ? state : undefined;
  const listing = useQuery(ask(promiseDoors.listCommitments, { query: { asOf, knownAt, state: shown } }));
  useTitle(say(promiseUi.title));
  return (
    <div className="page promises-page">
      <div className="page-head">
        <h1>
          {say(promiseUi.title)}
          <Original of={promiseUi.title} />
        </h1>
        <p className="page-line">{say(promiseUi.line)}</p>
      </div>
      <Answer of={listing} lines={12}>
        {(answer) => <Ledger listing={answer} shown={shown} />}
      </Answer>
    </div>
  );
}
