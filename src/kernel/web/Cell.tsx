import { Link } from '@tanstack/react-router';
import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import { spellMoney } from '#kernel/contract/money.ts';
import { group, useSpeech, type Speech } from './language.ts';
import { ui } from './words.ts';

export const isNumeric = (column: ColumnShape): boolean =>
  column.kind === 'integer' || column.kind === 'decimal' || column.kind === 'money';

/** A cell as plain text in one language. */
export function spellCell(
  cell: CellShape | undefined,
  column: ColumnShape,
  { language, say }: Speech,
): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'object') return cell.title;
  if (typeof cell === 'boolean') return say(cell ? ui.yes : ui.no);
  const text = String(cell);
  if (column.kind === 'money') return spellMoney(text);
  if (column.kind === 'decimal' || (column.kind === 'integer' && !/year|年/i.test(column.name)))
    return group(text);
  return column.choices?.[text]?.[language] ?? text;
}

/** A cell of a table or a fact of a record; a reference leads to the record it names. */
export function Cell({ cell, column }: { cell: CellShape | undefined; column: ColumnShape }) {
  const speech = useSpeech();
  const { say } = speech;
  const text = spellCell(cell, column, speech);
  if (text === '' && column.mayFollow) return <span className="cell-owing">{say(ui.toFollow)}</span>;
  if (text === '') return <span className="cell-empty">—</span>;
  if (typeof cell === 'object' && cell !== null && cell.code !== null && column.to !== undefined) {
    return (
      <Link to="/records/$register/$code" params={{ register: column.to, code: cell.code }} search={{}}>
        {text}
      </Link>
    );
  }
  return <>{text}</>;
}

/** The heading of a column, with the unit where the cells carry none. */
export function columnHeading(column: ColumnShape, { language, say }: Speech): string {
  const label = column.label[language];
  if (column.kind !== 'money' || /[（(]/.test(label)) return label;
  return language === 'zh' ? `${label}（${say(ui.yuan)}）` : `${label} (${say(ui.yuan)})`;
}
