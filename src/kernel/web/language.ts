import { useSearch } from '@tanstack/react-router';
import type { Language, Words } from '#kernel/contract/words.ts';
import { shortMoney, spellMoney } from '#kernel/contract/money.ts';
import { type Address, languageOf } from './address.ts';
import { recall, remember } from './device.ts';

/** The whole address as this view reads it. */
export const useAddress = (): Address => useSearch({ strict: false });

export interface Speech {
  language: Language;
  say: (words: Words) => string;
}

/** The language of the address, and a mouth that speaks it. */
export function useSpeech(): Speech {
  const language = languageOf(useAddress());
  return { language, say: (words) => words[language] };
}

const key = 'kechuang.language';

/** Keeps the language chosen on this device, for addresses that name none. */
export const rememberLanguage = (language: Language): boolean => remember(key, language);

/** Called once, before the address is read: one without a language speaks the one chosen last. */
export function restoreLanguage(): void {
  const address = new URL(window.location.href);
  if (address.searchParams.has('lang') || recall(key) !== 'en') return;
  address.searchParams.set('lang', 'en');
  window.history.replaceState(window.history.state, '', address);
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A day in prose: 2025年5月27日, 27 May 2025. */
export function spellDay(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-');
  if (date === '') return day;
  return language === 'zh'
    ? `${year}年${Number(month)}月${Number(date)}日`
    : `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** The number of an area as the letter counts: 一, 二, 三. */
export const areaNumeral = (area: number, language: Language): string =>
  (language === 'zh' ? '〇一二三四五六七八九'[area] : undefined) ?? String(area);

/** An instant in Beijing time, for logs: 2026-11-24 09:30, with its seconds where it has some. */
export function spellInstant(instant: string): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return instant;
  const text = new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

/** Decimal text with separators: 163,874,200.00. */
export const group = (decimal: string): string => {
  const [whole = '', fraction] = decimal.split('.');
  const spaced = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
};

interface SpokenUnit {
  money: boolean;
  printed: Words;
}

/** A value by size with its unit, for charts and changes: 9,942万元, 1,928个. */
export function spellValue(value: string, unit: SpokenUnit, language: Language): string {
  if (unit.money) return shortMoney(value, language);
  return language === 'zh' ? `${group(value)}${unit.printed.zh}` : `${group(value)} ${unit.printed.en}`;
}

/** A value to its last digit: money to the fen. */
export function spellExactly(value: string, unit: SpokenUnit, language: Language): string {
  if (!unit.money) return spellValue(value, unit, language);
  return language === 'zh' ? `${spellMoney(value)} 元` : `CNY ${spellMoney(value)}`;
}
