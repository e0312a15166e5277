/** 补录: a letter signed on paper, entered with its figures cited and sealed as the platform knows them now. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { readClock, settleKnowledge } from '#kernel/db/open.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { checkLines } from './check.ts';
import type { Block, CheckEntry, Inline } from './contract.ts';
import { addSectionRow } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import { listSeries } from './number-store.ts';
import { listPromisesOf } from './promise-store.ts';
import { readCitations } from './readings.ts';
import { reply as replyRecord, takenNumber } from './records.ts';
import { serialOf } from './numbering.ts';
import { seal } from './sealing.ts';
import { citationsOf, titleOfLetter } from './sheet.ts';
import { findUnanswered, readIssuer, updateReply } from './store.ts';
import { readLetterText } from './transcription.ts';

/** Place of the only section of a transcribed letter. */
const onlySection = 1000;

/**
 * Enters a letter's text as the published reply to the suggestion whose title it names: numbers that hold are cited,
 * and everything is sealed as transcribed. `asOf`: the day its figures are of. Answers the reply's code; null when
 * no suggestion without a reply is named in it.
 */
export async function transcribeLetter(
  ctx: Context,
  house: ReplyHouse,
  given: { lines: readonly string[]; asOf: string },
): Promise<string | null> {
  const text = readLetterText(given.lines);
  const [suggestion] = await findUnanswered(ctx.db, text.paragraphs.map((one) => one.text).join('\n'));
  if (!suggestion) return null;
  const { answer } = await atomically(
    ctx,
    {
      action: 'replies.transcribe',
      subject: suggestion.code,
      input: { lines: given.lines, asOf: given.asOf },
      settles: true,
    },
    async (inner) => {
      const { today } = await readClock(inner.db);
      const issuer = await readIssuer(inner.db);
      const sealedAt = await settleKnowledge(inner.db);
      const past = inner.db.withSchema('past');
      const lines = text.paragraphs.map((one) => one.text);
      const checked = await checkLines(past, house.figures, lines, { asOf: given.asOf });
      const content = text.paragraphs.map(({ level, text: line }, index): Block => ({
        level,
        inlines: citeIn(
          line,
          checked.entries.filter((entry) => entry.line === index + 1),
        ),
      }));
      const signedOn = text.signedOn ?? given.asOf;
      const code = await addRow(inner, house.house, replyRecord, {
        code: `${suggestion.code}-R1`,
        suggestion: suggestion.code,
        round: 1,
        state: 'published',
        asOf: given.asOf,
        drafter: '补录',
        drafterName: '补录',
        openedOn: signedOn,
        submittedOn: signedOn,
        publicity: 'open',
        signedOn,
        signer: '补录（原件签发人待核）',
        ...(text.number === null ? {} : { number: text.number, numberedOn: signedOn }),
        deliveredOn: signedOn,
        publishedOn: today < signedOn ? signedOn : today,
      });
      await addSectionRow(inner, house.house, code, {
        kind: 'answer',
        title: '全文（补录）',
        order: onlySection,
        content: [{ level: 0, inlines: [text.salutation] }, ...content],
      });
      const sealDigest = await seal(inner, house.figures, {
        reply: code,
        title: titleOfLetter(issuer.name, suggestion),
        issuer: issuer.name,
        salutation: text.salutation,
        paragraphs: content.map((block, place) => ({ section: '', place, block })),
        asOf: given.asOf,
        sealedAt,
        past,
        signedOn,
        signer: '补录（原件签发人待核）',
        category: null,
        publicity: 'open',
        transcribed: true,
        sample: suggestion.sample,
        entries: checked.entries,
        overrides: [],
        promises: await listPromisesOf(inner.db, [code, text.number ?? code], signedOn),
        readings: await readCitations(past, house.figures, citationsOf(content), given.asOf),
      });
      await updateReply(inner.db, code, { sealDigest });
      if (text.number !== null) await takePrinted(inner, house, code, text.number, signedOn);
      return { code };
    },
  );
  return answer.code;
}

/** A paragraph with the numbers that hold as citations, printed as they stand there. */
function citeIn(line: string, entries: readonly CheckEntry[]): Inline[] {
  const inlines: Inline[] = [];
  let done = 0;
  for (const { verdict, figure, params, qualifier, column, length } of entries) {
    const from = column - 1;
    if (verdict !== 'holds' || figure === null || from < done) continue;
    if (from > done) inlines.push(line.slice(done, from));
    inlines.push({
      cite: {
        figure,
        params: params ?? {},
        qualifier: qualifier === null || qualifier === 'near' ? 'none' : qualifier,
        text: line.slice(from, from + length),
      },
    });
    done = from + length;
  }
  if (done < line.length) inlines.push(line.slice(done));
  return inlines;
}

/** Takes the number printed out of its series, so that it is never given again. */
async function takePrinted(
  inner: Context,
  { house }: ReplyHouse,
  reply: string,
  text: string,
  takenOn: string,
): Promise<void> {
  for (const series of await listSeries(inner.db)) {
    const found = serialOf(series, text);
    if (!found) continue;
    await addRow(inner, house, takenNumber, { series: series.code, ...found, text, reply, takenOn });
    return;
  }
}
