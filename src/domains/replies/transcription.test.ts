import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closeUp, readLetterText } from './transcription.ts';

const letter = readLetterText(
  readFileSync(join(import.meta.dirname, '../../../sample/jilin-2024/letter.txt'), 'utf8').split(/\r?\n/),
);

describe('the letter of the sample', () => {
  test('says its number, whom it addresses and its day', () => {
    expect(letter).toMatchObject({
      number: '吉科发规划〔2025〕59号',
      salutation: '王松伟代表：',
      signedOn: '2025-05-27',
    });
  });

  test('has its five parts and their headings as levels', () => {
    const headings = (level: number): string[] =>
      letter.paragraphs.filter((one) => one.level === level).map(({ text }) => text);
    expect(headings(1)).toHaveLength(5);
    expect(headings(1)[0]).toBe('一、关于“加强全省科技创新的顶层设计”的建议');
    expect(headings(2)).toHaveLength(15);
    expect(new Set(headings(2))).toEqual(new Set(['（一）主要措施', '（二）主要成效', '（三）下步打算']));
    expect(headings(3)).toHaveLength(3);
  });

  test('has whole paragraphs without blanks in them', () => {
    const texts = letter.paragraphs.map(({ text }) => text);
    expect(texts[0]).toBe(
      '您在省十四届人大四次会议上提出的《关于推动科技创新工作的建议》收悉，经认真研究办理，现答复如下：',
    );
    expect(texts.filter((text) => /\s/.test(text))).toEqual([]);
    expect(texts.some((text) => text.includes('职务科技成果1928个，转化职务成果633个'))).toBe(true);
    expect(texts.at(-1)).toMatch(/积极创新。$/);
    for (const { level, text } of letter.paragraphs) if (level === 0) expect(text).toMatch(/[。：]$/);
  });
});

test.each([
  ['果 1928 个', '果1928个'],
  ['R&D 经费 Open Lab 1 号', 'R&D经费Open Lab 1号'],
  ['“铁拳” “雷霆 2024”专', '“铁拳”“雷霆2024”专'],
])('%s', (text, closed) => {
  expect(closeUp(text)).toBe(closed);
});
