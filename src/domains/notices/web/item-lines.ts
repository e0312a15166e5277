/** The items of a notice as lines of text: an item a line, its columns parted by bars or by tabs as a sheet pastes them. */

/** Columns of a line, in their order. */
export const itemColumns = ['title', 'unit', 'person', 'value', 'note', 'refersTo'] as const;
type Column = (typeof itemColumns)[number];
export type ItemLine = { title: string } & Partial<Record<Exclude<Column, 'title'>, string>>;

export const readItemLines = (text: string): ItemLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split(/[\t|｜]/).map((cell) => cell.trim());
      const given = itemColumns.flatMap((column, at) => (cells[at] ? [[column, cells[at]]] : []));
      return { title: '', ...Object.fromEntries(given) } as ItemLine;
    });

export const writeItemLines = (items: readonly ItemLine[]): string =>
  items
    .map((item) =>
      itemColumns
        .map((column) => item[column] ?? '')
        .join(' | ')
        .replace(/[ |]+$/, ''),
    )
    .join('\n');
