/** What both pages of consultations show: states, terms, duties, joint projects. */
import { Link } from '@tanstack/react-router';
import { shortMoney } from '#kernel/contract/money.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from '#kernel/web/address.ts';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Sample } from '#kernel/web/Sample.tsx';
import { ui } from '#kernel/web/words.ts';
import type { AgreementLine, AgreementShape, DutyShape } from '../doors/contract.ts';
import { consultationUi } from './words.ts';

/** Regions by name, in the reader's language. */
export function useNames(): (regions: readonly { name: Words }[]) => string {
  const { say, language } = useSpeech();
  return (regions) => regions.map(({ name }) => say(name)).join(language === 'zh' ? '、' : ', ');
}

export function StateChip({ state }: { state: AgreementLine['state'] }) {
  const { say } = useSpeech();
  return (
    <span className="state-chip" data-state={state}>
      {say(consultationUi.states[state])}
    </span>
  );
}

/** From when to when, in the form of tables. */
export function Term({ signedOn, endsOn, endedOn }: Pick<AgreementLine, 'signedOn' | 'endsOn' | 'endedOn'>) {
  const { say } = useSpeech();
  if (signedOn === null) return null;
  const last = endedOn ?? endsOn;
  return (
    <span className="tabular">
      {say(last === null ? consultationUi.from(signedOn) : consultationUi.until(signedOn, last))}
    </span>
  );
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** How much of its term has passed, with the meetings on it. */
export function TermBar({
  agreement,
  asOf,
  meetings = [],
}: {
  agreement: Pick<AgreementLine, 'signedOn' | 'endsOn' | 'endedOn' | 'inForce'>;
  asOf: string;
  meetings?: readonly { code: string; heldOn: string }[];
}) {
  const { signedOn, endsOn, endedOn, inForce } = agreement;
  if (signedOn === null || endsOn === null) return null;
  const from = dayNumber(signedOn);
  const span = Math.max(dayNumber(endsOn) - from, 1);
  const at = (day: string): number => Math.min(Math.max(((dayNumber(day) - from) / span) * 100, 0), 100);
  return (
    <span className="term-bar" data-over={!inForce || undefined} aria-hidden="true">
      <span className="term-passed" style={{ width: `${at(endedOn ?? asOf)}%` }} />
      {meetings.map(({ code, heldOn }) => (
        <span key={code} className="term-meeting" style={{ left: `${at(heldOn)}%` }} title={heldOn} />
      ))}
    </span>
  );
}

/** Money delivered of money pledged. */
export function Money({ money }: { money: { pledged: string; delivered: string } | null | undefined }) {
  const { say, language } = useSpeech();
  if (!money) return <span className="quiet">{say(consultationUi.noMoney)}</span>;
  return (
    <span className="tabular" title={`${money.delivered} / ${money.pledged}`}>
      {say(
        consultationUi.moneyOf(shortMoney(money.delivered, language), shortMoney(money.pledged, language)),
      )}
    </span>
  );
}

/** Under which day the page is judged, and the way back to today. */
export function Judged({ asOf, today }: { asOf: string; today: string }) {
  const { say, language } = useSpeech();
  const { asOf: asked, knownAt } = useAddress();
  const now = asOf === today && knownAt === undefined;
  return (
    <p className="quiet judged">
      {say((now ? consultationUi.judgedToday : consultationUi.judgedOn)(spellDay(asOf, language)))}
      {asked !== undefined && !now && (
        <>
          {' · '}
          <Link to="." search={(previous: Address) => ({ ...previous, asOf: undefined })}>
            {say(consultationUi.backToToday)}
          </Link>
        </>
      )}
    </p>
  );
}

function Duty({ duty, linked }: { duty: DutyShape; linked: boolean }) {
  const { say, language } = useSpeech();
  const { kind, region, period, year, dueOn, late, rule } = duty;
  return (
    <li className="duty" data-late={late || undefined}>
      <span className="duty-what">
        {say(consultationUi.dutyKinds[kind])}
        {period && ` · ${say(consultationUi.halves[period.half](period.year))}`}
        {year !== null && ` · ${say(consultationUi.yearly(year))}`}
        {region && ` · ${say(region.name)}`}{' '}
        {linked && (
          <Link to="/consultations/$code" params={{ code: duty.agreement }} search={{}}>
            {duty.agreement}
          </Link>
        )}
      </span>
      <span className="duty-day tabular">
        {late && <b>{say(consultationUi.late)} · </b>}
        {say(consultationUi.dueOn(spellDay(dueOn, language)))}
      </span>
      <span className="quiet duty-who">
        {say(
          ui.labelled(
            consultationUi.waitsFor,
            say(region ? consultationUi.bureauOf(say(region.name)) : consultationUi.division),
          ),
        )}
        {' · '}
        {say(ui.labelled(consultationUi.rule, ''))}
        <span lang="zh-CN">
          {rule.document}，{rule.value}
        </span>{' '}
        {rule.unverified && <span className="chip">{say(consultationUi.unverified)}</span>}
      </span>
    </li>
  );
}

/** What is owed, the most urgent first. */
export function Duties({
  duties,
  linked = false,
  children,
}: {
  duties: readonly DutyShape[];
  linked?: boolean;
  children?: React.ReactNode;
}) {
  const { say } = useSpeech();
  return (
    <section className="consult-part staff-part" aria-labelledby="duties">
      <h2 id="duties">
        {say(consultationUi.duties)} <span className="chip">{say(consultationUi.staffOnly)}</span>
      </h2>
      {duties.length === 0 ? (
        <p className="quiet">{say(consultationUi.noDuties)}</p>
      ) : (
        <ul className="duties">
          {duties.map((duty) => (
            <Duty
              key={[duty.agreement, duty.kind, duty.dueOn, duty.region?.code].join()}
              duty={duty}
              linked={linked}
            />
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}

/** Projects several regions carry out together. */
export function JointProjects({ projects }: { projects: AgreementShape['jointProjects'] }) {
  const { say, language } = useSpeech();
  if (projects.length === 0) return null;
  return (
    <section className="consult-part" aria-labelledby="joint">
      <h2 id="joint">{say(consultationUi.joint)}</h2>
      <ul className="consult-list">
        {projects.map((project) => (
          <li key={project.code}>
            <Link
              to="/records/$register/$code"
              params={{ register: 'consultations.joint-project', code: project.code }}
              search={{}}
              lang="zh-CN"
            >
              {project.title}
            </Link>{' '}
            {project.sample && <Sample />}
            <span className="quiet block">
              {project.parties
                .map(({ name, leads }) =>
                  leads
                    ? `${say(name)}${language === 'zh' ? `（${say(consultationUi.leads)}）` : ` (${say(consultationUi.leads)})`}`
                    : say(name),
                )
                .join(language === 'zh' ? '、' : ', ')}
              {project.startsOn !== null && project.endsOn !== null && (
                <> · {say(consultationUi.until(project.startsOn, project.endsOn))}</>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
