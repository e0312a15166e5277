import {
  Document,
  FootnoteReferenceRun,
  Footer,
  Header,
  InsertedTextRun,
  DeletedTextRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  Tab,
  TextRun,
  PageNumber,
  ExternalHyperlink,
} from 'docx';
import { describe, expect, test } from 'vitest';
import { readLetterFile, type ReadLetter } from './read-file.ts';
import { buildDocx, relationship, relationships, wordXml } from './testing.ts';

const read = (body: string, parts: Record<string, string | Uint8Array> = {}): Promise<ReadLetter> =>
  readLetterFile(buildDocx(body, parts), '来信');
const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...content: string[]): string => `<w:p>${content.join('')}</w:p>`;
const textsOf = ({ lines }: ReadLetter): string[] => lines.map(({ text }) => text);
const codesOf = ({ notes }: ReadLetter): string[] => notes.map(({ code }) => code);

test('a letter as Word would have it, made with the docx package', async () => {
  const cell = (text: string): TableCell => new TableCell({ children: [new Paragraph(text)] });
  const document = new Document({
    footnotes: { 1: { children: [new Paragraph('不含中央财政资金。')] } },
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph('吉林省科学技术厅')] }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({ children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })] }),
            ],
          }),
        },
        children: [
          new Paragraph('王松伟代表：'),
          new Paragraph({
            children: [
              new TextRun('资助资金 1'),
              new TextRun({ text: '20', bold: true }),
              new TextRun('0'),
              new FootnoteReferenceRun(1),
              new TextRun(' 万元'),
              new InsertedTextRun({
                id: 1,
                author: '示例',
                date: '2025-05-27T00:00:00Z',
                text: '，新增 5 项',
              }),
              new DeletedTextRun({
                id: 2,
                author: '示例',
                date: '2025-05-27T00:00:00Z',
                text: '，减少 4 项',
              }),
              new TextRun({ text: '内部口径 99', vanish: true }),
            ],
          }),
          new Paragraph({
            children: [
              new TextRun({ children: ['甲', new Tab(), '乙'] }),
              new TextRun({ text: '丙', break: 1 }),
            ],
          }),
          new Paragraph({
            children: [
              new ExternalHyperlink({ link: 'https://example.invalid/', children: [new TextRun('见网页')] }),
            ],
          }),
          new Table({
            rows: [
              new TableRow({ children: [cell('年度'), cell('金额')] }),
              new TableRow({ children: [cell('2024'), cell('1200')] }),
            ],
          }),
        ],
      },
    ],
  });
  const letter = await readLetterFile(new Uint8Array(await Packer.toBuffer(document)), 'letter.docx');
  expect(letter.kind).toBe('docx');
  expect(letter.lines.filter(({ place }) => place !== 'header')).toEqual([
    { text: '王松伟代表：', place: 'body' },
    { text: '资助资金 1200 万元，新增 5 项', place: 'body' },
    { text: '甲\t乙', place: 'body' },
    { text: '丙', place: 'body' },
    { text: '见网页', place: 'body' },
    { text: '年度\t金额', place: 'table' },
    { text: '2024\t1200', place: 'table' },
    { text: '不含中央财政资金。', place: 'footnote' },
  ]);
  expect(letter.lines[0]).toEqual({ text: '吉林省科学技术厅', place: 'header' });
  expect(letter.lines.at(-1)).toMatchObject({ text: expect.stringMatching(/^— .*—$/), place: 'header' });
  expect(codesOf(letter)).toEqual(['tracked-changes', 'hidden-text', 'external-links-ignored']);
});

describe('words within a paragraph', () => {
  test.each<[string, string, string[]]>([
    ['a number in three runs', paragraph(run('1'), run('2'), run('00 万元')), ['1200 万元']],
    [
      'blanks the file does not mark as kept',
      '<w:p><w:r><w:t> 12 </w:t></w:r><w:r><w:t>\n00</w:t></w:r></w:p>',
      ['1200'],
    ],
    [
      'a smart tag, a content control, a bookmark',
      paragraph(
        '<w:smartTag><w:sdt><w:sdtPr><w:alias w:val="9"/></w:sdtPr><w:sdtContent>',
        run('12'),
        '</w:sdtContent></w:sdt></w:smartTag><w:bookmarkStart w:id="0" w:name="a"/>',
        run('00'),
      ),
      ['1200'],
    ],
    [
      'soft hyphen, hyphen, tab',
      paragraph(
        '<w:r><w:t>12</w:t><w:softHyphen/><w:t>0\u00ad0</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>',
      ),
      ['1200\tA-1'],
    ],
    [
      'line breaks',
      paragraph('<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t></w:r>'),
      ['一', '二', '三'],
    ],
    ['a page break alone', paragraph('<w:r><w:br w:type="page"/></w:r>', run('一')), ['一']],
    [
      'symbols',
      paragraph(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Symbol" w:char="F035"/><w:sym w:font="SimSun" w:char="4E00"/></w:r>',
      ),
      ['☑≥5一'],
    ],
    [
      'raised figures',
      paragraph(
        run('10'),
        run('4', '<w:vertAlign w:val="superscript"/>'),
        run(' 亩，1200'),
        run('[1]', '<w:vertAlign w:val="superscript"/>'),
      ),
      ['10⁴ 亩，1200[¹]'],
    ],
    [
      'the base of a reading aid',
      paragraph(
        '<w:r><w:ruby><w:rt><w:r><w:t>cè</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>测</w:t></w:r></w:rubyBase></w:ruby></w:r>',
      ),
      ['测'],
    ],
    ['a formula', paragraph(run('约'), '<m:oMath><m:r><m:t>28</m:t></m:r></m:oMath>', run('吨')), ['约28吨']],
    ['an empty paragraph', '<w:p/>' + paragraph(run('一')), ['', '一']],
  ])('%s', async (_name, body, expected) => {
    expect(textsOf(await read(body))).toEqual(expected);
  });

  test('a symbol nobody knows is shown as lost, and told', async () => {
    const letter = await read(paragraph(run('第'), '<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>'));
    expect(textsOf(letter)).toEqual(['第\uFFFD']);
    expect(codesOf(letter)).toEqual(['damaged-characters']);
  });

  test('the strict form of the format, and other prefixes', async () => {
    const letter = await readLetterFile(
      buildDocx('', {
        'word/document.xml':
          '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>1200</x:t></x:r></x:p></x:body></x:document>',
      }),
      'letter',
    );
    expect(textsOf(letter)).toEqual(['1200']);
  });

  test('a part in UTF-16', async () => {
    const xml = wordXml('document', `<w:body>${paragraph(run('1200 万元'))}</w:body>`).replace(
      'UTF-8',
      'UTF-16',
    );
    const letter = await read('', {
      'word/document.xml': Uint8Array.from(Buffer.from(`\uFEFF${xml}`, 'utf16le')),
    });
    expect(textsOf(letter)).toEqual(['1200 万元']);
  });
});

describe('fields', () => {
  const field = (code: string, result: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${code} </w:instrText></w:r>` +
    `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

  test.each<[string, string, string[]]>([
    [
      'the result, not the code',
      paragraph(run('共 '), field('=SUM(1,99)', '1200'), run(' 万元')),
      ['共 1200 万元'],
    ],
    [
      'a field within a field’s code',
      paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        run('IF 7'),
        field('REF a', '8'),
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run('39'),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
      ),
      ['39'],
    ],
    [
      'a field without result',
      paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>XE 5</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run('一'),
      ),
      ['一'],
    ],
    [
      'a code that never ends',
      paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run('9')) + paragraph(run('1200')),
      ['', '1200'],
    ],
    [
      'a simple field',
      paragraph('<w:fldSimple w:instr="DOCPROPERTY x">', run('1200'), '</w:fldSimple>'),
      ['1200'],
    ],
    [
      'a cross-reference to a note',
      paragraph(run('39'), field('NOTEREF _Ref1 \\h', '2'), run(' 项')),
      ['39 项'],
    ],
  ])('%s', async (_name, body, expected) => {
    expect(textsOf(await read(body))).toEqual(expected);
  });
});

describe('tracked changes, read as accepted', () => {
  test.each<[string, string, string[]]>([
    [
      'a digit replaced within a number',
      paragraph(
        run('1'),
        '<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins>',
        run('2'),
        '</w:ins>',
        run('00'),
      ),
      ['1200'],
    ],
    [
      'a move',
      paragraph('<w:moveFrom>', run('540'), '</w:moveFrom>', run('甲')) +
        paragraph('<w:moveTo>', run('540'), '</w:moveTo>'),
      ['甲', '540'],
    ],
    [
      'a deleted paragraph mark joins two paragraphs',
      `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('12')}</w:p>${paragraph(run('00'))}`,
      ['1200'],
    ],
    [
      'a paragraph deleted whole',
      `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p>${paragraph(run('一'))}`,
      ['一'],
    ],
    [
      'a deleted row',
      `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>${paragraph(run('9'))}</w:tc></w:tr><w:tr><w:trPr><w:ins/></w:trPr><w:tc>${paragraph(run('1'))}</w:tc></w:tr></w:tbl>`,
      ['1'],
    ],
    [
      'former properties',
      paragraph(
        `<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>1200</w:t></w:r><w:del/>`,
      ),
      ['1200'],
    ],
    [
      'a deleted text box',
      paragraph(
        '<w:del><w:r><w:pict><v:textbox><w:txbxContent>',
        paragraph(run('9')),
        '</w:txbxContent></v:textbox></w:pict></w:r></w:del>',
        run('一'),
      ),
      ['一'],
    ],
  ])('%s', async (_name, body, expected) => {
    const letter = await read(body);
    expect(textsOf(letter)).toEqual(expected);
    expect(codesOf(letter)).toContain('tracked-changes');
  });
});

describe('hidden text', () => {
  const styles = wordXml(
    'styles',
    '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Derived"><w:basedOn w:val="Base"/></w:style>',
  );
  const parts = {
    'word/styles.xml': styles,
    'word/_rels/document.xml.rels': relationships(relationship('rId1', 'styles', 'styles.xml')),
  };
  test.each<[string, string, string[]]>([
    ['of a run', paragraph(run('12'), run('9', '<w:vanish/>'), run('00')), ['1200']],
    [
      'switched off again',
      paragraph(run('1200', '<w:vanish w:val="0"/>'), run('9', '<w:vanish/>')),
      ['1200'],
    ],
    ['by a character style', paragraph(run('9', '<w:rStyle w:val="Derived"/>'), run('1200')), ['1200']],
    [
      'by a paragraph style',
      `<w:p><w:pPr><w:pStyle w:val="Derived"/></w:pPr>${run('9')}${run('1200', '<w:vanish w:val="false"/>')}</w:p>`,
      ['1200'],
    ],
    [
      'a paragraph hidden whole',
      `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>${run('9', '<w:vanish/>')}</w:p>${paragraph(run('1200'))}`,
      ['1200'],
    ],
  ])('%s', async (_name, body, expected) => {
    const letter = await read(body, parts);
    expect(textsOf(letter)).toEqual(expected);
    expect(codesOf(letter)).toEqual(['hidden-text']);
  });
});

describe('places', () => {
  const box = (text: string): string =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${paragraph(run(text))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
    `<mc:Fallback><w:pict><v:textbox><w:txbxContent>${paragraph(run(text))}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;

  test('a text box once, after its paragraph, whose number it does not cut', async () => {
    expect((await read(paragraph(run('12'), box('508 人'), run('00')) + paragraph(run('二')))).lines).toEqual(
      [
        { text: '1200', place: 'body' },
        { text: '508 人', place: 'text-box' },
        { text: '二', place: 'body' },
      ],
    );
  });

  test('the fallback where there is no choice', async () => {
    const body = paragraph(
      `<mc:AlternateContent><mc:Fallback>${run('1200')}</mc:Fallback></mc:AlternateContent>`,
    );
    expect(textsOf(await read(body))).toEqual(['1200']);
  });

  test('tables: empty cells, paragraphs of a cell, a table in a cell', async () => {
    const cell = (...content: string[]): string => `<w:tc>${content.join('')}</w:tc>`;
    const inner = `<w:tbl><w:tr>${cell(paragraph(run('内')))}${cell(paragraph(run('表')))}</w:tr></w:tbl>`;
    const body = `<w:tbl><w:tr>${cell(paragraph(run('一')), paragraph(run('二')))}${cell('<w:p/>')}${cell(inner, '<w:p/>')}</w:tr></w:tbl>`;
    expect((await read(body)).lines).toEqual([{ text: '一 二\t\t内 表', place: 'table' }]);
  });

  test('notes in the order they are referred to, without their marks; those not referred to are left out', async () => {
    const reference = (id: number, attributes = ''): string =>
      `<w:r><w:footnoteReference w:id="${id}"${attributes}/><w:t>*9</w:t></w:r>`;
    const note = (id: number, text: string): string =>
      `<w:footnote w:id="${id}"><w:p><w:r><w:footnoteRef/></w:r>${run(text)}</w:p></w:footnote>`;
    const letter = await read(
      paragraph(
        run('1200'),
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        run(' 万'),
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
        run('，39'),
        reference(2, ' w:customMarkFollows="1"'),
        run(' 项'),
      ) + paragraph('<w:del><w:r><w:footnoteReference w:id="4"/></w:r></w:del>', run('末')),
      {
        'word/_rels/document.xml.rels': relationships(
          relationship('rId1', 'footnotes', 'footnotes.xml'),
          relationship('rId2', 'endnotes', '/word/endnotes.xml'),
        ),
        'word/footnotes.xml': wordXml(
          'footnotes',
          `<w:footnote w:id="0" w:type="separator">${paragraph(run('—'))}</w:footnote>${note(2, '注乙')}${note(3, '注甲')}${note(4, '注丙')}${note(5, '注丁')}`,
        ),
        'word/endnotes.xml': wordXml('endnotes', `<w:endnote w:id="1">${paragraph(run('尾注'))}</w:endnote>`),
      },
    );
    expect(letter.lines).toEqual([
      { text: '1200 万，39 项', place: 'body' },
      { text: '末', place: 'body' },
      { text: '注甲', place: 'footnote' },
      { text: '注乙', place: 'footnote' },
      { text: '尾注', place: 'footnote' },
    ]);
  });

  test('only headers and footers in use', async () => {
    const letter = await read(
      `${paragraph(run('文'))}<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:headerReference w:type="even" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>`,
      {
        'word/_rels/document.xml.rels': relationships(
          relationship('rId1', 'header', 'header1.xml'),
          relationship('rId2', 'footer', 'footer1.xml'),
          relationship('rId3', 'header', 'header2.xml'),
        ),
        'word/header1.xml': wordXml('hdr', paragraph(run('页眉'))),
        'word/header2.xml': wordXml('hdr', paragraph(run('旧页眉'))),
        'word/footer1.xml': wordXml('ftr', paragraph(run('— 1 —'))),
      },
    );
    expect(letter.lines).toEqual([
      { text: '页眉', place: 'header' },
      { text: '文', place: 'body' },
      { text: '— 1 —', place: 'header' },
    ]);
  });
});

test('what is left out is told', async () => {
  const letter = await read(
    `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>${run('一')}<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r><w:r><w:object/></w:r></w:p>`,
    {
      'word/vbaProject.bin': new Uint8Array([1, 2, 3]),
      'word/comments.xml': wordXml(
        'comments',
        `<w:comment w:id="0">${paragraph(run('99 不对'))}</w:comment>`,
      ),
      'word/_rels/settings.xml.rels': relationships(
        relationship('rId1', 'attachedTemplate', 'file:///c:/x.dotm'),
      ),
    },
  );
  expect(textsOf(letter)).toEqual(['一']);
  expect(codesOf(letter)).toEqual([
    'comments-ignored',
    'macros-ignored',
    'external-links-ignored',
    'embedded-ignored',
    'automatic-numbering',
    'pictures-ignored',
  ]);
  for (const note of letter.notes)
    expect(note).toMatchObject({ zh: expect.stringMatching(/。$/), en: expect.stringMatching(/\.$/) });
});

test('a letter of 200 pages, in short runs, is read whole', async () => {
  const text = '2024 年，签订科技创新能力提升赛马机制项目 39 项，资助资金 1200 万元。';
  const properties = '<w:rFonts w:hint="eastAsia" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>';
  const runs = (text.match(/.{1,4}/gu) ?? []).map((piece) => run(piece, properties));
  const bytes = buildDocx(paragraph(...runs).repeat(3500));
  // How long it takes is the benchmark's to say.
  const { lines } = await readLetterFile(bytes, 'letter.docx');
  expect(lines).toHaveLength(3500);
  expect(lines[3499]?.text).toBe(text);
});
