/** Registers as files that can be imported again as they are: written aside whole, then sent. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { CellShape, ColumnShape } from '#kernel/contract/evidence.ts';
import { toFollow, type Field, type RecordDescription } from '#kernel/contract/record.ts';
import type { Language } from '#kernel/contract/words.ts';
import { openWorkbookWriter } from '#kernel/sheets/write-workbook.ts';
import { listRows, type Listing, type ListingQuestion, type Reader } from './listing.ts';
import { sheetNameOf } from './import-plan.ts';
import { writeLines } from './table-file.ts';
import { sheetColumn } from './template.ts';

const pageSize = 5000;
/** Rows of one export. */
const mostRows = 1_000_000;

const stubText = { zh: '涉密，不公开', en: 'classified, not public' };

/** Columns that can be read back: what leaves masked or is withheld from this reader cannot. */
const columnsKept = ({ description, shows }: Export, listing: Listing): ColumnShape[] =>
  listing.columns.filter(({ kind, name }) => {
    const field = description.fields[name];
    return kind !== 'identity' && (field === undefined || shows(field));
  });

/** A cell as the import reads it: references by key, choices by label, what is owed as such. */
function cellText(
  description: RecordDescription,
  column: ColumnShape,
  cell: CellShape | undefined,
  language: Language,
): string {
  if (cell === null || cell === undefined) return description.fields[column.name]?.mayFollow ? toFollow : '';
  if (typeof cell === 'object') return cell.code ?? cell.title;
  if (typeof cell === 'boolean') return { zh: cell ? '是' : '否', en: cell ? 'yes' : 'no' }[language];
  if (column.kind === 'choice') return column.choices?.[String(cell)]?.[language] ?? String(cell);
  return String(cell);
}

const linesOf = (
  description: RecordDescription,
  listing: Listing,
  columns: readonly ColumnShape[],
  language: Language,
): string[][] =>
  listing.rows.map((row) =>
    row.stub
      ? columns.map((_, index) => (index === 0 ? stubText[language] : ''))
      : columns.map((column) => cellText(description, column, row.cells[column.name], language)),
  );

export interface Export {
  description: RecordDescription;
  question: Omit<ListingQuestion, 'page' | 'pageSize'>;
  language: Language;
  /** Whether this reader is shown a field as it is. */
  shows: (field: Field) => boolean;
}

/** Pages of one state of the register: what is written meanwhile is in none of them. */
async function eachPage(
  reader: Reader,
  { description, question }: Export,
  take: (listing: Listing) => Promise<void>,
): Promise<void> {
  await reader.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      for (let page = 1; ; page++) {
        const listing = await listRows(
          { ...reader, db },
          { description },
          { ...question, page, pageSize, exactly: true },
        );
        await take(listing);
        if (listing.rows.length < pageSize || page * pageSize >= mostRows) return;
      }
    });
}

/** A register as CSV with a byte order mark. */
export const exportCsv = (reader: Reader, asked: Export): Promise<Readable> =>
  writeAside(async (stream) => {
    let begun = false;
    await eachPage(reader, asked, async (listing) => {
      const columns = columnsKept(asked, listing);
      const lines = linesOf(asked.description, listing, columns, asked.language);
      const head = begun ? '' : `\uFEFF${writeLines([columns.map(({ label }) => label[asked.language])])}`;
      begun = true;
      await writeAll(stream, `${head}${writeLines(lines)}`);
    });
    stream.end();
  });

/** A register as a workbook: days as days, numbers exactly, identifiers as text. */
export const exportWorkbook = (reader: Reader, asked: Export): Promise<Readable> =>
  writeAside(async (stream) => {
    const { description, language } = asked;
    const workbook = await openWorkbookWriter(stream);
    let sheet: ReturnType<typeof workbook.addSheet> | null = null;
    await eachPage(reader, asked, async (listing) => {
      const columns = columnsKept(asked, listing);
      sheet ??= workbook.addSheet(
        sheetNameOf(description.label[language]),
        columns.map((column) => {
          const field = description.fields[column.name];
          return field
            ? sheetColumn(column.name, field, reader.registers, language)
            : { heading: column.label[language], kind: 'integer', width: 12 };
        }),
      );
      for (const values of linesOf(description, listing, columns, language)) sheet.write({ values });
    });
    (sheet as ReturnType<typeof workbook.addSheet> | null)?.close();
    await workbook.finish();
  });

async function writeAll(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const stop = (error?: Error): void => {
      stream.off('drain', stop);
      stream.off('error', stop);
      if (error) reject(error);
      else resolve();
    };
    stream.once('drain', stop);
    stream.once('error', stop);
  });
}

/**
 * Writes a file aside and opens it for reading; its name is gone at once, its bytes when it was read. So a file is sent
 * whole or not at all, and no slow reader keeps a transaction open.
 */
export async function writeAside(write: (stream: Writable) => Promise<void>): Promise<Readable> {
  const path = join(tmpdir(), `kechuang-${randomUUID()}`);
  const stream = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  const written = finished(stream);
  try {
    await Promise.all([written, write(stream)]);
    return (await open(path)).createReadStream();
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}
