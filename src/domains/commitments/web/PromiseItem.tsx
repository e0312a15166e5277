import { Link } from '@tanstack/react-router';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Sample } from '#kernel/web/Sample.tsx';
import { ui } from '#kernel/web/words.ts';
import type { CommitmentShape } from '../contract.ts';
import { choose } from './choosing.ts';
import { PromiseActions } from './PromiseActions.tsx';
import { promiseUi } from './promise-words.ts';

/** State, and what the calendar says about it. */
function Standing({ promise }: { promise: CommitmentShape }) {
  const { say, language } = useSpeech();
  const { state, dueOn, daysLeft, daysLate, keptOn, droppedOn, keptBy, keptAfterDate } = promise;
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
        {keptBy === 'figure' && (
          <>
            {say(promiseUi.keptByFigure)}
            {keptAfterDate && <b> {say(promiseUi.keptAfterDate)}</b>}
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
      {promise.answerOwed && <span className="standing-owed">{say(promiseUi.answerOwed)}</span>}
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

function Report({ report, files }: { report: CommitmentShape['progress'][number]; files: boolean }) {
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
            <progress className="share" value={report.percent} max={100} aria-hidden="true" />
          </span>
        )}{' '}
        {report.sample && <Sample />}
        {report.evidence !== null && (
          <span className="quiet block">{say(ui.labelled(promiseUi.evidence, report.evidence))}</span>
        )}
        {files && (
          <Link
            className="report-files"
            to="/records/$register/$code"
            params={{ register: 'commitments.progress', code: report.record }}
            search={{}}
            aria-label={say(promiseUi.filesOf(report.on))}
          >
            {say(promiseUi.files)}
          </Link>
        )}
      </span>
    </li>
  );
}

/** Where the line of reports begins: the day it was promised. */
function Begun({ promise }: { promise: CommitmentShape }) {
  const { say } = useSpeech();
  return (
    <li className="begun">
      <time dateTime={promise.promisedOn} className="tabular">
        {promise.promisedOn}
      </time>
      <span className="quiet">{say(promiseUi.chips.promised)}</span>
    </li>
  );
}

function Progress({ promise, files }: { promise: CommitmentShape; files: boolean }) {
  const { say } = useSpeech();
  const { progress } = promise;
  const earlier = progress.slice(latest);
  return (
    <div className="promise-fact">
      <dt>{say(promiseUi.progress)}</dt>
      <dd>
        <ol className="reports">
          {progress.slice(0, latest).map((report) => (
            <Report key={report.record} report={report} files={files} />
          ))}
          {earlier.length === 0 && <Begun promise={promise} />}
        </ol>
        {earlier.length > 0 && (
          <details>
            <summary>{say(promiseUi.earlier(earlier.length))}</summary>
            <ol className="reports">
              {earlier.map((report) => (
                <Report key={report.record} report={report} files={files} />
              ))}
              <Begun promise={promise} />
            </ol>
          </details>
        )}
      </dd>
    </div>
  );
}

function Answers({ answers }: { answers: CommitmentShape['answers'] }) {
  const { say, language } = useSpeech();
  return (
    <div className="promise-fact">
      <dt>{say(promiseUi.answered)}</dt>
      <dd>
        {answers.map((answer) => (
          <span key={`${answer.on} ${answer.text.zh}`}>
            {say(answer.text)} {answer.sample && <Sample />}
            <span className="quiet block">
              {spellDay(answer.on, language)}
              {answer.document !== null && ` · ${answer.document}`}
            </span>
          </span>
        ))}
      </dd>
    </div>
  );
}

/** What a promise comes from: its kind, and its name, which opens the record or the plan's other tasks. */
function Source({ source }: { source: NonNullable<CommitmentShape['source']> }) {
  const { say } = useSpeech();
  const name = source.name === null ? null : say(source.name);
  return (
    <span className="promise-source">
      {say(ui.labelled(promiseUi.source, say(source.label)))}
      {name !== null && (
        <>
          {' · '}
          {source.plan !== null ? (
            <Link to="." search={choose({ plan: source.plan })} resetScroll={false}>
              {name}
            </Link>
          ) : source.register !== null && source.code !== null ? (
            <Link
              to="/records/$register/$code"
              params={{ register: source.register, code: source.code }}
              search={{}}
            >
              {name}
            </Link>
          ) : (
            name
          )}
        </>
      )}
    </span>
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

/** One promise: who keeps it, its target, what was reported, and what can be done with it. */
export function PromiseItem({
  promise,
  today,
  mayAct,
}: {
  promise: CommitmentShape;
  today: string;
  mayAct: boolean;
}) {
  const { say, language } = useSpeech();
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
          {promise.progress.length > 0 && <Progress promise={promise} files={mayAct} />}
          <Fact label={say(promiseUi.evidence)} text={promise.keptEvidence} />
          <Fact label={say(promiseUi.keptReason)} text={promise.keptReason} />
          <Fact label={say(promiseUi.dropReason)} text={promise.dropReason} />
          {promise.answers.length > 0 && <Answers answers={promise.answers} />}
        </dl>
        <p className="promise-foot">
          {promise.planSample && !promise.sample && <span className="chip">{say(promiseUi.planSample)}</span>}
          {promise.source && <Source source={promise.source} />}
          {promise.region && (
            <span className="quiet">
              {say(
                ui.labelled(
                  promiseUi.region,
                  language === 'en' ? promise.region.nameEn : promise.region.name,
                ),
              )}
            </span>
          )}
          <Link
            to="/records/$register/$code"
            params={{ register: 'commitments.commitment', code: promise.code }}
            search={{}}
            aria-label={`${say(promiseUi.record)} ${promise.code}`}
          >
            {say(promiseUi.record)}
          </Link>
        </p>
        {mayAct && <PromiseActions promise={promise} today={today} />}
      </div>
      <Standing promise={promise} />
    </li>
  );
}
