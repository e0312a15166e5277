/** The check of a draft: its numbers judged, each in its section and paragraph. */
import type { z } from 'zod';
import type { Db } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { checkLines, type CitedRun } from './check.ts';
import type { Block, CheckEntry, checkReply as checkDoor, Citation, Verdict } from './contract.ts';
import { keyOfCitation, printBy, type CitedReading } from './readings.ts';
import { textOf } from './sheet.ts';

/** A part of a sheet with its content read. */
export interface SheetPart {
  code: string;
  content: readonly Block[];
}

/** A citation where it stands: its run of characters in the paragraph. */
interface Placed {
  section: string;
  block: number;
  from: number;
  to: number;
  citation: Citation;
}

type DraftEntry = z.infer<(typeof checkDoor)['answer']>['entries'][number];

/** Verdicts a letter may not be signed with unless each is let stand by name. */
export const needsOverride: readonly Verdict[] = ['contradicts', 'inconsistent', 'ambiguous', 'uncited'];

const keyOf = (section: string, block: number, at: number, text: string): string =>
  `${section}:${block}:${at}:${text}`;

/**
 * Checks a sheet as of a day, paragraph by paragraph. A citation without a value is an entry of its own, uncited.
 * `readings`: of every citation of the sheet, read from the same `db`.
 */
export async function checkSheet(
  db: Db,
  figures: Figures,
  parts: readonly SheetPart[],
  question: { asOf: string; readings: ReadonlyMap<string, CitedReading> },
): Promise<{ entries: DraftEntry[]; counts: Record<Verdict, number> }> {
  const print = printBy(question.readings);
  const lines: string[] = [];
  const places: { section: string; block: number }[] = [];
  const cited: CitedRun[] = [];
  const placed: Placed[] = [];
  for (const { code, content } of parts) {
    for (const [block, { inlines }] of content.entries()) {
      let text = '';
      for (const inline of inlines) {
        const printed = textOf(inline, print);
        if (typeof inline !== 'string' && 'cite' in inline) {
          const run = { from: text.length, to: text.length + printed.length };
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
    const reading = question.readings.get(keyOfCitation(run.citation));
    const judged = entries.some(
      ({ section, block, at }) =>
        section === run.section && block === run.block && run.from <= at && at < run.to,
    );
    return !reading || reading.reading.value !== null || judged ? [] : [withoutValue(run, reading, print)];
  });
  return {
    entries: [...entries, ...silent],
    counts: { ...checked.counts, uncited: checked.counts.uncited + silent.length },
  };
}

function withoutValue(
  { section, block, from, to, citation }: Placed,
  { label, reading }: CitedReading,
  print: (citation: Citation) => string,
): DraftEntry {
  const text = citation.text ?? print(citation);
  const blank: CheckEntry = {
    text,
    line: 0,
    column: from + 1,
    offset: 0,
    length: to - from,
    figure: citation.figure,
    label,
    params: citation.params,
    verdict: 'uncited',
    value: null,
    stated: null,
    qualifier: citation.qualifier,
    unit: reading.unit,
    phrase: null,
    candidates: [],
    inconsistentWith: [],
    tiedWith: [],
    reason: reading.missing ?? { zh: '引用的指标没有值。', en: 'The figure cited has no value.' },
  };
  return { ...blank, section, block, at: from, key: keyOf(section, block, from, text), cited: true };
}
