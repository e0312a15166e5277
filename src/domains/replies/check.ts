/** The check of a text: every number found, matched to a figure by the figure's own words, and judged. */
import type { Qualifier } from '#kernel/contract/evidence.ts';
import { letterLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import { printPhrase, type QualifierLimits } from '#kernel/figures/phrase.ts';
import { foldFigure } from '#kernel/figures/read.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import { requireParameter, parametersOn } from '#kernel/parameters/read.ts';
import { readTitles } from '#kernel/registers/store.ts';
import type { CheckEntry, Citation, Verdict } from './contract.ts';
import { claimsOf, headingsOf, isTime, type Claim } from './check/claims.ts';
import { maskTitles, type Names, type Reading, type Scene } from './check/scene.ts';
import { agrees, compareDecimals, type Topic } from './check/judge.ts';
import { tieFigures, tieTopics, topicOf } from './check/ties.ts';
import { findNumbers, type Quantity } from './check/quantities.ts';
import { compact, locate } from './check/text.ts';

/** A stretch of a line that is a citation already: it states that figure and no other. */
export interface CitedRun {
  /** From 1. */
  line: number;
  /** Characters of the line, from 0. */
  from: number;
  to: number;
  citation: Citation;
}

export interface CheckQuestion {
  /** The day the text is of. */
  asOf: string;
  cited?: readonly CitedRun[];
}

export interface Checked {
  entries: CheckEntry[];
  counts: Record<Verdict, number>;
}

const limitNames = {
  aboutWithin: 'figures.qualifier.about-within',
  oddBelow: 'figures.qualifier.odd-below',
  nearWithin: 'figures.qualifier.near-within',
} as const;

/** A figure asked with parameters on a day: its value, read once for a text. */
type ReadValue = (figure: Figure, reading: Reading) => Promise<string | null>;

/** What numbers are judged with. */
interface Bench {
  limits: QualifierLimits;
  read: ReadValue;
  asOf: string;
}

/** Figures read at the same time. */
const readAtOnce = 4;

/**
 * Checks lines of text against the figures as of a day. A number inside a citation is judged by that figure alone.
 * Refuses when a qualifier's meaning is needed and no parameter gives it.
 */
export async function checkLines(
  db: Db,
  figures: Figures,
  lines: readonly string[],
  question: CheckQuestion,
): Promise<Checked> {
  const whole = lines.join('\n');
  if (whole.length > letterLimits.checkedCharacters) throw tooLong();
  const text = compact(whole);
  const numbers = findNumbers(text);
  if (numbers.length > letterLimits.checkedNumbers) throw tooLong();
  const masked = maskTitles(text.chars);
  const scene: Scene = {
    chars: text.chars,
    masked,
    headings: headingsOf(masked),
    numbers,
    figures: figures.all,
    names: await readNamesOf(db, figures),
    asOf: question.asOf,
  };
  const limits = await readLimits(db, numbers, question.asOf);
  const read = readOnce(db);
  const placeIn = locate(lines);
  const cited = citedAt(lines, question.cited ?? []);

  const drafts = numbers.map((number, index): Draft => {
    const offset = text.at[number.start] ?? 0;
    const last = text.at[number.end - 1] ?? offset;
    const base = {
      text: text.chars.slice(number.start, number.end).replaceAll(/[\t\n\v ]/g, ''),
      ...placeIn(offset),
      offset,
      length: last - offset + 1,
      index,
    };
    if (number.kind === 'other') return { ...base, number: null, why: number.why, claims: [], partial: [] };
    const citation = cited(text.at[number.numberStart] ?? offset);
    if (citation) {
      const figure = figures.find(citation.figure);
      const claim: Claim = {
        figure,
        tier: 0,
        home: 1,
        distance: 0,
        weight: 0,
        weak: null,
        readings: [{ params: readParams(figure, citation.params), asOf: question.asOf }],
      };
      return { ...base, number, why: null, claims: [claim], partial: [] };
    }
    const { full, partial, weak } = claimsOf(scene, index);
    return { ...base, number, why: weak, claims: full, partial };
  });

  await readAhead(drafts, read);
  const bench: Bench = { limits, read, asOf: question.asOf };
  const entries: CheckEntry[] = [];
  const topics: (Topic | null)[] = [];
  for (const draft of drafts) {
    const entry = draft.number ? await judge(draft, draft.number, bench) : otherEntry(draft);
    entries.push(entry);
    topics.push(
      entry.verdict === 'uncited' && draft.number ? topicOf(scene, draft.index, draft.number) : null,
    );
  }
  tieFigures(entries);
  tieTopics(entries, topics);
  const counts: Record<Verdict, number> = {
    holds: 0,
    contradicts: 0,
    inconsistent: 0,
    ambiguous: 0,
    uncited: 0,
    other: 0,
  };
  for (const { verdict } of entries) counts[verdict] += 1;
  return { entries, counts };
}

const tooLong = (): Refusal =>
  new Refusal('too-large', {
    zh: `文稿过长：一次最多核对 ${letterLimits.checkedCharacters} 字、${letterLimits.checkedNumbers} 个数字。请分成几份。`,
    en: `The text is too long: at most ${letterLimits.checkedCharacters} characters and ${letterLimits.checkedNumbers} numbers are checked at once. Split it.`,
  });

interface Draft {
  text: string;
  line: number;
  column: number;
  offset: number;
  length: number;
  index: number;
  number: Quantity | null;
  /** Why it is no quantity, or why a difference would prove nothing. */
  why: Words | null;
  claims: Claim[];
  partial: Figure[];
}

async function readNamesOf(db: Db, figures: Figures): Promise<Names> {
  const registers = new Map(
    figures.all.flatMap((figure) =>
      Object.values(figure.params).flatMap(({ to }) => (to ? [[to.id, to] as const] : [])),
    ),
  );
  const names = new Map<string, { code: string; title: string }[]>();
  for (const [id, description] of registers) names.set(id, await readTitles(db, description));
  return names;
}

/** What the qualifiers mean on the day; asked only when the text uses one. */
async function readLimits(
  db: Db,
  numbers: ReturnType<typeof findNumbers>,
  day: string,
): Promise<QualifierLimits> {
  const used = new Set(numbers.flatMap((number) => (number.kind === 'quantity' ? [number.qualifier] : [])));
  const found = await parametersOn(db, Object.values(limitNames), day);
  const valueOf = async (name: string, needed: boolean): Promise<string> => {
    const version = found.get(name);
    if (version) return version.value;
    return needed ? (await requireParameter(db, name, day)).value : '0';
  };
  return {
    aboutWithin: await valueOf(limitNames.aboutWithin, used.has('about')),
    oddBelow: await valueOf(limitNames.oddBelow, used.has('odd')),
    nearWithin: await valueOf(limitNames.nearWithin, used.has('near')),
  };
}

const readingKey = (figure: Figure, { params, asOf }: Reading): string =>
  `${figure.id} ${asOf} ${JSON.stringify(params)}`;

function readOnce(db: Db): ReadValue {
  const values = new Map<string, Promise<string | null>>();
  return (figure, reading) => {
    const key = readingKey(figure, reading);
    const known = values.get(key);
    if (known) return known;
    const value = foldFigure(db, { figure, ...reading }).then((result) => result.value);
    values.set(key, value);
    return value;
  };
}

/** Reads the likeliest figure of each number, some at a time. */
async function readAhead(drafts: readonly Draft[], read: ReadValue): Promise<void> {
  const wanted = new Map<string, () => Promise<unknown>>();
  for (const { claims } of drafts) {
    const [claim] = claims;
    const [reading] = claim?.readings ?? [];
    if (claim && reading) wanted.set(readingKey(claim.figure, reading), () => read(claim.figure, reading));
  }
  const queue = [...wanted.values()];
  await Promise.all(
    Array.from({ length: readAtOnce }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
}

function citedAt(lines: readonly string[], runs: readonly CitedRun[]): (offset: number) => Citation | null {
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  const placed = runs.map((run) => {
    const from = starts[run.line - 1] ?? 0;
    return { from: from + run.from, to: from + run.to, citation: run.citation };
  });
  return (offset) => placed.find((run) => run.from <= offset && offset < run.to)?.citation ?? null;
}

const asPrinted = (qualifier: Quantity['qualifier']): Qualifier =>
  qualifier === 'near' ? 'none' : qualifier;

const blankEntry = (draft: Draft): CheckEntry => ({
  text: draft.text,
  line: draft.line,
  column: draft.column,
  offset: draft.offset,
  length: draft.length,
  figure: null,
  label: null,
  params: null,
  verdict: 'other',
  value: null,
  stated: null,
  qualifier: null,
  unit: null,
  phrase: null,
  candidates: [],
  inconsistentWith: [],
  tiedWith: [],
  reason: { zh: '', en: '' },
});

const otherEntry = (draft: Draft): CheckEntry => ({
  ...blankEntry(draft),
  reason: { zh: `不是数据：${draft.why?.zh ?? ''}`, en: `No quantity: ${draft.why?.en ?? ''}` },
});

/** A tie is a tie: as near, as many words. */
const isRival = (claim: Claim, best: Claim): boolean =>
  claim.tier === best.tier &&
  claim.home === best.home &&
  claim.distance === best.distance &&
  claim.weight === best.weight;

async function judge(draft: Draft, quantity: Quantity, bench: Bench): Promise<CheckEntry> {
  const { limits, read } = bench;
  const entry: CheckEntry = {
    ...blankEntry(draft),
    stated: quantity.stated.value,
    qualifier: quantity.qualifier,
    unit: quantity.measure === '' ? null : quantity.measure,
  };
  const usable = draft.claims.filter(({ readings }) => readings.length > 0);
  const [best] = usable;
  if (!best) return judgeUnclaimed(draft, quantity, entry, bench);

  const rivals = usable.filter((claim) => isRival(claim, best));
  const holding: { claim: Claim; reading: Reading; value: string }[] = [];
  let first: { claim: Claim; reading: Reading; value: string } | null = null;
  let unread: Claim | null = null;
  for (const claim of rivals) {
    for (const reading of claim.readings) {
      const value = await read(claim.figure, reading);
      if (value === null) {
        unread ??= claim;
        continue;
      }
      first ??= { claim, reading, value };
      if (agrees(value, quantity, limits)) {
        holding.push({ claim, reading, value });
        break;
      }
    }
  }
  const [held] = holding;
  if (held && holding.length > 1) {
    const candidates = holding.map(({ claim, value }) => ({
      figure: claim.figure.id,
      label: claim.figure.label,
      value,
    }));
    return {
      ...entry,
      verdict: 'ambiguous',
      candidates,
      reason: {
        zh: `可能是${candidates.map(({ label }) => `“${label.zh}”`).join('或')}，请选定其一。`,
        en: `It could be ${candidates.map(({ label }) => `“${label.en}”`).join(' or ')}; choose one.`,
      },
    };
  }
  if (held) return judged(entry, quantity, held, 'holds');
  if (!first) {
    const label = (unread ?? best).figure.label;
    return {
      ...entry,
      verdict: 'uncited',
      candidates: [{ figure: (unread ?? best).figure.id, label, value: null }],
      reason: {
        zh: `像是“${label.zh}”，但平台没有它的数值（没有证明材料或参数）。`,
        en: `It looks like “${label.en}”, of which the platform has no value (no statement, or no parameter).`,
      },
    };
  }
  if (first.claim.weak) {
    const { label } = first.claim.figure;
    const why = first.claim.weak;
    return {
      ...entry,
      verdict: isTime(quantity) ? 'other' : 'uncited',
      candidates: [{ figure: first.claim.figure.id, label, value: first.value }],
      reason: {
        zh: `没有指标支持：与“${label.zh}”不同，但${why.zh}，不能据此判断。`,
        en: `No figure supports it: it differs from “${label.en}”, but ${why.en}, so that proves nothing.`,
      },
    };
  }
  return judged(entry, quantity, first, 'contradicts');
}

function judged(
  entry: CheckEntry,
  quantity: Quantity,
  { claim, reading, value }: { claim: Claim; reading: Reading; value: string },
  verdict: 'holds' | 'contradicts',
): CheckEntry {
  const { figure } = claim;
  const phrase = printPhrase(value, asPrinted(quantity.qualifier), unitOf(figure.unit));
  const exact = printPhrase(value, 'none', unitOf(figure.unit));
  // An amount is printed rounded; told in full, nobody need look it up.
  const isAmount = unitOf(figure.unit).money === true;
  return {
    ...entry,
    figure: figure.id,
    label: figure.label,
    params: reading.params,
    verdict,
    value,
    unit: figure.unit,
    phrase,
    reason:
      verdict === 'holds'
        ? {
            zh: `与“${figure.label.zh}”相符（${reading.asOf}：${value}）。`,
            en: `Agrees with “${figure.label.en}” (${reading.asOf}: ${value}).`,
          }
        : {
            zh: `与“${figure.label.zh}”不符：截至 ${reading.asOf} 应为 ${exact.zh}${isAmount ? `（${value} 元）` : ''}。`,
            en: `Differs from “${figure.label.en}”: as of ${reading.asOf} it is ${exact.en}${isAmount ? ` (${value} yuan)` : ''}.`,
          },
  };
}

/** Small numbers in words belong to the prose: 两个方面, 三个层面. */
const proseLimit = '10';

async function judgeUnclaimed(
  draft: Draft,
  quantity: Quantity,
  entry: CheckEntry,
  { limits, read, asOf }: Bench,
): Promise<CheckEntry> {
  if (isTime(quantity)) {
    return {
      ...entry,
      verdict: 'other',
      reason: { zh: '不是数据：时间长短', en: 'No quantity: a length of time' },
    };
  }
  if (quantity.measure === '' && !quantity.stated.resolution.endsWith('0000')) {
    return {
      ...entry,
      verdict: 'other',
      reason: { zh: '不是数据：没有单位', en: 'No quantity: it has no unit' },
    };
  }
  if (
    quantity.inWords &&
    quantity.qualifier === 'none' &&
    compareDecimals(quantity.stated.value, proseLimit) <= 0
  ) {
    return {
      ...entry,
      verdict: 'other',
      reason: { zh: '不是数据：行文用数', en: 'No quantity: a number of the prose' },
    };
  }
  const candidates: CheckEntry['candidates'] = [];
  let agreeing = 0;
  for (const figure of draft.partial) {
    if (Object.values(figure.params).some((parameter) => parameter.kind !== 'year')) continue;
    // The year before the letter's, when the words do not say which.
    const params = 'year' in figure.params ? { year: Number(asOf.slice(0, 4)) - 1 } : {};
    const value = await read(figure, { params, asOf });
    if (value === null) continue;
    candidates.push({ figure: figure.id, label: figure.label, value });
    if (agrees(value, quantity, limits)) agreeing += 1;
  }
  if (draft.why === null && agreeing > 0 && candidates.length > 1) {
    return {
      ...entry,
      verdict: 'ambiguous',
      candidates,
      reason: {
        zh: `可能是${candidates.map(({ label }) => `“${label.zh}”`).join('或')}；主题词不全，请写明或选定其一。`,
        en: `It could be ${candidates.map(({ label }) => `“${label.en}”`).join(' or ')}; the words do not say which. Say it, or choose one.`,
      },
    };
  }
  return {
    ...entry,
    verdict: 'uncited',
    candidates,
    reason: draft.why
      ? { zh: `没有指标支持：${draft.why.zh}。`, en: `No figure supports it: ${draft.why.en}.` }
      : { zh: '没有指标支持这个数。', en: 'No figure supports this number.' },
  };
}
