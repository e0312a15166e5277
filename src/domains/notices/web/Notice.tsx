import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { Life, type LifePoint } from '#kernel/web/Life.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { NoticeShape } from '../contract.ts';
import { Countdown } from './Countdown.tsx';
import { noticeDoors } from './doors.ts';
import { useLabels } from './labels.ts';
import { NoticeActions } from './NoticeActions.tsx';
import { Objections } from './Objections.tsx';
import { noticeUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/record.css';
import './notices.css';

const { points } = noticeUi;

/** Its days in a row: what has been, where it stands, what is ahead. */
function lifeOf(notice: NoticeShape, today: string): LifePoint[] {
  const { publishedOn, firstOn, lastOn, extended, conclusion, withdrawnOn } = notice;
  const begun: LifePoint[] = [
    { state: points.published, on: publishedOn, ahead: false },
    { state: points.first, on: firstOn, ahead: firstOn > today },
    ...(extended ? [{ state: points.extended, on: extended.on, ahead: false }] : []),
  ];
  if (withdrawnOn !== null) {
    const before = begun.filter(({ on }) => on !== null && on <= withdrawnOn);
    const ended: LifePoint[] = lastOn < withdrawnOn ? [{ state: points.last, on: lastOn, ahead: false }] : [];
    return [...before, ...ended, { state: points.withdrawn, on: withdrawnOn, ahead: false }];
  }
  return [
    ...begun,
    // The last day is one of the notice until it is over.
    { state: points.last, on: lastOn, ahead: lastOn >= today },
    { state: points.concluded, on: conclusion?.on ?? null, ahead: false },
  ];
}

/** What it holds back, or frees, in a sentence. */
function Effect({ notice }: { notice: NoticeShape }) {
  const { say } = useSpeech();
  const { state, clear, objections } = notice;
  const act = say(notice.blocks);
  const over = state === 'ended' || state === 'objected';
  const sentence =
    state === 'withdrawn'
      ? noticeUi.heldWithdrawn(act)
      : !over
        ? noticeUi.waits(act)
        : clear
          ? noticeUi.free(act)
          : noticeUi.held(act);
  return (
    <div className="notice-effect" data-clear={clear || undefined}>
      <p>
        <b>{say(sentence)}</b>{' '}
        {state !== 'withdrawn' && objections.open > 0 && say(noticeUi.heldOpen(objections.open))}
        {over && objections.upheld > 0 && say(noticeUi.heldUpheld(objections.upheld))}
      </p>
      {notice.conclusion && <p lang="zh-CN">{notice.conclusion.text}</p>}
    </div>
  );
}

function Items({ notice }: { notice: NoticeShape }) {
  const { say } = useSpeech();
  const label = useLabels('notices.notice-item');
  const { list, names } = notice;
  if (list.length === 0) return null;
  const has = (part: 'unit' | 'value' | 'note'): boolean => list.some((item) => item[part] !== null);
  const heading = notice.itemHeading ?? say(noticeUi.item);
  const labels = {
    unit: say(label('unit')),
    person: say(noticeUi.names),
    value: notice.valueHeading ?? say(label('value')),
    note: say(label('note')),
  };
  return (
    <>
      <div className="table-box">
        <table className="notice-items">
          <thead>
            <tr>
              <th className="number">#</th>
              <th>{heading}</th>
              {has('unit') && <th>{labels.unit}</th>}
              {names.count > 0 && <th>{labels.person}</th>}
              {has('value') && <th>{labels.value}</th>}
              {has('note') && <th>{labels.note}</th>}
            </tr>
          </thead>
          <tbody lang="zh-CN">
            {list.map((item) => (
              <tr key={item.order} data-stopped={item.stopped || undefined}>
                <td className="number">{item.order}</td>
                <th scope="row">
                  {item.title}
                  {item.stopped && <span className="notice-stopped">{say(noticeUi.stopped)}</span>}
                </th>
                {has('unit') && <td data-label={labels.unit}>{item.unit}</td>}
                {names.count > 0 && (
                  <td data-label={labels.person} className={item.person === null ? 'quiet' : undefined}>
                    {item.person ?? (item.persons > 0 ? say(noticeUi.persons(item.persons)) : null)}
                  </td>
                )}
                {has('value') && <td data-label={labels.value}>{item.value}</td>}
                {has('note') && <td data-label={labels.note}>{item.note}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {names.count > 0 && (
        <p className="quiet notice-names">
          {say((names.shown ? noticeUi.namesNow : noticeUi.namesGone)(names.count))}
        </p>
      )}
    </>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const NoticeLink = ({ code }: { code: string }) => (
  <Link to="/notices/$notice" params={{ notice: code }} search={{}} className="tabular">
    {code}
  </Link>
);

function Facts({ notice }: { notice: NoticeShape }) {
  const { say, language } = useSpeech();
  const label = useLabels();
  const of = (name: string): string => say(label(name));
  const { minimum, subject, extended } = notice;
  return (
    <aside className="notice-facts" aria-label={say(noticeUi.facts)}>
      <h2>{say(noticeUi.facts)}</h2>
      <dl>
        <Fact label={of('document')}>
          <span lang="zh-CN">{say(noticeUi.clause(notice.document, notice.clause))}</span>
        </Fact>
        <Fact label={of('length')}>
          {say(noticeUi.term(notice.length, notice.counting.id === 'working-days'))}
          {minimum && (
            <span className="quiet block">
              {say(noticeUi.minimum(minimum.words, minimum.document))}
              {minimum.unverified && <span className="chip">{say(noticeUi.unverified)}</span>}
            </span>
          )}
        </Fact>
        <Fact label={of('firstOn')}>{spellDay(notice.firstOn, language)}</Fact>
        <Fact label={say(points.last)}>
          {spellDay(notice.lastOn, language)}
          {notice.provisional && <span className="quiet block">{say(noticeUi.provisional)}</span>}
          <details>
            <summary>{say(noticeUi.reckoning)}</summary>
            <ol>
              {notice.reckoning.map((step) => (
                <li key={step.zh}>{say(step)}</li>
              ))}
            </ol>
          </details>
        </Fact>
        {extended && (
          <Fact label={say(noticeUi.extendedTo(spellDay(extended.until, language)))}>
            <span lang="zh-CN">{extended.reason}</span>
          </Fact>
        )}
        {notice.withdrawReason !== null && (
          <Fact label={of('withdrawReason')}>
            <span lang="zh-CN">{notice.withdrawReason}</span>
          </Fact>
        )}
        {notice.supersedes !== null && (
          <Fact label={say(noticeUi.corrects)}>
            <NoticeLink code={notice.supersedes} />
          </Fact>
        )}
        {notice.supersededBy !== null && (
          <Fact label={say(noticeUi.correctedBy)}>
            <NoticeLink code={notice.supersededBy} />
          </Fact>
        )}
        <Fact label={of('objectionStops')}>{say(notice.objectionStops.label)}</Fact>
        <Fact label={of('division')}>
          <span lang="zh-CN">{notice.division}</span>
        </Fact>
        <Fact label={of('contact')}>
          <span lang="zh-CN">{notice.contact}</span>
        </Fact>
        <Fact label={of('shownAt')}>
          <span lang="zh-CN">{notice.shownAt}</span>
        </Fact>
        {notice.postedEvidence !== null && (
          <Fact label={of('postedEvidence')}>
            <span lang="zh-CN">{notice.postedEvidence}</span>
          </Fact>
        )}
        {subject && (
          <Fact label={of('subjectCode')}>
            <Link to="/records/$register/$code" params={subject} search={{}} className="tabular">
              {subject.code}
            </Link>
          </Fact>
        )}
        <Fact label={of('code')}>
          <Link
            to="/records/$register/$code"
            params={{ register: 'notices.public-notice', code: notice.code }}
            search={{}}
            className="tabular"
            aria-label={`${say(noticeUi.record)} ${notice.code}`}
          >
            {notice.code}
          </Link>
        </Fact>
      </dl>
    </aside>
  );
}

function Page({ notice, today }: { notice: NoticeShape; today: string }) {
  const { say } = useSpeech();
  const mayPublish = useMay('notice.publish');
  useTitle(say(notice.title));
  return (
    <>
      <div className="notice-head">
        <p className="notice-kind-line">
          {say(notice.kind.label)}
          {notice.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </p>
        <h1>{say(notice.title)}</h1>
        <Countdown notice={notice} />
      </div>
      <Life points={lifeOf(notice, today)} />
      <div className="notice-body">
        <div className="notice-main">
          <Effect notice={notice} />
          {mayPublish && <NoticeActions notice={notice} />}
          <section aria-labelledby="notice-shown">
            <h2 id="notice-shown">{say(noticeUi.shown)}</h2>
            <p className="notice-text">{say(notice.text)}</p>
            <Items notice={notice} />
          </section>
          <Objections notice={notice} today={today} />
        </div>
        <Facts notice={notice} />
      </div>
    </>
  );
}

/** One public notice: what it shows and until when, what it holds back, its objections, and how to object. */
export function Notice() {
  const { say } = useSpeech();
  const { notice: code } = useParams({ from: '/notices/$notice' });
  const answer = useQuery(ask(noticeDoors.readNotice, { params: { code } }));
  return (
    <div className="page notice-page">
      <p className="crumbs">
        <Link to="/notices" search={{}} className="back">
          {say(noticeUi.back)}
        </Link>
      </p>
      <Answer of={answer} lines={12}>
        {({ notice, today }) => <Page notice={notice} today={today} />}
      </Answer>
    </div>
  );
}
