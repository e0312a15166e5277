/** The two tables an index is built from, as analysts keep them for COINr: `iData` and `iMeta`. */
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { inCodeOrder, type Aggregate, type Dataset, type Goalposts, type Indicator } from './dataset.ts';
import { isMissing, isNumber, readTable, type Table, type TableFile } from './table.ts';

/** Units and indicators taken at most. */
const most = { units: 100_000, indicators: 5000 };

/** Reads cells of one row of `iMeta`; faults are told at its line. */
class MetaRow {
  readonly code: string;
  readonly #table: string;
  readonly #line: number;
  readonly #cells: ReadonlyMap<string, string>;
  readonly #faults: Fault[];

  constructor(table: Table, row: Table['rows'][number], faults: Fault[]) {
    this.#table = table.name;
    this.#line = row.line;
    this.#cells = row.cells;
    this.#faults = faults;
    this.code = row.cells.get('iCode') ?? '';
  }

  fault(zh: string, en: string): void {
    this.#faults.push({ at: `${this.#table} 第 ${this.#line} 行 ${this.code}`.trim(), zh, en });
  }

  text(column: string): string | null {
    const text = this.#cells.get(column);
    return text === undefined || isMissing(text) ? null : text;
  }

  number(column: string): number | null {
    const text = this.text(column);
    if (text === null) return null;
    if (isNumber(text)) return Number(text);
    this.fault(`${column}“${text}”不是数字`, `${column} “${text}” is no number`);
    return null;
  }

  /** Without a weight all weigh the same. */
  weight(): number {
    const weight = this.number('Weight') ?? 1;
    if (weight < 0) this.fault('权重不能为负', 'a weight cannot be negative');
    return weight;
  }

  goalposts(): Goalposts | null {
    const [lower, upper] = [this.number('goalpost_lower'), this.number('goalpost_upper')];
    if (lower === null || upper === null) return null;
    if (lower === upper) this.fault('两个 goalpost 相同', 'the goalposts are the same');
    const cut = (this.text('goalpost_trunc2posts') ?? 'TRUE').toUpperCase();
    return { lower, upper, scale: this.number('goalpost_scale') ?? 1, cut: cut !== 'FALSE' && cut !== '0' };
  }
}

const kinds = ['Indicator', 'Aggregate', 'Group', 'Denominator', 'Other'] as const;
type Kind = (typeof kinds)[number];

interface Meta {
  indicators: Omit<Indicator, 'values'>[];
  aggregates: Aggregate[];
  groups: string[];
  denominators: string[];
}

function readMeta(table: Table, faults: Fault[]): Meta {
  const meta: Meta = { indicators: [], aggregates: [], groups: [], denominators: [] };
  for (const column of ['Level', 'iCode', 'Direction', 'Weight', 'Parent', 'Type']) {
    if (table.columns.includes(column)) continue;
    faults.push({ at: `${table.name} 第 1 行`, zh: `缺少列 ${column}`, en: `has no column ${column}` });
  }
  const seen = new Set<string>();
  for (const cells of table.rows) {
    const row = new MetaRow(table, cells, faults);
    if (row.code === '') {
      row.fault('iCode 为空', 'iCode is empty');
      continue;
    }
    if (seen.has(row.code)) row.fault(`代码“${row.code}”重复`, `the code “${row.code}” is there twice`);
    seen.add(row.code);
    const kind = row.text('Type');
    if (kind === null || !kinds.includes(kind as Kind)) {
      row.fault(`Type 应为 ${kinds.join('、')} 之一`, `Type must be one of ${kinds.join(', ')}`);
      continue;
    }
    readMetaRow(row, kind as Kind, meta);
  }
  checkTree(table.name, meta, faults);
  return meta;
}

function readMetaRow(row: MetaRow, kind: Kind, meta: Meta): void {
  const name = row.text('iName') ?? row.code;
  const parent = row.text('Parent');
  switch (kind) {
    case 'Indicator': {
      const level = row.number('Level');
      if (level !== 1) row.fault('指标的 Level 应为 1', 'an indicator has Level 1');
      const direction = row.number('Direction');
      if (direction !== 1 && direction !== -1)
        row.fault('Direction 应为 1 或 -1', 'Direction must be 1 or -1');
      meta.indicators.push({
        code: row.code,
        name,
        direction: direction === -1 ? -1 : 1,
        weight: row.weight(),
        parent,
        denominator: row.text('Denominator'),
        factor: row.number('ScaleFactor') ?? 1,
        target: row.number('Target'),
        goalposts: row.goalposts(),
      });
      return;
    }
    case 'Aggregate': {
      const level = row.number('Level') ?? 0;
      if (!Number.isInteger(level) || level < 2)
        row.fault('汇总项的 Level 应为 2 以上的整数', 'an aggregate has a whole Level from 2 on');
      meta.aggregates.push({ code: row.code, name, weight: row.weight(), parent, level });
      return;
    }
    case 'Group':
      meta.groups.push(row.code);
      return;
    case 'Denominator':
      meta.denominators.push(row.code);
      return;
    case 'Other':
  }
}

/** One root, every parent one level up, no group of weights that sum to nothing. A cycle cannot climb, so it is found. */
function checkTree(name: string, meta: Meta, faults: Fault[]): void {
  const fault = (code: string, zh: string, en: string): void =>
    void faults.push({ at: `${name} ${code}`.trim(), zh, en });
  const byCode = new Map(meta.aggregates.map((one) => [one.code, one]));
  const top = Math.max(1, ...meta.aggregates.map(({ level }) => level));
  const roots = meta.aggregates.filter(({ level }) => level === top);
  if (meta.indicators.length === 0) fault('', '没有指标', 'has no indicators');
  if (roots.length !== 1)
    fault(
      '',
      `最高一层应只有一项（总指数），现有 ${roots.length} 项`,
      `the highest level must be one aggregate, the index; there are ${roots.length}`,
    );
  for (const { code, parent } of roots)
    if (parent !== null)
      fault(
        code,
        `它在最高一层，不能再有 Parent“${parent}”（指标树不能成环）`,
        `it is of the highest level and has the Parent “${parent}”: a tree has no cycle`,
      );
  for (const { code, parent, level } of [
    ...meta.indicators.map((one) => ({ ...one, level: 1 })),
    ...meta.aggregates.filter((one) => one.level < top),
  ]) {
    const above = parent === null ? undefined : byCode.get(parent);
    if (above === undefined)
      fault(
        code,
        parent === null ? '没有写 Parent' : `Parent“${parent}”不是汇总项`,
        parent === null ? 'has no Parent' : `its Parent “${parent}” is no aggregate`,
      );
    else if (above.level !== level + 1)
      fault(
        code,
        `Parent“${above.code}”在第 ${above.level} 层，应在第 ${level + 1} 层`,
        `its Parent “${above.code}” is of level ${above.level}, not ${level + 1}`,
      );
  }
  for (const { code } of meta.aggregates) {
    const children = [...meta.indicators, ...meta.aggregates].filter(({ parent }) => parent === code);
    if (children.length === 0) fault(code, '其下没有指标', 'has nothing below it');
    else if (children.every(({ weight }) => weight === 0))
      fault(code, '其下各项的权重之和为 0', 'the weights below it sum to 0');
  }
  for (const { code, denominator } of meta.indicators)
    if (denominator !== null && !meta.denominators.includes(denominator))
      fault(code, `分母“${denominator}”不是 Denominator`, `“${denominator}” is no Denominator`);
}

/** Data sets of several years, the earliest first; a table without a column Time is one, of no time. */
export interface Panel {
  times: readonly string[];
  datasets: readonly Dataset[];
}

/** Order of times: as numbers where all are, else of code points. */
function inTimeOrder(times: readonly string[]): string[] {
  return times.every(isNumber)
    ? times.toSorted((one, other) => Number(one) - Number(other))
    : times.toSorted(inCodeOrder);
}

/** One data set of a table's rows. */
function datasetOf(table: Table, rows: Table['rows'], meta: Meta, faults: Fault[]): Dataset {
  const ordered = rows.toSorted((one, other) =>
    inCodeOrder(one.cells.get('uCode') ?? '', other.cells.get('uCode') ?? ''),
  );
  const codes = ordered.map(({ cells }) => cells.get('uCode') ?? '');
  for (const [at, code] of codes.entries()) {
    const place = `${table.name} 第 ${ordered[at]?.line ?? 0} 行`;
    if (code === '') faults.push({ at: place, zh: 'uCode 为空', en: 'uCode is empty' });
    else if (code === codes[at - 1])
      faults.push({ at: place, zh: `单位代码“${code}”重复`, en: `the unit “${code}” is there twice` });
  }
  const columnOf = (column: string): Float64Array =>
    Float64Array.from(ordered, ({ line, cells }) => {
      const text = cells.get(column) ?? '';
      if (isMissing(text)) return Number.NaN;
      if (isNumber(text)) return Number(text);
      faults.push({
        at: `${table.name} 第 ${line} 行 ${column}`,
        zh: `“${text}”不是数字`,
        en: `“${text}” is no number`,
      });
      return Number.NaN;
    });
  const present = (column: string): boolean => table.columns.includes(column);
  return {
    units: codes,
    names: ordered.map(({ cells }, at) => cells.get('uName') || (codes[at] ?? '')),
    indicators: meta.indicators
      .toSorted((one, other) => inCodeOrder(one.code, other.code))
      .map((one) => ({ ...one, values: columnOf(one.code) })),
    aggregates: meta.aggregates.toSorted(
      (one, other) => one.level - other.level || inCodeOrder(one.code, other.code),
    ),
    groups: new Map(
      meta.groups
        .filter(present)
        .map((column) => [column, ordered.map(({ cells }) => cells.get(column) ?? '')]),
    ),
    denominators: new Map(meta.denominators.filter(present).map((column) => [column, columnOf(column)])),
  };
}

/** Reads both tables, year by year where there is a column Time. Refuses with every fault of both, each at its place. */
export function readPanel(dataFile: TableFile, metaFile: TableFile): Panel {
  const faults: Fault[] = [];
  const [table, metaTable] = [readTable(dataFile, faults), readTable(metaFile, faults)];
  const meta = readMeta(metaTable, faults);
  const needed = ['uCode', ...meta.indicators.map(({ code }) => code), ...meta.groups, ...meta.denominators];
  for (const column of needed.filter((one) => !table.columns.includes(one)))
    faults.push({ at: `${table.name} 第 1 行`, zh: `缺少列 ${column}`, en: `has no column ${column}` });
  if (table.rows.length === 0) faults.push({ at: table.name, zh: '没有单位', en: 'has no units' });
  if (table.rows.length > most.units || meta.indicators.length > most.indicators)
    faults.push({
      at: table.name,
      zh: `最多 ${most.units} 个单位、${most.indicators} 个指标`,
      en: `takes at most ${most.units} units and ${most.indicators} indicators`,
    });
  const byTime = Map.groupBy(table.rows, ({ cells }) => cells.get('Time') ?? '');
  const times = inTimeOrder([...byTime.keys()]);
  if (table.columns.includes('Time') && byTime.has(''))
    faults.push({ at: table.name, zh: '有行的 Time 为空', en: 'has rows without a Time' });
  const datasets = times.map((time) => datasetOf(table, byTime.get(time) ?? [], meta, faults));
  if (faults.length > 0)
    throw new Refusal(
      'invalid-input',
      {
        zh: `数据表共有 ${faults.length} 处问题，没有测算。请按下列位置改正。`,
        en: `The tables have ${faults.length} faults; nothing was computed. Correct the places listed.`,
      },
      faults,
    );
  return { times: table.columns.includes('Time') ? times : [''], datasets };
}

/** Reads both tables of one year. Refuses with every fault of both, each at its line and column. */
export function readDataset(dataFile: TableFile, metaFile: TableFile): Dataset {
  const { times, datasets } = readPanel(dataFile, metaFile);
  const [only] = datasets;
  if (only && times[0] === '') return only;
  throw new Refusal('invalid-input', {
    zh: `${dataFile.name} 有多年数据（Time 列），这里只取一年；请只留一年的行并去掉 Time 列`,
    en: `${dataFile.name} has several years (a column Time); here one year is taken: keep its rows and leave Time out`,
  });
}
