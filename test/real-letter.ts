import { readFileSync } from 'node:fs';
import type { LetterBlock, LetterDocument } from '#kernel/documents/letter-document.ts';

const source = new URL('../sample/jilin-2024/letter.txt', import.meta.url);
const HAN = '[\\p{Script=Han}，。、；：？！（）《》“”〔〕]';

/** The real letter of the sample province as its text has it, put back into paragraphs. */
export function buildRealLetter(): LetterDocument {
  const paragraphs: string[] = [];
  for (const line of readFileSync(source, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    if (/^\s/.test(line) || paragraphs.length < 2) paragraphs.push(line.trim());
    else paragraphs[paragraphs.length - 1] += line.trim();
  }
  const [number = '', salutation = '', ...rest] = paragraphs.map(mend);
  const [signature = '', date = ''] = rest.splice(-2);
  const [, year = '', month = '', day = ''] = /^(\d+)年(\d+)月(\d+)日$/.exec(date) ?? [];
  return {
    form: 'letter',
    issuer: signature,
    number,
    title: null,
    category: null,
    salutation,
    blocks: rest.map((text) => ({ level: findLevel(text), text })),
    signature,
    date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    notes: [],
    copies: [],
    draft: false,
  };
}

/** Takes out the blanks that reading it from paper left, and puts Chinese marks for Latin ones. */
function mend(text: string): string {
  return text
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replaceAll('》,', '》，')
    .replaceAll('”,', '”，')
    .replaceAll(new RegExp(`(?<=${HAN}) +|(?<=[\\w%]) +(?=${HAN})| +(?=${HAN})`, 'gu'), '');
}

function findLevel(text: string): LetterBlock['level'] {
  if (/^[一二三四五六七八九十]+、/.test(text)) return 1;
  if (/^（[一二三四五六七八九十]+）/.test(text)) return 2;
  if (/^\d+\./.test(text)) return 3;
  return 0;
}
