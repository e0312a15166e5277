/** Letters as files: rendered once they have a number and kept by digest; drafts rendered each time. */
import type { Actor } from '#kernel/access/roles.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { LetterDocument } from '#kernel/documents/letter-document.ts';
import { renderDocx } from '#kernel/documents/render-docx.ts';
import { renderPdf } from '#kernel/documents/render-pdf.ts';
import { writeTable } from '#kernel/registers/table-file.ts';
import { readClock } from '#kernel/db/open.ts';
import { findDraft } from './cases.ts';
import type { Block, Letter } from './contract.ts';
import { readContent } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import { keepDocument, readDocument } from './letter-store.ts';
import { findLetter, pageSealed, readLetter } from './letters.ts';
import { printBy, readCitations } from './readings.ts';
import { layOut } from './reviewing.ts';
import { citationsOf, plainText } from './sheet.ts';
import { listSections, readIssuer } from './store.ts';

type Kind = 'pdf' | 'docx';

/** Who keeps files: nobody asked for it but the platform itself. */
const platform: Actor = { name: '平台', role: 'operator' };

const sampleMark = { zh: '示例' };

/** A sealed letter as it is printed. */
export function documentOf(letter: Letter): LetterDocument {
  const textOf = (inline: Letter['blocks'][number]['inlines'][number]): string => {
    if (typeof inline === 'string') return inline;
    return 'citation' in inline ? (letter.citations[inline.citation - 1]?.text ?? '') : inline.text;
  };
  return {
    form: 'letter',
    issuer: letter.issuer,
    number: letter.number,
    title: null,
    category: null,
    salutation: letter.salutation,
    blocks: letter.blocks.map(({ level, inlines }) => ({
      level: levelOf(level),
      text: inlines.map(textOf).join(''),
    })),
    signature: letter.signature,
    date: letter.signedOn,
    notes: letter.transcribed || letter.publicity !== 'open' ? [] : ['此件公开发布'],
    copies: [],
    draft: letter.number === null,
    ...(letter.sample ? { mark: sampleMark } : {}),
  };
}

const levelOf = (level: number): LetterDocument['blocks'][number]['level'] =>
  level === 1 || level === 2 || level === 3 || level === 4 ? level : 0;

const render = async (document: LetterDocument, kind: Kind): Promise<Uint8Array> =>
  kind === 'pdf' ? (await renderPdf(document)).bytes : renderDocx(document);

/**
 * A letter's file. With a number it is rendered once, kept, and the same bytes ever after; before, it is a draft
 * for those who may read it.
 */
export async function readLetterFile(
  ctx: Context,
  { figures }: ReplyHouse,
  code: string,
  kind: Kind,
): Promise<{ bytes: Uint8Array; name: string }> {
  const row = await findLetter(ctx.db, ctx.actor, code);
  const name = `${row.number ?? row.reply}.${kind}`;
  const kept = await readDocument(ctx.db, row.reply, kind);
  if (kept) return { bytes: kept, name };
  const bytes = await render(documentOf(await readLetter(ctx.db, ctx.actor, figures, code)), kind);
  if (row.number === null) return { bytes, name };
  await atomically(
    { ...ctx, actor: platform },
    { action: 'replies.keep-file', subject: `${row.reply}.${kind}`, input: { reply: row.reply, kind } },
    async (inner) => keepDocument(inner.db, row.reply, kind, bytes),
  );
  return { bytes: (await readDocument(ctx.db, row.reply, kind)) ?? bytes, name };
}

/** A draft as it would be printed now. */
export async function renderDraft(
  ctx: Context,
  { figures }: ReplyHouse,
  code: string,
): Promise<{ bytes: Uint8Array; name: string }> {
  const { found, reply } = await findDraft(ctx.db, ctx.actor, code);
  const parts = (await listSections(ctx.db, code)).map((row) => ({
    code: row.code,
    content: readContent(row),
  }));
  const blocks: Block[] = parts.flatMap(({ content }) => content);
  const print = printBy(await readCitations(ctx.db, figures, citationsOf(blocks), reply.asOf));
  const { salutation, paragraphs } = layOut(parts);
  const issuer = await readIssuer(ctx.db);
  const { today } = await readClock(ctx.db);
  const bytes = await render(
    {
      form: 'letter',
      issuer: issuer.name,
      number: null,
      title: null,
      category: null,
      salutation,
      blocks: paragraphs.map(({ block }) => ({ level: levelOf(block.level), text: plainText(block, print) })),
      signature: issuer.name,
      date: reply.signedOn ?? today,
      notes: [],
      copies: [],
      draft: true,
      ...(found.suggestion.sample ? { mark: sampleMark } : {}),
    },
    'pdf',
  );
  return { bytes, name: `${code}.pdf` };
}

/** The sealed figures of a letter as a table. */
export async function writeFigures(ctx: Context, { figures }: ReplyHouse, code: string): Promise<string> {
  const { citations } = await readLetter(ctx.db, ctx.actor, figures, code);
  const header =
    '序号,指标,标识,参数,函中文字,值,单位,按口径印作,明细条数,性质,截至,封存时刻,明细摘要（SHA-256）';
  return writeTable(
    header.split(','),
    citations.map((one) => [
      String(one.order),
      one.label.zh,
      one.figure,
      JSON.stringify(one.params),
      one.text,
      one.value ?? '',
      one.unit,
      one.phrase.zh,
      String(one.rows),
      one.basis,
      one.asOf,
      one.knownAt,
      one.rowsDigest,
    ]),
  );
}

/** Rows read of a citation at a time. */
const pageSize = 10_000;

/** The sealed rows of all citations as a table, for the caller's audience. */
export async function writeRows(ctx: Context, house: ReplyHouse, code: string): Promise<string> {
  const { citations } = await readLetter(ctx.db, ctx.actor, house.figures, code);
  const lines: string[][] = [];
  for (const { order, label, text } of citations) {
    for (let page = 1; ; page++) {
      const { rows, total } = await pageSealed(ctx, house, { letter: code, order }, { page, pageSize });
      lines.push(
        ...rows.map((row) => [String(order), label.zh, text, row.code ?? '', row.title, row.amount ?? '']),
      );
      if (page * pageSize >= total) break;
    }
  }
  return writeTable(['引用序号', '指标', '函中文字', '记录编号', '名称', '数额或数量'], lines);
}
