/** Workbooks made by hand for tests, as programs other than ours write them. Never imported by the product. */
import { strToU8, zipSync, type Zippable } from 'fflate';

export interface MadeSheet {
  name: string;
  /** Rows of `sheetData`; or values, one text cell each. */
  rows: string | readonly (readonly string[])[];
  /** XML after `sheetData`: merged cells, rules. */
  after?: string;
  /** XML before it: columns. */
  before?: string;
  hidden?: boolean;
}

export interface MadeWorkbook {
  sheets: readonly MadeSheet[];
  date1904?: boolean;
  /** Contents of `sharedStrings`. */
  shared?: string;
  /** Number formats: code by number; styles use them in order from 1. */
  formats?: readonly { id: number; code?: string }[];
  /** Parts besides, by name. */
  parts?: Zippable;
  relations?: string;
  prefix?: string;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Cells of texts, written within the cell. */
export const textRow = (values: readonly string[]): string =>
  `<row>${values.map((value) => (value === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`)).join('')}</row>`;

/** The bytes of a workbook. */
export function makeWorkbook(made: MadeWorkbook): Uint8Array {
  const { sheets, date1904 = false, shared, formats = [], parts = {}, relations = '' } = made;
  const written: Zippable = {
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, hidden }, index) =>
            `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="s${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
        .map(
          (_, index) =>
            `<Relationship Id="s${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        )
        .join('')}<Relationship Id="st" Type="${office}/styles" Target="styles.xml"/>${
        shared === undefined
          ? ''
          : `<Relationship Id="ss" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>`
      }${relations}</Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      `<styleSheet xmlns="${main}"><numFmts>${formats
        .filter(({ code }) => code !== undefined)
        .map(({ id, code = '' }) => `<numFmt numFmtId="${id}" formatCode="${escapeXml(code)}"/>`)
        .join(
          '',
        )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
        .map(({ id }) => `<xf numFmtId="${id}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ),
    ...parts,
  };
  if (shared !== undefined) written['xl/sharedStrings.xml'] = strToU8(`<sst xmlns="${main}">${shared}</sst>`);
  sheets.forEach(({ rows, before = '', after = '' }, index) => {
    const content = typeof rows === 'string' ? rows : rows.map(textRow).join('');
    written[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
      `<worksheet xmlns="${main}">${before}<sheetData>${content}</sheetData>${after}</worksheet>`,
    );
  });
  return zipSync(written);
}
