/** The home page's content: areas, measures, the letter's results, next steps; and what other doors share with it. */
import type { z } from 'zod';
import type { area } from '#domains/commitments/contract.ts';
import { readHome, type Jurisdiction } from '#kernel/contract/evidence.ts';
import type { RowOf } from '#kernel/contract/record.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import { knownAtOf, type Service } from '#kernel/http/serve.ts';
import { figures, parseParams } from './house.ts';

type Home = z.infer<(typeof readHome)['answer']>;

const nobody: Jurisdiction = {
  code: '',
  name: { zh: '未设置辖区', en: 'No jurisdiction set' },
  department: { zh: '', en: '' },
  sample: false,
  answeredOn: null,
};

/** Whose platform this is; a plain stand-in until it is entered. */
export async function readJurisdiction(db: Db): Promise<Jurisdiction> {
  const row = await db.selectFrom('jurisdiction').selectAll().orderBy('code').limit(1).executeTakeFirst();
  if (!row) return nobody;
  return {
    code: row.code,
    name: { zh: row.name, en: row.nameEn },
    department: { zh: row.department, en: row.departmentEn },
    sample: row.sample,
    answeredOn: row.answeredOn,
  };
}

/** The day asked for; else the jurisdiction's day of answer; else today in Beijing. */
export async function chooseDay(db: Db, asOf: string | undefined): Promise<string> {
  if (asOf !== undefined) return asOf;
  return (await readJurisdiction(db)).answeredOn ?? (await readClock(db)).today;
}

type Area = Pick<RowOf<typeof area>, 'code' | 'number' | 'title' | 'titleEn'>;

/** Areas, and plain ones for results that no named area takes in: a figure is never left out for want of a title. */
function withUnnamed(areas: readonly Area[], results: readonly { area: number }[]): Area[] {
  const named = new Set(areas.map(({ number }) => number));
  const unnamed = [...new Set(results.map((result) => result.area))].filter((number) => !named.has(number));
  return [
    ...areas,
    ...unnamed.map((number) => ({ code: '', number, title: `第 ${number} 方面`, titleEn: `Area ${number}` })),
  ].toSorted((one, other) => one.number - other.number);
}

export function bindHome(service: Service): void {
  service.bind(readHome, async (call) => {
    const knownAt = knownAtOf(call);
    const asOf = await chooseDay(call.ctx.db, call.query.asOf);
    const { today } = await readClock(call.ctx.db);
    return readKnown(call.ctx.db, knownAt, async (db) => {
      const jurisdiction = await readJurisdiction(db);
      const areas = await db.selectFrom('area').selectAll().orderBy('number').execute();
      const measures = await db.selectFrom('areaMeasure').selectAll().orderBy('order').execute();
      const steps = await db
        .selectFrom('commitment')
        .selectAll()
        .where('promisedOn', '<=', asOf)
        // Next steps are what letters promise; tasks of plans and meetings are on the page of promises.
        .where((eb) => eb.or([eb('sourceKind', 'is', null), eb('sourceKind', '=', 'reply')]))
        .orderBy('order')
        .execute();
      const moves = await db
        .selectFrom('dateChange')
        .select(['commitment', 'newDueOn'])
        .where('changedOn', '<=', asOf)
        .orderBy('order')
        .execute();
      const results = await readCitations(db, asOf, knownAt);
      return {
        jurisdiction,
        asOf,
        today,
        knownAt,
        areas: withUnnamed(areas, results).map((area) => ({
          number: area.number,
          title: { zh: area.title, en: area.titleEn },
          measures: measures
            .filter((measure) => measure.area === area.code)
            .map(({ code, title, titleEn, sample }) => ({ code, text: { zh: title, en: titleEn }, sample })),
          results: results
            .filter((result) => result.area === area.number)
            .map(({ area: _, ...result }) => result),
          nextSteps: steps
            .filter((step) => step.area === area.code)
            .map(({ code, title, titleEn, sample, dueOn, planSample }) => ({
              code,
              text: { zh: title, en: titleEn },
              sample,
              dueOn: moves.findLast(({ commitment }) => commitment === code)?.newDueOn ?? dueOn,
              dueSample: planSample ?? false,
            })),
        })),
      };
    });
  });
}

async function readCitations(
  db: Db,
  asOf: string,
  knownAt: string | null,
): Promise<(Home['areas'][number]['results'][number] & { area: number })[]> {
  const citations = await db.selectFrom('citation').selectAll().orderBy('order').execute();
  const results: (Home['areas'][number]['results'][number] & { area: number })[] = [];
  for (const citation of citations) {
    const figure = figures.find(citation.figure);
    const params = readParams(figure, parseParams(citation.params));
    results.push({
      area: figure.area,
      citation: citation.code,
      label: figure.label,
      reading: await readFigureValue(db, { figure, params, asOf, knownAt, qualifier: citation.qualifier }),
    });
  }
  return results;
}
