import { Sample } from '#kernel/web/Sample.tsx';
import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { shortMoney } from '#kernel/contract/money.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Life } from '#kernel/web/Life.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { AgreementShape } from '../doors/contract.ts';
import { Acts } from '#kernel/web/Acts.tsx';
import { commitAct, decideAct, keepingActs, reportingActs } from './acts.ts';
import { consultationDoors as doors } from './doors.ts';
import { Duties, JointProjects, Judged, Money, StateChip, Term, TermBar, useNames } from './parts.tsx';
import { consultationUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/record.css';
import './consultations.css';

type Work = AnswerOfDoor<typeof doors.readConsultationWork>;
type Meeting = AgreementShape['meetingList'][number];
type Commitment = NonNullable<Meeting['decisions'][number]['commitment']>;

function CommitmentState({ commitment }: { commitment: Commitment }) {
  const { say, language } = useSpeech();
  const { code, state, dueOn, daysLate, daysLeft, keptOn, owner, progress } = commitment;
  return (
    <div className="decision-state">
      <Link
        to="/promises"
        search={{}}
        hash={code}
        className="state-chip"
        data-state={state}
        aria-label={`${say(consultationUi.chips[state])} ${code}`}
      >
        {say(consultationUi.chips[state])}
      </Link>
      <span className="quiet tabular">
        {owner ?? say(consultationUi.noOwner)}
        {state === 'kept' && keptOn !== null && ` · ${say(consultationUi.keptOn(keptOn))}`}
        {state !== 'kept' && dueOn !== null && ` · ${say(consultationUi.dueBy(dueOn))}`}
        {state === 'overdue' && daysLate !== null && (
          <b className="overdue"> · {say(consultationUi.daysLate(daysLate))}</b>
        )}
        {daysLeft !== null && ` · ${say(consultationUi.daysLeft(daysLeft))}`}
      </span>
      {progress && state !== 'kept' && (
        <span className="quiet block">
          {spellDay(progress.on, language)} {say(progress.text)}
        </span>
      )}
    </div>
  );
}

function MeetingPart({
  meeting,
  agreement,
  mayKeep,
}: {
  meeting: Meeting;
  agreement: string;
  mayKeep: boolean;
}) {
  const { say, language } = useSpeech();
  const commit = mayKeep ? commitAct(agreement, meeting) : null;
  return (
    <article className="meeting" id={meeting.code} aria-labelledby={`${meeting.code}-title`}>
      <h3 id={`${meeting.code}-title`}>
        <Link
          to="/records/$register/$code"
          params={{ register: 'consultations.consultation-meeting', code: meeting.code }}
          search={{}}
          lang="zh-CN"
        >
          {meeting.title}
        </Link>{' '}
        {meeting.sample && <Sample />}
      </h3>
      <p className="quiet">
        {[spellDay(meeting.heldOn, language), meeting.place, meeting.minutesNumber]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {meeting.minutes !== null && (
        <p className="meeting-minutes" lang="zh-CN">
          {meeting.minutes}
        </p>
      )}
      <ol className="decisions" aria-label={say(consultationUi.decisions)}>
        {meeting.decisions.map(({ code, text, commitment }) => (
          <li key={code} className="decision">
            <p>{say(text)}</p>
            {commitment ? (
              <CommitmentState commitment={commitment} />
            ) : (
              <div className="decision-state">
                <span className="state-chip" data-state="dropped">
                  {say(consultationUi.notCommitted)}
                </span>
              </div>
            )}
          </li>
        ))}
      </ol>
      {commit && <Acts room="consultations" acts={[commit]} about={meeting.code} level={4} />}
    </article>
  );
}

function Facts({ agreement }: { agreement: AgreementShape }) {
  const { say } = useSpeech();
  const names = useNames();
  const rows: [typeof consultationUi.term, React.ReactNode][] = [
    [consultationUi.parties, names(agreement.parties)],
    [
      consultationUi.term,
      agreement.signedOn === null ? null : (
        <>
          <Term {...agreement} />
          {agreement.termYears !== null && <> · {say(consultationUi.years(agreement.termYears))}</>}
        </>
      ),
    ],
    [consultationUi.documentNumber, agreement.documentNumber],
    [
      consultationUi.signatories,
      agreement.signatories.length === 0 ? null : (
        <span lang="zh-CN">
          {agreement.signatories.map(({ party, office }) => `${party}${office}`).join('；')}
        </span>
      ),
    ],
    [consultationUi.endReason, agreement.endReason],
    [
      consultationUi.renews,
      agreement.renews && (
        <Link to="/consultations/$code" params={{ code: agreement.renews.code }} search={{}} lang="zh-CN">
          {agreement.renews.title}
        </Link>
      ),
    ],
    [
      consultationUi.renewedBy,
      agreement.renewedBy && (
        <Link to="/consultations/$code" params={{ code: agreement.renewedBy.code }} search={{}} lang="zh-CN">
          {agreement.renewedBy.title}
        </Link>
      ),
    ],
  ];
  return (
    <dl className="consult-facts">
      {rows.map(
        ([label, value]) =>
          value !== null && (
            <div key={label.zh}>
              <dt>{say(label)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Links({ links }: { links: AgreementShape['links'] }) {
  const { say } = useSpeech();
  if (links.length === 0) return null;
  return (
    <section className="consult-part" aria-labelledby="links">
      <h2 id="links">{say(consultationUi.links)}</h2>
      <ul className="consult-list">
        {links.map((link) => (
          <li key={`${link.note}${link.target?.code}`}>
            {link.target ? (
              <Link to="/records/$register/$code" params={link.target} search={{}} lang="zh-CN">
                {link.target.title}
              </Link>
            ) : (
              say(consultationUi.closed)
            )}{' '}
            {link.sample && <Sample />}
            <span className="quiet block">
              <span lang="zh-CN">{link.note}</span>
              {link.commitment !== null && (
                <>
                  {' · '}
                  <Link to="/promises" search={{}} hash={link.commitment}>
                    {link.commitment}
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Evaluation({ agreement }: { agreement: AgreementShape }) {
  const { say, language } = useSpeech();
  const { evaluation } = agreement;
  if (agreement.signedOn === null) return null;
  return (
    <section className="consult-part" aria-labelledby="evaluation">
      <h2 id="evaluation">{say(consultationUi.evaluation)}</h2>
      {evaluation ? (
        <>
          <p>
            <b>{say(evaluation.grade)}</b>
            {evaluation.score !== null && ` · ${say(consultationUi.score(evaluation.score))}`}
            {' · '}
            {spellDay(evaluation.evaluatedOn, language)} {evaluation.sample && <Sample />}
          </p>
          <p lang="zh-CN">{evaluation.finding}</p>
        </>
      ) : (
        <p className="quiet">{say(consultationUi.notEvaluated)}</p>
      )}
    </section>
  );
}

function Topics({ work, mayKeep }: { work: Work; mayKeep: boolean }) {
  const { say } = useSpeech();
  return (
    <section className="consult-part staff-part" aria-labelledby="topics">
      <h2 id="topics">
        {say(consultationUi.topics)} <span className="chip">{say(consultationUi.staffOnly)}</span>
      </h2>
      {work.topics.length === 0 && <p className="quiet">{say(consultationUi.noTopics)}</p>}
      <ul className="consult-list">
        {work.topics.map((topic) => (
          <li key={topic.code}>
            <span lang="zh-CN">{topic.title}</span> {topic.sample && <Sample />}{' '}
            <span className="state-chip" data-state={topic.decision ?? 'waiting'}>
              {say(
                topic.decision === null ? consultationUi.waiting : consultationUi.decisionsOf[topic.decision],
              )}
            </span>
            <span className="quiet block">
              {topic.code} · {say(topic.region.name)} · {say(topic.area)} · {topic.proposedBy} ·{' '}
              {topic.proposedOn}
              {topic.mergedInto !== null && ` · ${say(consultationUi.mergedInto(topic.mergedInto))}`}
            </span>
            {topic.detail !== null && (
              <span className="block" lang="zh-CN">
                {topic.detail}
              </span>
            )}
            {topic.reason !== null && (
              <span className="quiet block">
                {say(ui.labelled(consultationUi.fieldReason, topic.reason))}
              </span>
            )}
            {mayKeep && topic.decision === null && (
              <Acts room="consultations" acts={[decideAct(work, topic.code)]} about={topic.code} level={3} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reports({ work }: { work: Work }) {
  const { say, language } = useSpeech();
  return (
    <section className="consult-part staff-part" aria-labelledby="reports">
      <h2 id="reports">
        {say(consultationUi.reports)} <span className="chip">{say(consultationUi.staffOnly)}</span>
      </h2>
      {work.reports.length === 0 ? (
        <p className="quiet">{say(consultationUi.noReports)}</p>
      ) : (
        <>
          <p>
            {say(ui.labelled(consultationUi.money, ''))}
            <Money money={work.money} />
          </p>
          <ul className="consult-list">
            {work.reports.map((report) => (
              <li key={report.code}>
                {say(consultationUi.halves[report.half](report.year))} · {say(report.region.name)}{' '}
                {report.sample && <Sample />}
                <span className="block" lang="zh-CN">
                  {report.text}
                </span>
                <span className="quiet block tabular">
                  {say(
                    consultationUi.moneyOf(
                      shortMoney(report.delivered, language),
                      shortMoney(report.pledged, language),
                    ),
                  )}
                  {' · '}
                  {report.submittedOn}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Page({
  agreement,
  asOf,
  today,
  work,
}: {
  agreement: AgreementShape;
  asOf: string;
  today: string;
  work: Work | undefined;
}) {
  const { say } = useSpeech();
  const mayKeep = useMay('consultation.keep') && work !== undefined;
  useTitle(agreement.title);
  return (
    <>
      <div className="page-head">
        <p>
          <Link to="/consultations" search={{}}>
            {say(consultationUi.back)}
          </Link>
        </p>
        <h1 lang="zh-CN">{agreement.title}</h1>
        <p className="consult-head">
          <StateChip state={agreement.state} /> <span className="quiet">{agreement.code}</span>{' '}
          {agreement.kind && <span className="quiet">{say(consultationUi.kinds[agreement.kind])}</span>}{' '}
          {agreement.sample && <Sample />}{' '}
          <Link
            to="/records/$register/$code"
            params={{ register: 'consultations.consultation-agreement', code: agreement.code }}
            search={{}}
          >
            {say(consultationUi.record)}
          </Link>
        </p>
      </div>
      <Judged asOf={asOf} today={today} />
      <section aria-label={say(consultationUi.life)}>
        <Life points={agreement.life} />
        <TermBar agreement={agreement} asOf={asOf} meetings={agreement.meetingList} />
      </section>
      <Facts agreement={agreement} />
      {work && (
        <Duties duties={work.duties}>
          <Acts
            room="consultations"
            acts={[...reportingActs(work), ...(mayKeep ? keepingActs(work) : [])]}
            about={agreement.code}
          />
        </Duties>
      )}
      {agreement.signedOn !== null && (
        <section className="consult-part" aria-labelledby="meetings">
          <h2 id="meetings">
            {say(consultationUi.meetings)} <span className="count">{agreement.meetings}</span>
            {agreement.commitments.all > 0 && (
              <span className="quiet">
                {' '}
                {say(consultationUi.commitments)}{' '}
                {say(consultationUi.kept(agreement.commitments.kept, agreement.commitments.all))}
                {agreement.commitments.overdue > 0 && (
                  <b className="overdue"> {say(consultationUi.overdue(agreement.commitments.overdue))}</b>
                )}
              </span>
            )}
          </h2>
          {agreement.commitments.all > 0 && (
            <p className="consult-ledger">
              <Link
                to="/registers/$register"
                params={{ register: 'consultations.consultation-decision' }}
                search={{ q: `${agreement.code}-HY` }}
              >
                {say(consultationUi.ledger)}
              </Link>
            </p>
          )}
          {agreement.meetingList.length === 0 && <p className="quiet">{say(consultationUi.noMeetings)}</p>}
          {agreement.meetingList.map((meeting) => (
            <MeetingPart key={meeting.code} meeting={meeting} agreement={agreement.code} mayKeep={mayKeep} />
          ))}
        </section>
      )}
      <Links links={agreement.links} />
      <JointProjects projects={agreement.jointProjects} />
      <Evaluation agreement={agreement} />
      {work && <Topics work={work} mayKeep={mayKeep} />}
      {work && agreement.signedOn !== null && <Reports work={work} />}
      {agreement.terms !== null && (
        <section className="consult-part" aria-labelledby="terms">
          <h2 id="terms">{say(consultationUi.text)}</h2>
          <p className="consult-terms" lang="zh-CN">
            {agreement.terms}
          </p>
        </section>
      )}
    </>
  );
}

/** One agreement's life; who works on it sees topics, reports and what is owed besides, and acts here. */
export function Consultation() {
  const { code = '' } = useParams({ strict: false });
  const { asOf, knownAt } = useAddress();
  const mayRead = useMay('register.read');
  const working = mayRead && asOf === undefined && knownAt === undefined;
  const open = useQuery({
    ...ask(doors.readConsultation, { params: { code }, query: { asOf, knownAt } }),
    enabled: !working,
  });
  const work = useQuery({ ...ask(doors.readConsultationWork, { params: { code } }), enabled: working });
  return (
    <div className="page consultations-page">
      {working ? (
        <Answer of={work} lines={12}>
          {(answer) => (
            <Page agreement={answer.agreement} asOf={answer.today} today={answer.today} work={answer} />
          )}
        </Answer>
      ) : (
        <Answer of={open} lines={12}>
          {(answer) => <Page {...answer} work={undefined} />}
        </Answer>
      )}
    </div>
  );
}
