import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import type { Language } from '#kernel/contract/words.ts';
import type { Listing } from './listing.ts';
import { writeTable } from './table-file.ts';

function cellText(column: ColumnShape, cell: CellShape | undefined, language: Language): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return cell.code ?? cell.title;
  if (typeof cell === 'boolean') return { zh: cell ? '是' : '否', en: cell ? 'yes' : 'no' }[language];
  if (column.kind === 'choice') return column.choices?.[String(cell)]?.[language] ?? String(cell);
  return String(cell);
}

const stubText = { zh: '涉密，不公开', en: 'classified, not public' };

/**
 * A listing as CSV in a form the import takes back: references by key, choices by label. A classified row is one
 * line that says so. Masked identity numbers are left out: what is masked cannot be read back.
 */
export function exportListing(listing: Listing, language: Language): string {
  const columns = listing.columns.filter((column) => column.kind !== 'identity');
  return writeTable(
    columns.map((column) => column.label[language]),
    listing.rows.map((row) =>
      row.stub
        ? columns.map((_, index) => (index === 0 ? stubText[language] : ''))
        : columns.map((column) => cellText(column, row.cells[column.name], language)),
    ),
  );
}
