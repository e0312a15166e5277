/** Everything a view depends on is in the address; what is malformed there is dropped, never guessed. */
import type { Qualifier } from '#kernel/contract/evidence.ts';
import type { Language } from '#kernel/contract/words.ts';

export interface Address {
  lang?: 'en';
  /** The day in the world that is asked. */
  asOf?: string;
  /** The instant of the platform's knowledge that is asked. */
  knownAt?: string;
  /** The moment it is compared with. */
  fromAsOf?: string;
  fromKnownAt?: string;
  /** The figure whose evidence is open, with its parameters as JSON text. */
  figure?: string;
  params?: string;
  qualifier?: Qualifier;
  citation?: string;
  rowSort?: string;
  rowDesc?: true;
  rowPage?: number;
  /** A letter's sealed citation whose evidence is open, by its order. */
  cite?: number;
  /** Which part of a list is shown. */
  show?: string;
  /** A list: words searched, filters as JSON text, order, page. */
  q?: string;
  filters?: string;
  sort?: string;
  desc?: true;
  page?: number;
  /** Its columns in their order, parted by commas. */
  cols?: string;
  /** The record a new one is made like, by its key. */
  like?: string;
  /** Where to go after signing in. */
  back?: string;
}

const dayPattern = /^(19|20|21)\d{2}-\d{2}-\d{2}$/;

const readText = (value: unknown, max: number): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;

/** True for a day that exists. */
export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const readDay = (value: unknown): string | undefined => {
  const text = readText(value, 10);
  return text !== undefined && isDay(text) ? text : undefined;
};

const readInstant = (value: unknown): string | undefined => {
  const text = readText(value, 40);
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
};

const readObject = (value: unknown): string | undefined => {
  const text = readText(value, 2000);
  if (text === undefined) return undefined;
  const entries = Object.entries(parseObject(text)).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : JSON.stringify(Object.fromEntries(entries));
};

const readPage = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isInteger(number) && number > 1 && number <= 100_000 ? number : undefined;
};

const readOrder = (value: unknown): number | undefined => {
  const number = Number(value);
  return value !== '' && Number.isInteger(number) && number >= 1 && number <= 100_000 ? number : undefined;
};

const readMark = (value: unknown): true | undefined => (value === '1' || value === true ? true : undefined);

const qualifiers: readonly string[] = ['over', 'about', 'odd'] satisfies Qualifier[];

const isQualifier = (value: unknown): value is Qualifier =>
  typeof value === 'string' && qualifiers.includes(value);

/** A JSON object from the address; empty when it is none. */
export function parseObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/**
 * Reads the search part of an address. Keys that say nothing are there but undefined: the router lays this over what
 * stands in the address, and nothing malformed may show through.
 */
export function readAddress(raw: Record<string, unknown>): Address {
  const back = readText(raw['back'], 2000);
  return {
    lang: raw['lang'] === 'en' ? 'en' : undefined,
    asOf: readDay(raw['asOf']),
    knownAt: readInstant(raw['knownAt']),
    fromAsOf: readDay(raw['fromAsOf']),
    fromKnownAt: readInstant(raw['fromKnownAt']),
    figure: readText(raw['figure'], 80),
    params: readObject(raw['params']),
    qualifier: isQualifier(raw['qualifier']) ? raw['qualifier'] : undefined,
    citation: readText(raw['citation'], 80),
    rowSort: readText(raw['rowSort'], 60),
    rowDesc: readMark(raw['rowDesc']),
    rowPage: readPage(raw['rowPage']),
    cite: readOrder(raw['cite']),
    show: readText(raw['show'], 80),
    q: readText(raw['q'], 100),
    filters: readObject(raw['filters']),
    sort: readText(raw['sort'], 60),
    desc: readMark(raw['desc']),
    page: readPage(raw['page']),
    cols: readText(raw['cols'], 1000),
    like: readText(raw['like'], 400),
    back: back !== undefined && /^\/(?![/\\])/.test(back) ? back : undefined,
  };
}

/** For the router: plain text in, plain text out. */
export const parseSearch = (text: string): Record<string, unknown> =>
  Object.fromEntries(new URLSearchParams(text));

export function writeSearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === true) query.set(key, '1');
    else if (typeof value === 'string' || typeof value === 'number') query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What is kept when going from one page to another. */
export const lastingKeys = ['lang', 'asOf', 'knownAt'] as const satisfies (keyof Address)[];

/** The address without an open evidence drawer. */
export const withoutEvidence = (address: Address): Address => ({
  ...address,
  figure: undefined,
  params: undefined,
  qualifier: undefined,
  citation: undefined,
  rowSort: undefined,
  rowDesc: undefined,
  rowPage: undefined,
  cite: undefined,
});

export interface Evidence {
  figure: string;
  params: Record<string, unknown>;
  qualifier?: Qualifier | undefined;
  citation?: string | undefined;
}

/** The address with the evidence of one figure open. */
export const withEvidence = (address: Address, evidence: Evidence): Address => ({
  ...withoutEvidence(address),
  figure: evidence.figure,
  params: readObject(JSON.stringify(evidence.params)),
  qualifier: isQualifier(evidence.qualifier) ? evidence.qualifier : undefined,
  citation: evidence.citation,
});

export const languageOf = (address: Address): Language => address.lang ?? 'zh';
