import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

test('the parser’s own words and ours come in both languages', () => {
  const shape = z.strictObject({
    code: z.string(),
    share: z.number().refine((value) => value > 0, '须大于 0 | must be above 0'),
  });
  const { error } = shape.safeParse({ share: -1, more: 1 });
  const said = (error?.issues ?? []).map(issueWords);
  expect(said).toHaveLength(3);
  for (const { zh, en } of said) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).not.toMatch(/[\u4e00-\u9fff]/);
  }
  expect(said).toContainEqual({ zh: '须大于 0', en: 'must be above 0' });
});
