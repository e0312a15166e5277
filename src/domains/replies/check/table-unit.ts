/** The unit of a number in a table: said beside it, in its row's first cells, or at the head of its column. Pure. */

/** A unit in brackets or behind 单位: （万元）, 单位：项. */
const said =
  /(?:[（(](?:单位[:：])?|单位[:：])(万亿|亿|万|千)?(元|美元|个|家|项|人|名|件|吨|公斤|批次|批|条|所|台|套|%)[)）]?$/;
const bare = /^(万亿|亿|万|千)?(元|人|名|个|家|项|件|吨|公斤|批次|批|条|%)$/;

interface TableUnit {
  multiplier: string;
  measure: string;
}

const unitOf = (cell: string, pattern: RegExp): TableUnit | null => {
  const match = pattern.exec(cell);
  return match ? { multiplier: match[1] ?? '', measure: match[2] ?? '' } : null;
};

/** Rows looked through for the head of a table. */
const headReach = 60;

/** Characters of a row; longer stretches are no table. */
const rowReach = 2000;

/** The unit of the number at `start` of a compact text; null outside a table, or when none is said. */
export function tableUnit(chars: string, start: number): TableUnit | null {
  const from = chars.lastIndexOf('\n', start - 1) + 1;
  const to = chars.indexOf('\n', start);
  const row = chars.slice(from, to < 0 ? undefined : to);
  if (!row.includes('\t') || row.length > rowReach) return null;
  const cells = row.split('\t');
  const column = chars.slice(from, start).split('\t').length - 1;
  for (const [place, cell] of cells.entries()) {
    if (place === column) continue;
    const unit = unitOf(cell, said) ?? unitOf(cell, bare);
    if (unit) return unit;
  }
  let end = from - 1;
  for (let rows = 0; rows < headReach && end > 0; rows++) {
    const begin = chars.lastIndexOf('\n', end - 1) + 1;
    const above = chars.slice(begin, end);
    if (!above.includes('\t')) return unitOf(above, said);
    const unit = unitOf(above.split('\t')[column] ?? '', said);
    if (unit) return unit;
    end = begin - 1;
  }
  return null;
}
