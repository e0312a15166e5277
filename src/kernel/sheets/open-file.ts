/** A table's file in this thread, whatever its kind. */
import { sheetLimits } from '#kernel/contract/limits.ts';
import type { FileNote, SheetName } from './cell.ts';
import type { OpenTable } from './open-table.ts';
import { readCsvRows, readTableText } from './read-csv.ts';
import type { SheetReading } from './read-sheet.ts';
import { openWorkbook } from './read-workbook.ts';
import { kindOf, refuseKind } from './refuse-form.ts';
import { refuseTable } from './refuse.ts';

export interface TableFile {
  kind: 'workbook' | 'text';
  /** One without a name for a text. */
  sheets: SheetName[];
  notes: FileNote[];
  read(sheet: number): SheetReading;
}

/** Opens a workbook or a text by its content, never by its name. Refuses everything else. */
export async function openFile(bytes: Uint8Array, fileName: string): Promise<TableFile> {
  if (bytes.byteLength > sheetLimits.fileBytes) {
    const megabytes = sheetLimits.fileBytes / 1024 / 1024;
    throw refuseTable(
      'too-large',
      fileName,
      `超过 ${megabytes} MB；请分成几个文件`,
      `is larger than ${megabytes} MB; split it`,
    );
  }
  const kind = kindOf(bytes);
  if (kind === 'workbook') return { kind, ...(await openWorkbook(bytes, fileName)) };
  if (kind !== 'text') throw refuseKind(kind, bytes, fileName);
  const text = readTableText(bytes, fileName);
  return {
    kind,
    sheets: [{ name: '', hidden: false }],
    notes: [],
    read: () => ({
      rows: readCsvRows(text, fileName),
      expected: () => null,
      end: { merged: [], hiddenColumns: [] },
    }),
  };
}

/**
 * As `openTable` of the room, in this thread: for texts so small that a thread takes longer to start than to read them,
 * and for files that are known to be harmless.
 */
export async function openTableHere(bytes: Uint8Array, fileName: string): Promise<OpenTable> {
  const file = await openFile(bytes, fileName);
  return {
    kind: file.kind,
    sheets: file.sheets,
    notes: file.notes,
    async *read(sheet, onEnd) {
      const reading = file.read(sheet);
      for await (const rows of reading.rows) yield { rows, expected: reading.expected() };
      onEnd?.(reading.end);
    },
    close: async () => undefined,
  };
}
