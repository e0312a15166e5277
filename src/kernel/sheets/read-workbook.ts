/** Workbooks (.xlsx): what they hold, sheet by sheet, row by row, as the bytes arrive. */
import { sheetLimits } from '#kernel/contract/limits.ts';
import { openArchive, type Archive } from '#kernel/documents/read-archive.ts';
import type { FileNote, NumberFormat, SheetName } from './cell.ts';
import { readNumberFormat } from './number-format.ts';
import { refuseForm } from './refuse-form.ts';
import { refuseTable } from './refuse.ts';
import { readSheet, type SheetReading } from './read-sheet.ts';
import { scanPart, type PartHandler } from './scan-part.ts';

const workbookArchive = {
  unpackedBytes: sheetLimits.unpackedBytes,
  programs: { zh: 'Excel、WPS', en: 'Excel or WPS' },
  extension: '.xlsx',
};

export interface Workbook {
  sheets: SheetName[];
  notes: FileNote[];
  /** Rows of a sheet that are not empty, in order, batch by batch. */
  read(sheet: number): SheetReading;
}

interface Relation {
  target: string;
  type: string;
}

/** `../worksheets/sheet1.xml` seen from `xl/workbook.xml`; an absolute target begins at the root. */
function resolveTarget(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

/**
 * Opens a workbook without reading its rows. Refuses what is none (with its name where it is known: old .xls, binary
 * .xlsb, OpenDocument, HTML under a false name), macros, passwords, damaged and bursting archives.
 */
export async function openWorkbook(bytes: Uint8Array, fileName: string): Promise<Workbook> {
  const archive = await openArchive(bytes, fileName, workbookArchive);
  refuseForm(archive.names, fileName);
  const scan = async (part: string, handler: PartHandler): Promise<boolean> => {
    const chunks = archive.open(part);
    if (!chunks) return false;
    await scanPart(chunks, part, fileName, handler);
    return true;
  };
  const notWhole = (): Error =>
    refuseTable(
      'unreadable-file',
      fileName,
      '不是完整的 Excel 工作簿；请用 Excel 或 WPS 打开并另存为 .xlsx',
      'is no whole Excel workbook; open it in Excel or WPS and save it as .xlsx',
    );

  const root = await readRelations(scan, '_rels/.rels', '');
  const book =
    [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  const slash = book.lastIndexOf('/') + 1;
  const relations = await readRelations(scan, `${book.slice(0, slash)}_rels/${book.slice(slash)}.rels`, book);
  const found = { date1904: false, sheets: [] as (SheetName & { part: string })[] };
  const whole = await scan(book, {
    open(name, attributes) {
      if (name === 'workbookPr') found.date1904 = isOn(attributes.date1904);
      if (name !== 'sheet') return;
      const relation = relations.get(attributes.id ?? '');
      // Charts and dialogs are sheets without rows.
      if (!relation?.type.endsWith('/worksheet')) return;
      found.sheets.push({
        name: attributes.name ?? '',
        hidden: (attributes.state ?? 'visible') !== 'visible',
        part: relation.target,
      });
    },
  });
  if (!whole || found.sheets.length === 0) throw notWhole();
  if (found.sheets.length > sheetLimits.sheets) {
    throw refuseTable(
      'too-large',
      fileName,
      `有超过 ${sheetLimits.sheets} 个工作表；请只留下要导入的`,
      `has more than ${sheetLimits.sheets} sheets; keep those to be imported`,
    );
  }
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type.endsWith(type))?.target;
  const formats = await readFormats(scan, partOf('/styles'));
  const texts = await readSharedTexts(archive, partOf('/sharedStrings'), fileName);
  const linked = [...relations.values()].some(({ type }) => type.endsWith('/externalLink'));
  return {
    sheets: found.sheets.map(({ name, hidden }) => ({ name, hidden })),
    notes: linked ? ['external-links'] : [],
    read(sheet) {
      const part = found.sheets[sheet]?.part;
      const chunks = part === undefined ? undefined : archive.open(part);
      if (part === undefined || !chunks) throw notWhole();
      return readSheet(chunks, { part, fileName, formats, texts, date1904: found.date1904 });
    },
  };
}

const isOn = (flag: string | undefined): boolean => flag === '1' || flag === 'true' || flag === 'on';

async function readRelations(
  scan: (part: string, handler: PartHandler) => Promise<boolean>,
  part: string,
  from: string,
): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await scan(part, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const { Id = '', Target = '', Type = '', TargetMode } = attributes;
      relations.set(Id, {
        target: TargetMode === 'External' ? '' : resolveTarget(from, Target),
        type: Type,
      });
    },
  });
  return relations;
}

/** The number format of each cell style, by its place. */
async function readFormats(
  scan: (part: string, handler: PartHandler) => Promise<boolean>,
  part: string | undefined,
): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let within = '';
  if (part !== undefined) {
    await scan(part, {
      open(name, attributes) {
        if (name === 'cellXfs' || name === 'cellStyleXfs') within = name;
        if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
        if (name === 'xf' && within === 'cellXfs') styles.push(Number(attributes.numFmtId ?? 0));
      },
      close(name) {
        if (name === within) within = '';
      },
    });
  }
  return styles.map((id) => readNumberFormat(id, codes.get(id)));
}

/** Texts kept once for all cells. Formatting within a text is passed over, readings (phonetics) too. */
async function readSharedTexts(
  archive: Archive,
  part: string | undefined,
  fileName: string,
): Promise<string[]> {
  const texts: string[] = [];
  const chunks = part === undefined ? undefined : archive.open(part);
  if (part === undefined || !chunks) return texts;
  let characters = 0;
  let text = '';
  let taken = false;
  let reading = 0;
  await scanPart(chunks, part, fileName, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') reading += 1;
      else if (name === 't') taken = reading === 0;
    },
    text(more) {
      if (!taken) return;
      characters += more.length;
      if (characters > sheetLimits.sharedCharacters) {
        throw refuseTable('too-large', fileName, '文字过多；请分成几个文件', 'holds too much text; split it');
      }
      text += more;
    },
    close(name) {
      if (name === 't') taken = false;
      else if (name === 'rPh') reading -= 1;
      else if (name === 'si') texts.push(text);
    },
  });
  return texts;
}
