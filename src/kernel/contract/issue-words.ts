/** What is wrong with an input, in both languages: our own words, or the parser's in each. */
import { z } from 'zod';
import en from 'zod/v4/locales/en.js';
import zhCN from 'zod/v4/locales/zh-CN.js';
import type { Words } from './words.ts';

const [inChinese, inEnglish] = [zhCN().localeError, en().localeError];

const textOf = (message: ReturnType<typeof inEnglish>): string | undefined =>
  typeof message === 'string' ? message : message?.message;

// A parser's own message has both; ours are written so (`须大于 0 | must be above 0`).
z.config({
  localeError: (issue) =>
    `${textOf(inChinese(issue)) ?? '输入有误'} | ${textOf(inEnglish(issue)) ?? 'the input is wrong'}`,
});

/** The words of a parser's issue. */
export function issueWords({ message }: { message: string }): Words {
  const [zh = message, en = message] = message.split(' | ');
  return { zh, en };
}
