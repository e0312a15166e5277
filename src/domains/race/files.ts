/** A method and a data set as files, in one order whatever order the rows have. */
import { createHash } from 'node:crypto';
import type { RowOf } from '#kernel/contract/record.ts';
import type { raceItem, raceMethod, raceScheme, raceTier } from './contract.ts';
import { plainDecimal } from './rules.ts';

export type MethodRow = RowOf<typeof raceMethod>;
export type ItemRow = RowOf<typeof raceItem>;
export type SchemeRow = RowOf<typeof raceScheme>;
export type TierRow = RowOf<typeof raceTier>;

/** A method with everything that is frozen with it; any order. */
export interface WholeMethod {
  method: MethodRow;
  items: readonly ItemRow[];
  schemes: readonly SchemeRow[];
  tiers: readonly TierRow[];
}

export interface Participant {
  code: string;
  name: string;
  peerGroup: string | null;
}

/** A value reported for one unit, item and year; null where there is none. */
export interface Value {
  dataYear: number;
  reportingUnit: string;
  item: string;
  value: string | null;
}

/** What a result is computed from. `before`: values of the year before, where there are any. */
export interface RaceRows extends WholeMethod {
  cycle: { code: string; name: string; dataYear: number };
  units: readonly Participant[];
  values: readonly Value[];
}

/** One file of a bundle. */
export interface BundleFile {
  name: string;
  content: string;
}

export const byCode =
  <T>(codeOf: (one: T) => string) =>
  (one: T, other: T): number =>
    codeOf(one) < codeOf(other) ? -1 : codeOf(one) > codeOf(other) ? 1 : 0;

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const orNull = (text: string | null): string | null => (text === null ? null : plainDecimal(text));

/** Everything frozen with a method as one text, the same whatever the order of the rows or the spelling of numbers. */
function canonicalMethod({ method, items, schemes, tiers }: WholeMethod): string {
  const { cycle, version, name, document, settings, factors, replications, seed } = method;
  const lines: unknown[] = [
    { cycle, version, name, document, settings, factors, replications, seed },
    ...items.toSorted(byCode(({ code }) => code)).map((row) => ({
      item: row.item,
      kind: row.kind,
      level: row.level,
      parent: row.parent,
      name: row.name,
      nameEn: row.nameEn,
      weight: orNull(row.weight),
      direction: row.direction,
      denominator: row.denominator,
      factor: orNull(row.factor),
      target: orNull(row.target),
      lower: orNull(row.lower),
      upper: orNull(row.upper),
      unit: row.unit,
      meaning: row.meaning,
      provider: row.provider,
    })),
    ...schemes
      .toSorted((one, other) => one.order - other.order)
      .map((scheme) => ({
        scheme: scheme.order,
        name: scheme.name,
        basis: scheme.basis,
        apportion: scheme.apportion,
        pot: plainDecimal(scheme.pot),
        document: scheme.document,
        validFrom: scheme.validFrom,
        tiers: tiersOf(scheme, tiers).map((tier) => ({
          order: tier.order,
          name: tier.name,
          edge: tier.edge,
          from: orNull(tier.from),
          amount: orNull(tier.amount),
          weight: orNull(tier.weight),
        })),
      })),
  ];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** SHA-256 over method, items, schemes and tiers. */
export const methodDigest = (whole: WholeMethod): string => sha256(canonicalMethod(whole));

export const tiersOf = (scheme: SchemeRow, tiers: readonly TierRow[]): TierRow[] =>
  tiers.filter((tier) => tier.scheme === scheme.code).toSorted((one, other) => one.order - other.order);

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const table = (lines: readonly (readonly (string | number | null)[])[]): string =>
  `${lines.map((line) => line.map(cell).join(',')).join('\n')}\n`;

const groupColumn = 'peerGroup';

/** `iMeta.csv` of a method's items. */
export function metaFile(items: readonly ItemRow[], grouped: boolean): string {
  const kinds = { indicator: 'Indicator', aggregate: 'Aggregate', denominator: 'Denominator' } as const;
  const ordered = items.toSorted(
    (one, other) =>
      (one.level ?? 99) - (other.level ?? 99) || byCode<ItemRow>(({ item }) => item)(one, other),
  );
  return table([
    [
      'Level',
      'iCode',
      'iName',
      'Direction',
      'Weight',
      'Parent',
      'Type',
      'Denominator',
      'ScaleFactor',
      'Target',
      'goalpost_lower',
      'goalpost_upper',
      'Unit',
    ],
    ...ordered.map((row) => [
      row.level,
      row.item,
      row.name,
      row.kind === 'indicator' ? (row.direction === 'down' ? -1 : 1) : row.kind === 'aggregate' ? 1 : null,
      orNull(row.weight),
      row.parent,
      kinds[row.kind],
      row.denominator,
      orNull(row.factor),
      orNull(row.target),
      orNull(row.lower),
      orNull(row.upper),
      row.unit,
    ]),
    ...(grouped
      ? [[null, groupColumn, '同类组', null, null, null, 'Group', null, null, null, null, null, null]]
      : []),
  ]);
}

/** A unit of a data set: itself, or itself in another year. */
interface DataUnit {
  code: string;
  name: string;
  unit: string;
  year: number;
  peerGroup: string | null;
}

/** `iData.csv` of units and years. */
export function dataFile(
  items: readonly ItemRow[],
  units: readonly DataUnit[],
  values: readonly Value[],
  grouped: boolean,
): string {
  const columns = items
    .filter(({ kind }) => kind !== 'aggregate')
    .map(({ item }) => item)
    .toSorted();
  const known = new Map(
    values.map(({ dataYear, reportingUnit, item, value }) => [`${dataYear} ${reportingUnit} ${item}`, value]),
  );
  return table([
    ['uCode', 'uName', ...(grouped ? [groupColumn] : []), ...columns],
    ...units
      .toSorted(byCode(({ code }) => code))
      .map(({ code, name, unit, year, peerGroup }) => [
        code,
        name,
        ...(grouped ? [peerGroup ?? ''] : []),
        ...columns.map((item) => orNull(known.get(`${year} ${unit} ${item}`) ?? null) ?? 'NA'),
      ]),
  ]);
}

/** `scheme.json` of a scheme with its tiers. */
export function schemeText(scheme: SchemeRow, tiers: readonly TierRow[]): string {
  return spellJson({
    pot: scheme.pot,
    apportion: scheme.apportion,
    tiers: tiersOf(scheme, tiers).map(({ name, edge, from, amount, weight }) => ({
      tier: name,
      ...(edge === 'rest' || from === null ? {} : { [edge]: Number(from) }),
      ...(amount === null ? {} : { amount }),
      ...(weight === null ? {} : { weight: plainDecimal(weight) }),
    })),
  });
}

/** JSON as the command line prints it. */
export const spellJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

/** What goes into a computation, as files: what a result is of. A result is stale when these are not its own any more. */
export function inputFiles({ method, items, schemes, tiers, cycle, units, values }: RaceRows): BundleFile[] {
  const grouped = units.some(({ peerGroup }) => peerGroup !== null);
  const now = units.map(({ code, name, peerGroup }) => ({
    code,
    name,
    unit: code,
    year: cycle.dataYear,
    peerGroup,
  }));
  const lastYear = cycle.dataYear - 1;
  const known = new Set(
    values
      .filter(({ dataYear, value }) => dataYear === lastYear && value !== null)
      .map((one) => one.reportingUnit),
  );
  const before = units
    .filter(({ code }) => known.has(code))
    .map(({ code, name, peerGroup }) => ({
      code: `${code}@${lastYear}`,
      name: `${name}（${lastYear}）`,
      unit: code,
      year: lastYear,
      peerGroup,
    }));
  return [
    { name: 'iData.csv', content: dataFile(items, now, values, grouped) },
    { name: 'iMeta.csv', content: metaFile(items, grouped) },
    { name: 'method.json', content: spellJson(JSON.parse(method.settings)) },
    ...(method.factors === null
      ? []
      : [{ name: 'factors.json', content: spellJson(JSON.parse(method.factors)) }]),
    ...schemes
      .toSorted((one, other) => one.order - other.order)
      .map((scheme) => ({ name: `scheme-${scheme.order}.json`, content: schemeText(scheme, tiers) })),
    ...(before.length === 0
      ? []
      : [{ name: 'iData-two-years.csv', content: dataFile(items, [...now, ...before], values, grouped) }]),
  ];
}
