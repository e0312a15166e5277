/** Promises as anyone may read them: where each stands on a day, with the reading of its target figure. */
import type { z } from 'zod';
import type { CommitmentShape, listCommitments as listDoor } from './contract.ts';
import type { Words } from '#kernel/contract/words.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Db, KnownAt } from '#kernel/db/open.ts';
import { printPhrase } from '#kernel/figures/phrase.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import { sourceChoices } from './registers/contract.ts';
import {
  countBy,
  dueAfter,
  follow,
  isChosen,
  outcomeOf,
  owesAnswer,
  reaches,
  type Chosen,
  type Side,
  type Sides,
} from './rules.ts';
import { readCompanions, readPromises, type CommitmentRow } from './store.ts';

/** Which promises, on which day; `reply`: those a letter made; `record`: those of one source, `register/code`. */
export interface PromisesAsked extends Chosen {
  asOf: string;
  knownAt?: KnownAt;
  reply?: string | undefined;
  record?: string | undefined;
  code?: string | undefined;
}

export type PromiseList = Omit<z.infer<(typeof listDoor)['answer']>, 'asOf' | 'today'>;

/** A target's parameters; the rule over targets has made sure that they are an object the figure takes. */
const paramsOf = (row: Pick<CommitmentRow, 'targetParams'>): unknown =>
  row.targetParams === null ? {} : JSON.parse(row.targetParams);

type TargetRow = Pick<CommitmentRow, 'targetFigure' | 'targetParams' | 'targetValue'>;
type FigureTarget = NonNullable<NonNullable<CommitmentShape['target']>['figure']>;

/** Whether a promise's target figure has reached its value on a day; null without a target figure. */
export async function readTarget(
  db: Db,
  figures: Figures,
  row: TargetRow,
  asOf: string,
  knownAt: KnownAt = null,
): Promise<FigureTarget | null> {
  if (row.targetFigure === null || row.targetValue === null) return null;
  const figure = figures.find(row.targetFigure);
  const params = readParams(figure, paramsOf(row));
  const reading = await readFigureValue(db, { figure, params, asOf, knownAt, qualifier: 'none' });
  return {
    label: figure.label,
    reading,
    value: row.targetValue,
    phrase: printPhrase(row.targetValue, 'none', unitOf(figure.unit)),
    reached: reaches(reading.value, row.targetValue),
  };
}

/** Where a promise stands on a day, its target figure read on that day and, once its date is past, on that date too. */
export async function standingOf(
  db: Db,
  figures: Figures,
  row: TargetRow & Pick<CommitmentRow, 'keptOn' | 'droppedOn'>,
  { dueOn, reportedOn }: { dueOn: string | null; reportedOn: string | null },
  asOf: string,
  knownAt: KnownAt = null,
): Promise<{ figure: FigureTarget | null; standing: ReturnType<typeof follow> }> {
  const figure = await readTarget(db, figures, row, asOf, knownAt);
  const past = figure !== null && !figure.reached && dueOn !== null && dueOn < asOf;
  const onDue = figure?.reached
    ? dueOn === null ||
      dueOn >= asOf ||
      ((await readTarget(db, figures, row, dueOn, knownAt))?.reached ?? false)
    : past && ((await readTarget(db, figures, row, dueOn, knownAt))?.reached ?? false);
  const { keptOn, droppedOn } = row;
  return {
    figure,
    standing: follow(
      { dueOn, keptOn, droppedOn, reportedOn },
      figure && { reachedNow: figure.reached, reachedByDue: onDue },
      asOf,
    ),
  };
}

type PromiseRow = Awaited<ReturnType<typeof readPromises>>[number];

function sourceOf(row: PromiseRow): CommitmentShape['source'] {
  const kind = row.sourceKind ?? (row.reply === null ? null : 'reply');
  if (kind === null) return null;
  const [register = null, code = null] = row.sourceRecord?.split(/\/(.*)/s) ?? [];
  const name = row.sourceName ?? row.planName ?? row.reply;
  return {
    kind,
    label: sourceChoices[kind],
    name: name === null ? null : { zh: name, en: row.sourceName ?? row.planNameEn ?? name },
    register: row.plan === null ? register : 'commitments.work-plan',
    code: row.plan ?? code,
    plan: row.plan,
  };
}

const none = 'none';
const noOwner: Words = { zh: '未定责任部门', en: 'No owner named' };
const noSource: Words = { zh: '未写明来源', en: 'Source not written down' };

const sidesOf = (promise: CommitmentShape): Sides => ({
  area: promise.area.code,
  owner: promise.owner?.code ?? none,
  source: promise.source?.kind ?? none,
  plan: promise.source?.plan ?? '',
  outcome: outcomeOf(promise.state),
  state: promise.state,
});

/** The values of a side in their order, with how many each would show. */
function sideOf(
  all: readonly { of: Sides; promise: CommitmentShape }[],
  side: Side,
  chosen: Chosen,
  labelOf: (promise: CommitmentShape) => Words,
): { value: string; label: Words; count: number }[] {
  const counts = countBy(
    all.map(({ of }) => of),
    side,
    chosen,
  );
  const labels = new Map(all.map(({ of, promise }) => [of[side], labelOf(promise)] as const));
  return [...labels].flatMap(([value, label]) =>
    value === '' ? [] : [{ value, label, count: counts.get(value) ?? 0 }],
  );
}

/** Every kind of source in its order, also those nothing comes from yet: forms offer them. */
const withEveryKind = (present: ReturnType<typeof sideOf>): ReturnType<typeof sideOf> => [
  ...Object.entries(sourceChoices).map(
    ([value, label]) => present.find((one) => one.value === value) ?? { value, label, count: 0 },
  ),
  ...present.filter(({ value }) => value === none),
];

/**
 * Promises made by `asOf`, by area; what is dated later (reports, changed dates, keeping) has not happened yet.
 * The counts are of all the question covers, whichever `state` is shown. `db` must read what `knownAt` asks for.
 */
export async function listCommitments(db: Db, figures: Figures, asked: PromisesAsked): Promise<PromiseList> {
  const { asOf } = asked;
  const rows = await readPromises(db, asked);
  const companions = await readCompanions(
    db,
    rows.map(({ code }) => code),
    asOf,
  );
  const all: { of: Sides; promise: CommitmentShape }[] = [];
  for (const row of rows) {
    const own = <R extends { commitment: string }>(these: readonly R[]): R[] =>
      these.filter(({ commitment }) => commitment === row.code);
    const promise = await shapeOf(db, figures, row, asked, {
      coOwners: own(companions.coOwners),
      reports: own(companions.reports),
      moves: own(companions.moves),
      answers: own(companions.answers),
    });
    all.push({ of: sidesOf(promise), promise });
  }
  const states = countBy(
    all.map(({ of }) => of),
    'state',
    asked,
  );
  const outcomes = countBy(
    all.map(({ of }) => of),
    'outcome',
    asked,
  );
  const whole = [...states.values()].reduce((sum, n) => sum + n, 0);
  const areas = new Map<string, PromiseList['areas'][number]>();
  for (const { promise } of all.filter(({ of }) => isChosen(of, asked))) {
    const area = areas.get(promise.area.code) ?? { ...promise.area, commitments: [] };
    areas.set(promise.area.code, area);
    area.commitments.push(promise);
  }
  return {
    counts: {
      all: whole,
      promised: states.get('promised') ?? 0,
      'in-progress': states.get('in-progress') ?? 0,
      overdue: states.get('overdue') ?? 0,
      kept: states.get('kept') ?? 0,
      dropped: states.get('dropped') ?? 0,
    },
    outcomes: {
      all: whole,
      kept: outcomes.get('kept') ?? 0,
      'not-kept': outcomes.get('not-kept') ?? 0,
      running: outcomes.get('running') ?? 0,
    },
    sides: {
      areas: sideOf(all, 'area', asked, ({ area }) => area.title),
      owners: sideOf(all, 'owner', asked, ({ owner }) =>
        owner === null ? noOwner : { zh: owner.name, en: owner.name },
      ),
      sources: withEveryKind(sideOf(all, 'source', asked, ({ source }) => source?.label ?? noSource)),
      plans: sideOf(all, 'plan', asked, ({ source }) => source?.name ?? noSource),
    },
    areas: [...areas.values()],
  };
}

type Companions = Awaited<ReturnType<typeof readCompanions>>;

async function shapeOf(
  db: Db,
  figures: Figures,
  row: PromiseRow,
  { asOf, knownAt = null }: PromisesAsked,
  { coOwners, reports, moves, answers }: Companions,
): Promise<CommitmentShape> {
  const dueOn = dueAfter(row.dueOn, moves, asOf);
  const reportedOn = reports[0]?.reportedOn ?? null;
  const { figure, standing } = await standingOf(db, figures, row, { dueOn, reportedOn }, asOf, knownAt);
  const { by, afterDate, ...judged } = standing;
  const recorded = by === 'record';
  const dropped = judged.state === 'dropped';
  return {
    code: row.code,
    text: { zh: row.title, en: row.titleEn },
    area: {
      code: row.area,
      number: row.areaNumber,
      title: { zh: row.areaTitle, en: row.areaTitleEn },
    },
    order: row.order,
    sample: row.sample,
    planSample: row.planSample ?? false,
    reply: row.reply,
    source: sourceOf(row),
    region:
      row.region === null
        ? null
        : {
            code: row.region,
            name: row.regionName ?? row.region,
            nameEn: row.regionNameEn ?? row.regionName ?? row.region,
          },
    owner: row.owner === null ? null : { code: row.owner, name: row.ownerName ?? row.owner, sample: false },
    coOwners: coOwners.map(({ organisation, name, sample }) => ({ code: organisation, name, sample })),
    ...judged,
    keptBy: by,
    keptAfterDate: afterDate,
    promisedOn: row.promisedOn,
    dueOn,
    firstDueOn: row.dueOn,
    moves: moves.map((move) => ({
      from: move.oldDueOn,
      to: move.newDueOn,
      reason: move.reason,
      on: move.changedOn,
      sample: move.sample,
    })),
    progress: reports.toReversed().map((report) => ({
      record: report.code,
      on: report.reportedOn,
      text: { zh: report.text, en: report.textEn ?? report.text },
      evidence: report.evidence,
      percent: report.percent,
      sample: report.sample,
    })),
    target: row.target === null && figure === null ? null : { text: row.target, figure },
    keptOn: recorded ? row.keptOn : null,
    keptEvidence: recorded ? row.keptEvidence : null,
    keptReason: recorded ? row.keptReason : null,
    droppedOn: dropped ? row.droppedOn : null,
    dropReason: dropped ? row.dropReason : null,
    answers: answers.map((one) => ({
      on: one.answeredOn,
      text: { zh: one.text, en: one.textEn ?? one.text },
      document: one.document,
      sample: one.sample,
    })),
    answerOwed: owesAnswer(row, judged.state, answers.length),
  };
}
