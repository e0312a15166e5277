/** Promises as anyone may read them: where each stands on a day, with the reading of its target figure. */
import type { z } from 'zod';
import type { CommitmentShape, listCommitments as listDoor } from './contract.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Db, KnownAt } from '#kernel/db/open.ts';
import { printPhrase } from '#kernel/figures/phrase.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import { dueAfter, judge, reaches, type State } from './rules.ts';
import { readCompanions, readPromises, type CommitmentRow } from './store.ts';

/** Which promises, on which day; `reply`: those a letter made. */
export interface PromisesAsked {
  asOf: string;
  knownAt?: KnownAt;
  reply?: string | undefined;
  state?: State | undefined;
  code?: string | undefined;
}

export type PromiseList = Pick<z.infer<(typeof listDoor)['answer']>, 'counts' | 'areas'>;

/** A target's parameters; the rule over targets has made sure that they are an object the figure takes. */
const paramsOf = (row: Pick<CommitmentRow, 'targetParams'>): unknown =>
  row.targetParams === null ? {} : JSON.parse(row.targetParams);

/** Whether a promise's target figure has reached its value on a day; null without a target figure. */
export async function readTarget(
  db: Db,
  figures: Figures,
  row: Pick<CommitmentRow, 'targetFigure' | 'targetParams' | 'targetValue'>,
  asOf: string,
  knownAt: KnownAt = null,
): Promise<NonNullable<NonNullable<CommitmentShape['target']>['figure']> | null> {
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
  const counts = { all: rows.length, promised: 0, 'in-progress': 0, overdue: 0, kept: 0, dropped: 0 };
  const areas = new Map<string, PromiseList['areas'][number]>();
  for (const row of rows) {
    const reports = companions.reports.filter(({ commitment }) => commitment === row.code);
    const moves = companions.moves.filter(({ commitment }) => commitment === row.code);
    const dueOn = dueAfter(row.dueOn, moves, asOf);
    const standing = judge(
      {
        dueOn,
        keptOn: row.keptOn,
        droppedOn: row.droppedOn,
        reportedOn: reports[0]?.reportedOn ?? null,
      },
      asOf,
    );
    counts[standing.state] += 1;
    if (asked.state !== undefined && standing.state !== asked.state) continue;
    const kept = standing.state === 'kept';
    const dropped = standing.state === 'dropped';
    const figure = await readTarget(db, figures, row, asOf, asked.knownAt ?? null);
    const area = areas.get(row.area) ?? {
      code: row.area,
      number: row.areaNumber,
      title: { zh: row.areaTitle, en: row.areaTitleEn },
      commitments: [],
    };
    areas.set(row.area, area);
    area.commitments.push({
      code: row.code,
      text: { zh: row.title, en: row.titleEn },
      area: { code: area.code, number: area.number, title: area.title },
      order: row.order,
      sample: row.sample,
      planSample: row.planSample ?? false,
      reply: row.reply,
      owner: row.owner === null ? null : { code: row.owner, name: row.ownerName ?? row.owner, sample: false },
      coOwners: companions.coOwners
        .filter(({ commitment }) => commitment === row.code)
        .map(({ organisation, name, sample }) => ({ code: organisation, name, sample })),
      ...standing,
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
        on: report.reportedOn,
        text: { zh: report.text, en: report.textEn ?? report.text },
        evidence: report.evidence,
        percent: report.percent,
        sample: report.sample,
      })),
      target: row.target === null && figure === null ? null : { text: row.target, figure },
      keptOn: kept ? row.keptOn : null,
      keptEvidence: kept ? row.keptEvidence : null,
      keptReason: kept ? row.keptReason : null,
      droppedOn: dropped ? row.droppedOn : null,
      dropReason: dropped ? row.dropReason : null,
    });
  }
  return { counts, areas: [...areas.values()] };
}
