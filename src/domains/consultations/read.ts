/** Consultations as they stand on a day: who is covered, each agreement's life, what was decided and what came of it. */
import type { z } from 'zod';
import { listCommitments } from '#domains/commitments/index.ts';
import type { CommitmentShape } from '#domains/commitments/contract.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db, KnownAt } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import type * as doors from './doors/contract.ts';
import { consultationAgreement, consultationEvaluation } from './contract.ts';
import { inForceOn, stateOn, type AgreementDates } from './rules.ts';
import * as store from './store.ts';
import type { AgreementRow } from './store.ts';

type Line = doors.AgreementLine;
type Shape = doors.AgreementShape;
type Unit = { code: string; name: Words };

/** Which agreements, on which day. `db` must read what `knownAt` asks for. */
export interface Moment {
  asOf: string;
  knownAt?: KnownAt;
}

export const nameUnit = ({
  code,
  name,
  nameEn,
}: {
  code: string;
  name: string;
  nameEn: string | null;
}): Unit => ({ code, name: { zh: name, en: nameEn ?? name } });

/** Commitments by code, as of the day. */
async function commitmentsOf(
  db: Db,
  figures: Figures,
  { asOf, knownAt = null }: Moment,
): Promise<Map<string, CommitmentShape>> {
  const { areas } = await listCommitments(db, figures, { asOf, knownAt });
  return new Map(areas.flatMap(({ commitments }) => commitments).map((one) => [one.code, one]));
}

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};

/** Everything of some agreements that anyone may read, as of the day. */
export async function gather(db: Db, figures: Figures, moment: Moment, code?: string) {
  const { asOf } = moment;
  const agreements = await store.readAgreements(db, code);
  const codes = agreements.map((one) => one.code);
  const meetings = await store.readMeetings(db, codes, asOf);
  const decisions = await store.readDecisions(
    db,
    meetings.map((one) => one.code),
  );
  const links = await store.readLinks(db, codes);
  const evaluations = await store.readEvaluations(db, codes, asOf);
  const successors = await store.readSuccessors(db, codes);
  const parties = groupBy(await store.readParties(db, codes), ({ agreement }) => agreement);
  const commitments = await commitmentsOf(db, figures, moment);
  return agreements.map((agreement) => {
    const own = meetings.filter((one) => one.agreement === agreement.code);
    const decided = groupBy(decisions, ({ meeting }) => meeting);
    const evaluation = evaluations.find((one) => one.agreement === agreement.code);
    const next = successors.filter(({ renews }) => renews === agreement.code);
    const ownLinks = links.filter((one) => one.agreement === agreement.code);
    const promised = new Set(
      [
        ...own.flatMap((one) => decided.get(one.code) ?? []).map(({ commitment }) => commitment),
        ...ownLinks.map(({ commitment }) => commitment),
      ].filter((one): one is string => one !== null),
    );
    const dates: AgreementDates = {
      ...agreement,
      metOn: own.at(-1)?.heldOn ?? null,
      evaluatedOn: evaluation?.evaluatedOn ?? null,
      renewedOn: next.find(({ signedOn }) => signedOn !== null)?.signedOn ?? null,
    };
    return {
      agreement,
      dates,
      state: stateOn(dates, asOf),
      parties: (parties.get(agreement.code) ?? []).map((party) => ({ ...party })),
      meetings: own.map((one) => ({ ...one, decisions: decided.get(one.code) ?? [] })),
      links: ownLinks,
      evaluation,
      successors: next,
      commitments: [...promised].flatMap((one) => commitments.get(one) ?? []),
      commitmentOf: (one: string | null) => (one === null ? undefined : commitments.get(one)),
    };
  });
}
export type Gathered = Awaited<ReturnType<typeof gather>>[number];

const signedBy = ({ signedOn }: Pick<AgreementRow, 'signedOn'>, asOf: string): boolean =>
  signedOn !== null && signedOn <= asOf;

/** One agreement as a line. */
export function lineOf(one: Gathered, asOf: string): Line {
  const { agreement } = one;
  const counts = { all: 0, promised: 0, 'in-progress': 0, overdue: 0, kept: 0, dropped: 0 };
  for (const { state } of one.commitments) {
    counts.all += 1;
    counts[state] += 1;
  }
  return {
    code: agreement.code,
    title: agreement.title,
    documentNumber: agreement.documentNumber,
    kind: agreement.kind,
    parties: one.parties.map(nameUnit),
    state: one.state,
    inForce: inForceOn(one.dates, asOf),
    signedOn: agreement.signedOn,
    endsOn: agreement.endsOn,
    endedOn: agreement.endedOn !== null && agreement.endedOn <= asOf ? agreement.endedOn : null,
    meetings: one.meetings.length,
    lastMetOn: one.meetings[0]?.heldOn ?? null,
    commitments: counts,
    sample: agreement.sample ?? false,
  };
}

async function jointProjectsOf(db: Db): Promise<Shape['jointProjects']> {
  const { projects, parties } = await store.readJointProjects(db);
  return projects.map((project) => ({
    code: project.code,
    title: project.title,
    agreement: project.agreement,
    parties: parties
      .filter((party) => party.project === project.code)
      .map((party) => ({ ...nameUnit(party), leads: party.leads })),
    award:
      project.award === null ? null : { code: project.award, title: project.awardTitle ?? project.award },
    startsOn: project.startsOn,
    endsOn: project.endsOn,
    endedOn: project.endedOn,
    sample: project.sample ?? false,
  }));
}

type Listing = Omit<z.infer<(typeof doors)['listConsultations']['answer']>, 'asOf' | 'today'>;

/** Signed agreements, and which regions have one in force: the figure itself, and each reporting unit of the day. */
export async function listConsultations(db: Db, figures: Figures, moment: Moment): Promise<Listing> {
  const { asOf, knownAt = null } = moment;
  const gathered = (await gather(db, figures, moment)).filter(({ agreement }) => signedBy(agreement, asOf));
  const figure = figures.find('consultation.regions');
  const reading = await readFigureValue(db, {
    figure,
    params: readParams(figure, {}),
    asOf,
    knownAt,
    qualifier: 'none',
  });
  const units = await store.readUnits(db, asOf);
  return {
    coverage: {
      reading,
      label: figure.label,
      regions: units.map((unit) => ({
        ...nameUnit(unit),
        agreements: gathered
          .filter(
            ({ dates, parties }) => inForceOn(dates, asOf) && parties.some(({ code }) => code === unit.code),
          )
          .map(({ agreement }) => agreement.code),
      })),
    },
    agreements: gathered.map((one) => lineOf(one, asOf)),
    jointProjects: await jointProjectsOf(db),
  };
}

function lifeOf(one: Gathered, asOf: string): Shape['life'] {
  const { dates, agreement, successors } = one;
  const point = (state: Words, on: string | null, always = true): Shape['life'] =>
    on === null && !always ? [] : [{ state, on, ahead: on !== null && on > asOf }];
  const state = (field: string): Words =>
    consultationAgreement.life.find(({ on }) => on === field)?.state ?? { zh: field, en: field };
  const ended = agreement.endedOn !== null && agreement.endedOn <= asOf;
  return [
    ...point(state('proposedOn'), dates.proposedOn, false),
    ...point(state('topicsOn'), dates.topicsOn, false),
    ...point(state('negotiatedOn'), dates.negotiatedOn, false),
    ...point(state('signedOn'), dates.signedOn),
    ...point({ zh: '执行', en: 'Carried out' }, dates.metOn),
    ...point(state('evaluatedOn'), dates.evaluatedOn, !ended),
    ...(ended ? point(state('endedOn'), agreement.endedOn) : point(state('endsOn'), dates.endsOn)),
    ...(successors.length > 0 ? point({ zh: '续签', en: 'Renewed' }, dates.renewedOn) : []),
  ];
}

function targetOf(link: Gathered['links'][number]): Shape['links'][number]['target'] {
  if (link.award !== null && link.awardTitle !== null)
    return { register: 'programmes.award', code: link.award, title: link.awardTitle };
  if (link.platform !== null && link.platformName !== null)
    return { register: 'platforms.platform', code: link.platform, title: link.platformName };
  if (link.fund !== null && link.fundName !== null)
    return { register: 'funds.joint-fund', code: link.fund, title: link.fundName };
  return null;
}

type CommitmentLine = NonNullable<Shape['meetingList'][number]['decisions'][number]['commitment']>;

const lineOfCommitment = (one: CommitmentShape): CommitmentLine => ({
  code: one.code,
  text: one.text,
  owner: one.owner?.name ?? null,
  state: one.state,
  dueOn: one.dueOn,
  daysLeft: one.daysLeft,
  daysLate: one.daysLate,
  keptOn: one.keptOn,
  progress: one.progress[0] ? { on: one.progress[0].on, text: one.progress[0].text } : null,
});

/** One agreement's life, all that anyone may read; null when there is none, or it is not signed by then. */
export async function readAgreement(
  db: Db,
  figures: Figures,
  moment: Moment & { code: string; drafts?: boolean },
): Promise<Shape | null> {
  const { asOf, code, drafts = false } = moment;
  const [one] = await gather(db, figures, moment, code);
  if (!one || !(drafts || signedBy(one.agreement, asOf))) return null;
  const { agreement, evaluation } = one;
  const signed = signedBy(agreement, asOf);
  const before =
    agreement.renews === null ? undefined : (await store.readAgreements(db, agreement.renews))[0];
  const next = one.successors[0];
  const grade = evaluation && consultationEvaluation.fields.grade.choices?.[evaluation.grade];
  return {
    ...lineOf(one, asOf),
    termYears: agreement.termYears,
    terms: signed ? agreement.terms : null,
    endReason: agreement.endedOn !== null && agreement.endedOn <= asOf ? agreement.endReason : null,
    life: lifeOf(one, asOf),
    signatories: signed ? await store.readSignatories(db, code) : [],
    meetingList: one.meetings.map((meeting) => ({
      code: meeting.code,
      title: meeting.title,
      year: meeting.year,
      heldOn: meeting.heldOn,
      place: meeting.place,
      minutesNumber: meeting.minutesNumber,
      minutes: meeting.minutes,
      sample: meeting.sample ?? false,
      decisions: meeting.decisions.map((decision) => {
        const commitment = one.commitmentOf(decision.commitment);
        return {
          code: decision.code,
          order: decision.order,
          text: { zh: decision.text, en: decision.textEn ?? decision.text },
          commitment: commitment ? lineOfCommitment(commitment) : null,
          sample: decision.sample ?? false,
        };
      }),
    })),
    links: one.links.map((link) => ({
      note: link.note,
      commitment: link.commitment,
      target: targetOf(link),
      sample: link.sample ?? false,
    })),
    evaluation:
      evaluation && grade
        ? {
            evaluatedOn: evaluation.evaluatedOn,
            grade,
            score: evaluation.score,
            finding: evaluation.finding,
            sample: evaluation.sample ?? false,
          }
        : null,
    renews: before ? { code: before.code, title: before.title } : null,
    renewedBy: next ? { code: next.code, title: next.title, signedOn: next.signedOn } : null,
    jointProjects: (await jointProjectsOf(db)).filter((project) => project.agreement === code),
  };
}
