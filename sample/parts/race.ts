/**
 * The race of 2024 from its method to its awards, and that of 2025 while regions report. Values of cities are invented;
 * of data year 2024, R&D spending, high-tech enterprises and technology contracts add up to the province's totals.
 */
import { computeRace } from '#domains/race/compute.ts';
import { methodDigest, type ItemRow, type MethodRow, type RaceRows, type SchemeRow, type TierRow } from '#domains/race/files.ts';
import {
  raceItem,
  raceMethod,
  raceScheme,
  raceTier,
  type raceEntry,
  type raceStep,
} from '#domains/race/contract.ts';
import { keyOf, type RecordDescription } from '#kernel/contract/record.ts';
import { unitOf } from './directory.ts';
import { fenOf, sumOf, yuan } from './fen.ts';
import type { Province } from './province.ts';
import { openChance } from './random.ts';
import type { Entry } from './sheet.ts';

/** Units in the order of the values below; half the province's output is the first one's. */
const regions = ['220100', '220200', '220300', '220400', '220500', '220600', '220700', '220800', '222400', '220581'];
const units = regions.map(unitOf);

const made = '示例数据，非真实值';

interface Asked {
  item: string;
  name: string;
  nameEn: string;
  unit: string;
  parent?: string;
  weight?: string;
  denominator?: string;
  factor?: string;
  meaning: string;
  provider: string;
  /** Decimals it is reported with. */
  places: number;
  /** Values of 2024 by unit; for what is divided by people, for ten thousand of them. */
  values: readonly number[];
  perHead?: true;
}

const asked: readonly Asked[] = [
  { item: 'gdp', name: '地区生产总值', nameEn: 'GDP', unit: '亿元', meaning: '当年价', provider: '统计', places: 2, values: [7480, 1640, 680, 540, 560, 610, 1002.18, 614.24, 980, 254.8] },
  { item: 'pop', name: '常住人口', nameEn: 'Resident population', unit: '万人', meaning: '年末', provider: '统计', places: 2, values: [910.19, 345, 172, 94, 110, 86, 209, 143, 186, 62.12] },
  { item: 'rd', name: '研发经费投入强度', nameEn: 'R&D spending per GDP', unit: '亿元', parent: 'input', weight: '0.4', denominator: 'gdp', factor: '100', meaning: '全社会 R&D 经费；除以地区生产总值得百分比', provider: '统计', places: 2, values: [150.4, 23.2, 5.8, 4, 5, 3.5, 5.2, 2.9, 7.7, 2.5] },
  { item: 'rd_rev', name: '规上企业研发费用占营业收入比重', nameEn: 'R&D of larger enterprises per revenue', unit: '%', parent: 'input', weight: '0.2', meaning: '规模以上工业企业', provider: '统计', places: 2, values: [1.62, 1.38, 0.92, 0.88, 1.41, 0.76, 0.61, 0.58, 0.97, 1.24] },
  { item: 'fiscal', name: '财政科技支出占比', nameEn: 'Science in public spending', unit: '%', parent: 'input', weight: '0.2', meaning: '占一般公共预算支出', provider: '财政', places: 2, values: [2.45, 1.31, 0.84, 0.95, 0.9, 0.72, 0.66, 0.6, 0.81, 1.12] },
  { item: 'active', name: '有研发活动的规上企业占比', nameEn: 'Larger enterprises with R&D', unit: '%', parent: 'input', weight: '0.2', meaning: '规模以上工业企业', provider: '统计', places: 1, values: [31.2, 26.4, 18.3, 20.1, 24.6, 15.2, 14.1, 13.3, 19.8, 23.7] },
  { item: 'hnte', name: '高新技术企业密度', nameEn: 'High-tech enterprises', unit: '户', parent: 'actor', weight: '0.4', denominator: 'pop', factor: '1', meaning: '年末有效数；除以常住人口', provider: '科技', places: 0, values: [2700, 430, 150, 110, 150, 90, 120, 85, 190, 82] },
  { item: 'hnte_growth', name: '高新技术企业净增长率', nameEn: 'Net growth of high-tech enterprises', unit: '%', parent: 'actor', weight: '0.3', meaning: '较上年末', provider: '科技', places: 1, values: [14.8, 13.1, 12.4, 16.2, 11.7, 9.8, 10.5, 13.9, 15.1, 18.4] },
  { item: 'sme', name: '科技型中小企业入库密度', nameEn: 'Technology SMEs', unit: '户', parent: 'actor', weight: '0.3', denominator: 'pop', factor: '1', meaning: '当年评价入库；除以常住人口', provider: '科技', places: 0, values: [4.1, 1.9, 1.3, 1.5, 1.8, 1.1, 0.9, 0.8, 1.4, 2], perHead: true },
  { item: 'platforms', name: '省级以上创新平台密度', nameEn: 'Innovation platforms', unit: '个', parent: 'platform', weight: '0.6', denominator: 'pop', factor: '1', meaning: '年末在运行；除以常住人口', provider: '科技', places: 0, values: [0.72, 0.31, 0.18, 0.2, 0.35, 0.16, 0.13, 0.14, 0.33, 0.27], perHead: true },
  { item: 'incubated', name: '在孵企业密度', nameEn: 'Incubated enterprises', unit: '家', parent: 'platform', weight: '0.4', denominator: 'pop', factor: '1', meaning: '省级以上孵化器；除以常住人口', provider: '科技', places: 0, values: [2.6, 1.2, 0.8, 0.9, 1, 0.7, 0.6, 0.55, 1.1, 1.3], perHead: true },
  { item: 'contracts', name: '技术合同成交额占比', nameEn: 'Technology contracts per GDP', unit: '亿元', parent: 'output', weight: '0.4', denominator: 'gdp', factor: '100', meaning: '按卖方登记；除以地区生产总值得百分比', provider: '科技', places: 2, values: [180.5, 24.2, 5.6, 3.4, 5.2, 2.6, 4.3, 3.1, 8.1, 3.9] },
  { item: 'transfer', name: '省内转化科技成果密度', nameEn: 'Achievements transferred within the province', unit: '项', parent: 'output', weight: '0.3', denominator: 'pop', factor: '1', meaning: '当年转化；除以常住人口', provider: '科技', places: 0, values: [2.4, 1.3, 0.8, 0.7, 1, 0.6, 0.65, 0.6, 0.9, 1.1], perHead: true },
  { item: 'patents', name: '每万人高价值发明专利拥有量', nameEn: 'High-value patents per 10,000 people', unit: '件', parent: 'output', weight: '0.3', meaning: '年末有效', provider: '市场监管', places: 2, values: [17.8, 6.2, 2.1, 2.4, 4.6, 1.7, 1.5, 1.3, 3.2, 3.9] },
];

const groups = [
  { item: 'input', name: '创新投入', nameEn: 'Input', weight: '0.3' },
  { item: 'actor', name: '创新主体', nameEn: 'Enterprises', weight: '0.25' },
  { item: 'platform', name: '创新条件', nameEn: 'Conditions', weight: '0.15' },
  { item: 'output', name: '创新产出', nameEn: 'Output', weight: '0.3' },
] as const;

const totals = { rd: 210.2, hnte: 4107, contracts: 240.9 } as const;

const written = (value: number, places: number): string => {
  const text = value.toFixed(places);
  return places === 0 ? text : text.replace(/0+$/, '').replace(/\.$/, '');
};

/** Reported values by item, in the order of the units. */
type Year = ReadonlyMap<string, readonly string[]>;

/** Values as they are reported, from what they are divided by and what that gives. */
function reportedOf(denominated: ReadonlyMap<string, readonly number[]>): Year {
  return new Map(
    asked.map(({ item, denominator, factor, places }) => [
      item,
      units.map((_, at) => {
        const below = denominator === undefined ? 1 : (denominated.get(denominator)?.[at] ?? 1) / Number(factor);
        return written((denominated.get(item)?.[at] ?? 0) * below, places);
      }),
    ]),
  );
}

const numbersOf = (year: Year): Map<string, number[]> =>
  new Map(
    asked.map(({ item, denominator, factor }) => [
      item,
      units.map((_, at) => {
        const value = Number(year.get(item)?.[at]);
        return denominator === undefined ? value : (value / Number(year.get(denominator)?.[at])) * Number(factor);
      }),
    ]),
  );

/** Values of 2024, whose totals are the province's. */
function layYear2024(): Year {
  const pop = asked.find(({ item }) => item === 'pop')?.values ?? [];
  const year = new Map(
    asked.map(({ item, values, places, perHead }) => [
      item,
      values.map((value, at) => written(perHead ? value * (pop[at] ?? 0) : value, places)),
    ]),
  );
  for (const [item, total] of Object.entries(totals)) {
    const sum = (year.get(item) ?? []).reduce((all, text) => all + Math.round(Number(text) * 100), 0);
    if (sum !== Math.round(total * 100)) throw new Error(`${item} of 2024 adds up to ${sum / 100}, not ${total}`);
  }
  return year;
}

/** A year earlier: everything a little less, by an amount of its own for each value. */
function layYear2023(year2024: Year): Year {
  const chance = openChance(20240910);
  const numbers = numbersOf(year2024);
  return reportedOf(
    new Map(
      asked.map(({ item }) => [
        item,
        (numbers.get(item) ?? []).map((value) =>
          item === 'pop' ? value * 1.006 : value * (item === 'gdp' ? 0.955 : 0.9 + 0.06 * chance.next()),
        ),
      ]),
    ),
  );
}

/** The year before the race of 2024: the further up a unit went, the more its region was granted. */
function layYear2022(year2023: Year, ranked: readonly string[]): Year {
  const chance = openChance(20230912);
  const numbers = numbersOf(year2023);
  return reportedOf(
    new Map(
      asked.map(({ item, parent }) => {
        const now = numbers.get(item) ?? [];
        const range = Math.max(...now) - Math.min(...now);
        return [
          item,
          now.map((value, at) => {
            if (parent === undefined) return item === 'pop' ? value * 1.006 : value * 0.95;
            const step = 0.11 - 0.008 * ranked.indexOf(units[at] ?? '');
            return value - step * range * (0.98 + 0.04 * chance.next());
          }),
        ];
      }),
    ),
  );
}

/** A row with its key, as a register would hold it. */
function stored<T>(description: RecordDescription, row: object): T {
  const given: Record<string, unknown> = { ...row };
  const whole = Object.fromEntries(Object.keys(description.fields).map((name) => [name, given[name] ?? null]));
  return { ...whole, code: keyOf(description, whole) } as T;
}

/** A cycle's method: the same items each year, money as it was that year. */
function layMethod(p: Province, year: number, draftedOn: string, frozenOn: string, amounts: readonly bigint[]): RaceRows['method'] {
  const cycle = `SM${year}`;
  const method = `${cycle}~1`;
  const scheme = (order: number, name: string, basis: 'level' | 'improvement', pot: bigint): Entry<typeof raceScheme> =>
    p.raceScheme.add({
      method,
      order,
      name,
      basis,
      apportion: 'fixed',
      pot: yuan(pot),
      document: `示例文〔${year}〕2号`,
      validFrom: frozenOn,
      sample: true,
    });
  for (const { item, name, nameEn, weight } of groups)
    p.raceItem.add({ method, item, kind: 'aggregate', level: 2, parent: 'index', name, nameEn, weight, sample: true });
  p.raceItem.add({ method, item: 'index', kind: 'aggregate', level: 3, name: '区域科技创新能力指数', nameEn: 'Regional innovation index', weight: '1', sample: true });
  for (const { item, name, nameEn, unit, parent, weight, denominator, factor, meaning, provider } of asked)
    p.raceItem.add({
      method,
      item,
      kind: parent === undefined ? 'denominator' : 'indicator',
      ...(parent === undefined ? {} : { level: 1, parent, weight, direction: 'up' as const, denominator, factor }),
      name,
      nameEn,
      unit,
      meaning,
      provider,
      sample: true,
    });
  scheme(1, '等次评定（不计资金）', 'level', 0n);
  for (const [at, [name, edge, from]] of ([['A', 'rank', '3'], ['B', 'rank', '7'], ['C', 'rest', undefined]] as const).entries())
    p.raceTier.add({ scheme: `${method}~1`, order: at + 1, name, edge, from, amount: '0.00', sample: true });
  scheme(2, '跃升资助', 'improvement', sumOf([...amounts]));
  for (const [at, amount] of amounts.entries())
    p.raceTier.add({ scheme: `${method}~2`, order: at + 1, name: `第${at + 1}名`, edge: 'rank', from: String(at + 1), amount: yuan(amount), sample: true });
  const row = {
    cycle,
    version: 1,
    name: `${year}年度赛马测算方法（示例）`,
    document: `示例文〔${year}〕2号`,
    settings: JSON.stringify({
      denominate: true,
      normalise: { method: 'min-max', lower: 1, upper: 100 },
      aggregate: 'arithmetic',
    }),
    factors: JSON.stringify({
      权重: { perturb: 0.25 },
      离群: [{}, { treat: { winmax: 1 } }],
      归一: [{}, { normalise: { method: 'z-score', mean: 50, sd: 15 } }, { normalise: { method: 'rank' } }],
      汇总: [{}, { aggregate: 'geometric' }],
    }),
    replications: 1000,
    seed: year,
    draftedOn,
    frozenOn,
    sample: true,
  };
  const digest = methodDigest({ method: stored<MethodRow>(raceMethod, row), ...partsOf(p, method) });
  const frozen = { ...row, frozenDigest: digest };
  p.raceMethod.add(frozen);
  return stored<MethodRow>(raceMethod, frozen);
}

const partsOf = (p: Province, method: string): Pick<RaceRows, 'items' | 'schemes' | 'tiers'> => {
  const schemes = p.raceScheme.rows.filter((row) => row.method === method).map((row) => stored<SchemeRow>(raceScheme, row));
  return {
    items: p.raceItem.rows.filter((row) => row.method === method).map((row) => stored<ItemRow>(raceItem, row)),
    schemes,
    tiers: p.raceTier.rows.map((row) => stored<TierRow>(raceTier, row)).filter(({ scheme }) => schemes.some(({ code }) => code === scheme)),
  };
};

function layObservations(
  p: Province,
  year: Year,
  place: { cycle: string; dataYear: number; submittedOn: string; verifiedOn?: string; status: 'annual' | 'final' },
  leaveOut: (unit: string, item: string) => boolean = () => false,
): void {
  for (const [at, reportingUnit] of units.entries())
    for (const { item } of asked) {
      if (leaveOut(reportingUnit, item)) continue;
      p.raceObservation.add({
        ...place,
        reportingUnit,
        item,
        value: year.get(item)?.[at],
        evidence: '示例统计报表',
        note: made,
        submitter: `示例填报员${String(at + 1).padStart(2, '0')}`,
        ...(place.verifiedOn === undefined ? {} : { verifier: '示例核验员' }),
        sample: true,
      });
    }
}

function laySteps(p: Province, cycle: string, steps: readonly [step: Entry<typeof raceStep>['step'], takenOn: string, dueOn?: string, document?: string][]): void {
  for (const [at, [step, takenOn, dueOn, document]] of steps.entries())
    p.raceStep.add({ cycle, order: at + 1, step, takenOn, dueOn, document, sample: true });
}

function entryOf(p: Province, cycle: string, unit: string): Entry<typeof raceEntry> {
  const entry = p.raceEntry.rows.find((row) => row.cycle === cycle && row.reportingUnit === unit);
  if (!entry) throw new Error(`${unit} is not in ${cycle}`);
  return entry;
}

/** Projects the race of 2024 gave money to, by unit in the order of their ranks. */
function grantsOf(p: Province): Map<string, Province['award']['rows']> {
  const counted = p.award.rows.filter(({ code }) => /^XM2024S(0[1-9]|[123]\d)$/.test(code));
  if (counted.length !== 39) throw new Error(`${counted.length} projects of the race of 2024`);
  const byUnit = [...Map.groupBy(counted, ({ reportingUnit }) => reportingUnit ?? '')];
  const amountOf = (rows: Province['award']['rows']): number =>
    Number(sumOf(rows.map(({ grantAmount }) => fenOf(grantAmount))));
  return new Map(byUnit.toSorted(([, one], [, other]) => amountOf(other) - amountOf(one)));
}

export function layRaceCycles(p: Province): void {
  const grants = grantsOf(p);
  const ranked = [...grants.keys()];
  const year2024 = layYear2024();
  const year2023 = layYear2023(year2024);
  for (const cycle of p.raceCycle.rows) cycle.programme = 'JH-RACE';
  for (const cycle of ['SM2024', 'SM2025'])
    for (const unit of units)
      entryOf(p, cycle, unit).peerGroup = [...units.slice(0, 2), 'U222400'].includes(unit) ? '第一组' : '第二组';
  lay2024(p, { grants, ranked, year2023, year2022: layYear2022(year2023, ranked) });
  lay2025(p, year2024);
}

function lay2024(
  p: Province,
  { grants, ranked, year2023, year2022 }: { grants: ReturnType<typeof grantsOf>; ranked: readonly string[]; year2023: Year; year2022: Year },
): void {
  const cycle = 'SM2024';
  const amounts = [...grants.values()].map((rows) => sumOf(rows.map(({ grantAmount }) => fenOf(grantAmount))));
  const method = layMethod(p, 2024, '2024-02-26', '2024-03-22', amounts);
  laySteps(p, cycle, [
    ['plan', '2024-02-26', undefined, '示例文〔2024〕1号'],
    ['report', '2024-04-10', '2024-05-17', '示例文〔2024〕3号'],
    ['verify', '2024-05-20'],
    ['compute', '2024-06-20'],
    ['feedback', '2024-06-24', '2024-07-01'],
    ['meeting', '2024-08-15', undefined, '示例厅务会纪要〔2024〕8号'],
    ['announce', '2024-08-23'],
    ['publish', '2024-09-10'],
    ['select', '2024-09-10', '2024-09-11'],
    ['award', '2024-09-11'],
  ]);
  layObservations(p, year2022, { cycle, dataYear: 2022, submittedOn: '2024-05-13', verifiedOn: '2024-06-14', status: 'final' });
  layObservations(p, year2023, { cycle, dataYear: 2023, submittedOn: '2024-05-14', verifiedOn: '2024-06-17', status: 'annual' });
  for (const unit of units) entryOf(p, cycle, unit).submittedOn = '2024-05-15';
  p.raceAppeal.add({
    code: `${cycle}-U220800-SS01`,
    cycle,
    reportingUnit: 'U220800',
    item: 'sme',
    claim: '示例：入库企业数应以评价系统年末数为准，请核对',
    evidence: '示例评价系统截图',
    raisedBy: '示例填报员08',
    raisedOn: '2024-06-26',
    outcome: 'rejected',
    answer: '示例：核对评价系统，年末数与填报数一致，不作更正',
    answeredBy: '示例核验员',
    answeredOn: '2024-07-03',
    sample: true,
  });
  const rows: RaceRows = {
    method,
    ...partsOf(p, method.code),
    cycle: { code: cycle, name: '2024年度赛马', dataYear: 2023 },
    units: units.map((code) => ({
      code,
      name: p.reportingUnit.rows.find((row) => row.code === code)?.name ?? code,
      peerGroup: entryOf(p, cycle, code).peerGroup ?? null,
    })),
    values: p.raceObservation.rows
      .filter((row) => row.cycle === cycle)
      .map(({ dataYear, reportingUnit, item, value }) => ({ dataYear, reportingUnit, item, value: value ?? null })),
  };
  const { digest, scores } = computeRace(rows);
  p.raceResult.add({
    cycle,
    version: 1,
    method: method.code,
    computedOn: '2024-06-20',
    computedBy: '示例测算员',
    bundleDigest: digest,
    publishedOn: '2024-09-10',
    sample: true,
  });
  for (const score of scores) {
    const granted = amounts[ranked.indexOf(score.reportingUnit)] ?? 0n;
    if (fenOf(score.amount) !== granted)
      throw new Error(`${score.reportingUnit} was allotted ${score.amount}, its projects got ${yuan(granted)}`);
    p.raceScore.add({ ...score, result: `${cycle}~1`, sample: true });
  }
  for (const [reportingUnit, awards] of grants)
    for (const [at, award] of awards.entries())
      p.raceNomination.add({
        code: `${cycle}-${reportingUnit}-TJ${String(at + 1).padStart(2, '0')}`,
        cycle,
        reportingUnit,
        title: award.title,
        organisation: award.organisation,
        amount: award.grantAmount,
        nominatedOn: '2024-09-10',
        decision: 'awarded',
        decidedOn: '2024-09-11',
        award: award.code,
        sample: true,
      });
}

function lay2025(p: Province, year2024: Year): void {
  const cycle = 'SM2025';
  const amounts = [250, 210, 170, 140, 120, 100, 80, 60, 40, 30].map((tens) => BigInt(tens) * 1_000_000n);
  layMethod(p, 2025, '2025-06-03', '2025-06-20', amounts);
  laySteps(p, cycle, [
    ['plan', '2025-06-03', undefined, '示例文〔2025〕1号'],
    // Reported once the yearbook's final values of 2024 are out.
    ['report', '2026-11-02', '2026-12-18', '示例文〔2026〕11号'],
  ]);
  const open = ['incubated', 'transfer', 'patents'];
  layObservations(
    p,
    year2024,
    { cycle, dataYear: 2024, submittedOn: '2026-11-13', status: 'final' },
    (unit, item) => unit === 'U220100' && open.includes(item),
  );
  for (const unit of units)
    if (unit !== 'U220100' && unit !== 'U222400') entryOf(p, cycle, unit).submittedOn = '2026-11-16';
}
