/** The check of a draft: its numbers judged, each in its section and paragraph. */
import type { z } from 'zod';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { checkLines, type CitedRun } from './check.ts';
import type { Block, CheckEntry, checkReply as checkDoor, Citation, Verdict } from './contract.ts';
import { listPromiseWords } from './promise-store.ts';
import { nowhere } from './promises.ts';
import { keyOfCitation, printBy, type CitedReading } from './readings.ts';
import { textOf } from './sheet.ts';

/** A part of a sheet with its content read. */
export interface SheetPart {
  code: string;
  content: readonly Block[];
}

/** A run of characters in a paragraph. */
interface Run {
  section: string;
  block: number;
  from: number;
  to: number;
}

/** A citation where it stands. */
interface Placed extends Run {
  citation: Citation;
}

type DraftEntry = z.infer<(typeof checkDoor)['answer']>['entries'][number];

/** Verdicts a letter may not be signed with unless each is let stand by name. */
export const needsOverride: readonly Verdict[] = ['contradicts', 'inconsistent', 'ambiguous', 'uncited'];

const keyOf = (section: string, block: number, at: number, text: string): string =>
  `${section}:${block}:${at}:${text}`;

/**
 * Checks a sheet as of a day, paragraph by paragraph. Entries of their own, uncited: a citation without a value, one
 * printed in words without a number, a promise that is nowhere.
 * `readings`: of every citation of the sheet, read from the same `db`.
 */
export async function checkSheet(
  db: Db,
  figures: Figures,
  parts: readonly SheetPart[],
  question: { asOf: string; readings: ReadonlyMap<string, CitedReading>; suggestion: string },
): Promise<{ entries: DraftEntry[]; counts: Record<Verdict, number> }> {
  const print = printBy(question.readings);
  const lines: string[] = [];
  const places: { section: string; block: number }[] = [];
  const cited: CitedRun[] = [];
  const placed: Placed[] = [];
  const promised: { run: Run; code: string; text: string }[] = [];
  for (const { code, content } of parts) {
    for (const [block, { inlines }] of content.entries()) {
      let text = '';
      for (const inline of inlines) {
        const printed = textOf(inline, print);
        const run = { from: text.length, to: text.length + printed.length };
        if (typeof inline !== 'string' && 'promise' in inline)
          promised.push({ run: { section: code, block, ...run }, code: inline.promise, text: printed });
        if (typeof inline !== 'string' && 'cite' in inline) {
          placed.push({ section: code, block, ...run, citation: inline.cite });
          if (question.readings.get(keyOfCitation(inline.cite))?.reading.unit !== '')
            cited.push({ line: lines.length + 1, ...run, citation: inline.cite });
        }
        text += printed;
      }
      lines.push(text.replaceAll(/[\r\n]/g, ' '));
      places.push({ section: code, block });
    }
  }
  const checked = await checkLines(db, figures, lines, { asOf: question.asOf, cited });
  const entries = checked.entries.map((entry): DraftEntry => {
    const { section, block } = places[entry.line - 1] ?? { section: '', block: 0 };
    const at = entry.column - 1;
    const inside = placed.some(
      (run) => run.section === section && run.block === block && run.from <= at && at < run.to,
    );
    return { ...entry, section, block, at, key: keyOf(section, block, at, entry.text), cited: inside };
  });
  const silent = placed.flatMap((run): DraftEntry[] => {
    const found = question.readings.get(keyOfCitation(run.citation));
    const judged = entries.some(
      ({ section, block, at, text }) =>
        section === run.section && block === run.block && at < run.to && run.from < at + text.length,
    );
    return found && !judged ? withoutNumber(run, found, print) : [];
  });
  const known = await listPromiseWords(
    db,
    question.suggestion,
    promised.map(({ code }) => code),
  );
  const broken = promised
    .filter(({ code }) => !known.has(code))
    .map(({ run, code, text }) => entryOf(run, { text, cited: false, reason: nowhere(code) }));
  const added = [...silent, ...broken];
  return {
    entries: [...entries, ...added],
    counts: { ...checked.counts, uncited: checked.counts.uncited + added.length },
  };
}

/** A citation no number was judged in: its figure has no value, or other words stand for it. */
function withoutNumber(
  run: Placed,
  { label, reading }: CitedReading,
  print: (citation: Citation) => string,
): DraftEntry[] {
  const { citation } = run;
  const printed = print(citation);
  const text = citation.text ?? printed;
  if (reading.value !== null && text === printed) return [];
  const { figure, params, qualifier } = citation;
  const reason =
    reading.value === null
      ? (reading.missing ?? { zh: '引用的指标没有值。', en: 'The figure cited has no value.' })
      : {
          zh: `引用处印作“${text}”，其中没有数字；指标现印作“${printed}”。`,
          en: `The citation is printed “${text}”, which holds no number; the figure prints “${printed}”.`,
        };
  const entry = entryOf(run, { text: text === '' ? printed : text, cited: true, reason });
  return [{ ...entry, figure, label, params, qualifier, unit: reading.unit }];
}

/** An entry of what no number stands for, uncited. */
function entryOf(
  { section, block, from, to }: Run,
  { text, cited, reason }: { text: string; cited: boolean; reason: Words },
): DraftEntry {
  const blank: CheckEntry = {
    text,
    line: 0,
    column: from + 1,
    offset: 0,
    length: to - from,
    figure: null,
    label: null,
    params: null,
    verdict: 'uncited',
    value: null,
    stated: null,
    qualifier: null,
    unit: null,
    phrase: null,
    candidates: [],
    inconsistentWith: [],
    tiedWith: [],
    reason,
  };
  return { ...blank, section, block, at: from, key: keyOf(section, block, from, text), cited };
}
