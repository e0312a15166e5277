import { Sample } from '#kernel/web/Sample.tsx';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { AgreementLine } from '../doors/contract.ts';
import { Acts } from '#kernel/web/Acts.tsx';
import { proposeAct } from './acts.ts';
import { consultationDoors as doors } from './doors.ts';
import { Duties, JointProjects, Judged, Money, StateChip, Term, TermBar, useNames } from './parts.tsx';
import { consultationUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './consultations.css';

type Listing = AnswerOfDoor<typeof doors.listConsultations>;
type Work = AnswerOfDoor<typeof doors.listConsultationWork>;

/** Every region of the day as a tile: covered, by which agreements, or not. */
function Coverage({ listing }: { listing: Listing }) {
  const { say } = useSpeech();
  const { reading, label, regions } = listing.coverage;
  return (
    <section className="coverage" aria-labelledby="coverage">
      <h2 id="coverage">
        {say(consultationUi.coverage)} <FigureValue reading={reading} label={label} size="lead" dated />{' '}
        <span className="quiet">{say(consultationUi.ofAll(regions.length))}</span>
      </h2>
      <ul className="region-grid">
        {regions.map(({ code, name, agreements }) => (
          <li key={code} data-covered={agreements.length > 0 || undefined}>
            <b>{say(name)}</b>
            {agreements.length === 0 ? (
              <span className="quiet">{say(consultationUi.notCovered)}</span>
            ) : (
              <span className="region-agreements">
                {agreements.map((agreement) => (
                  <Link
                    key={agreement}
                    to="/consultations/$code"
                    params={{ code: agreement }}
                    search={{}}
                    aria-label={`${say(name)} ${agreement}`}
                  >
                    {agreement}
                  </Link>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Agreement({
  line,
  asOf,
  money,
}: {
  line: AgreementLine;
  asOf: string;
  money: Pick<Work, 'money' | 'whole'> | undefined;
}) {
  const { say } = useSpeech();
  const names = useNames();
  const { commitments } = line;
  const own = money?.money.find(({ agreement }) => agreement === line.code);
  return (
    <li className="agreement" id={line.code}>
      <div className="agreement-what">
        <h3>
          <Link to="/consultations/$code" params={{ code: line.code }} search={{}} lang="zh-CN">
            {line.title}
          </Link>{' '}
          {line.sample && <Sample />}
        </h3>
        <p className="quiet">
          {line.code} · {names(line.parties)}
          {line.kind && ` · ${say(consultationUi.kinds[line.kind])}`}
        </p>
      </div>
      <div className="agreement-term">
        <StateChip state={line.state} />
        <Term {...line} />
        <TermBar agreement={line} asOf={asOf} />
      </div>
      <dl className="agreement-facts">
        <div>
          <dt>{say(consultationUi.commitments)}</dt>
          <dd className="tabular">
            {commitments.all === 0
              ? say(consultationUi.noCommitments)
              : say(consultationUi.kept(commitments.kept, commitments.all))}
            {commitments.overdue > 0 && (
              <b className="overdue"> {say(consultationUi.overdue(commitments.overdue))}</b>
            )}
          </dd>
        </div>
        <div>
          <dt>{say(consultationUi.meetings)}</dt>
          <dd className="tabular">
            {line.lastMetOn === null
              ? say(consultationUi.neverMet)
              : `${say(consultationUi.meetingCount(line.meetings))} · ${say(consultationUi.lastMet(line.lastMetOn))}`}
          </dd>
        </div>
        {(own ?? money?.whole) && (
          <div>
            <dt>{say(consultationUi.money)}</dt>
            <dd>
              <Money money={own} />
            </dd>
          </div>
        )}
      </dl>
    </li>
  );
}

function Group({
  id,
  title,
  lines,
  asOf,
  money,
  staff = false,
}: {
  id: string;
  title: typeof consultationUi.inForce;
  lines: readonly AgreementLine[];
  asOf: string;
  money: Pick<Work, 'money' | 'whole'> | undefined;
  staff?: boolean;
}) {
  const { say } = useSpeech();
  if (lines.length === 0) return null;
  return (
    <section className="consult-part" aria-labelledby={id}>
      <h2 id={id}>
        {say(title)} <span className="count">{lines.length}</span>{' '}
        {staff && <span className="chip">{say(consultationUi.staffOnly)}</span>}
      </h2>
      <ul className="agreements">
        {lines.map((line) => (
          <Agreement key={line.code} line={line} asOf={asOf} money={money} />
        ))}
      </ul>
    </section>
  );
}

function Overview({ listing, work }: { listing: Listing; work: Work | undefined }) {
  const { say, language } = useSpeech();
  const mayKeep = useMay('consultation.keep');
  const { asOf, today, agreements } = listing;
  return (
    <>
      <Coverage listing={listing} />
      <Judged asOf={asOf} today={today} />
      {agreements.length === 0 && (
        <div className="empty">
          <p>{say(consultationUi.noneInForce)}</p>
          <p>{say(consultationUi.emptyHelp)}</p>
        </div>
      )}
      {work && (
        <Duties duties={work.duties} linked>
          {mayKeep && <Acts room="consultations" acts={[proposeAct(work.today)]} about="all" />}
        </Duties>
      )}
      <Group
        id="in-force"
        title={consultationUi.inForce}
        lines={agreements.filter(({ inForce }) => inForce)}
        asOf={asOf}
        money={work}
      />
      {work && (
        <Group
          id="drafts"
          title={consultationUi.drafts}
          lines={work.drafts}
          asOf={asOf}
          money={undefined}
          staff
        />
      )}
      <JointProjects projects={listing.jointProjects} />
      <Group
        id="over"
        title={consultationUi.over}
        lines={agreements.filter(({ inForce }) => !inForce)}
        asOf={asOf}
        money={work}
      />
      <p className="consult-ledger">
        <a href={`/api/commitments/ledger.xlsx?source=consultation-meeting&language=${language}`}>
          {say(consultationUi.ledgerAll)}
        </a>
      </p>
      {work && <p className="quiet">{say(consultationUi.moneyNote)}</p>}
    </>
  );
}

/** Which regions have an agreement in force, and where each agreement stands; staff see what is owed. */
export function Consultations() {
  const { say } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const mayRead = useMay('register.read');
  const now = asOf === undefined && knownAt === undefined;
  const listing = useQuery(ask(doors.listConsultations, { query: { asOf, knownAt } }));
  const work = useQuery({ ...ask(doors.listConsultationWork, {}), enabled: mayRead && now });
  useTitle(say(consultationUi.title));
  return (
    <div className="page consultations-page">
      <div className="page-head">
        <h1>
          {say(consultationUi.title)}
          <Original of={consultationUi.title} />
        </h1>
        <p className="page-line">{say(consultationUi.line)}</p>
      </div>
      <Answer of={listing} lines={12}>
        {(answer) => <Overview listing={answer} work={mayRead && now ? work.data : undefined} />}
      </Answer>
    </div>
  );
}
