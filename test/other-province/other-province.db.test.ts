import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { figures } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { Qualifier } from '#kernel/contract/evidence.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';

const Params = z.record(z.string(), z.unknown());
const Citations = z.array(
  z.object({ id: z.string(), figure: z.string(), params: Params, asOf: z.string(), qualifier: Qualifier }),
);
const Expected = z.array(
  z.object({ id: z.string(), value: z.string(), rows: z.int(), phrase: z.string().optional() }),
);

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
const citations = new Map(Citations.parse(read('citations.json')).map((citation) => [citation.id, citation]));
const expected = Expected.parse(read('expected.json'));

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse(import.meta.dirname);
});
afterAll(async () => open.close());

describe('another province: other regions, years, counts, headers and encodings', () => {
  test('expects every citation', () => {
    expect(expected.map(({ id }) => id)).toEqual([...citations.keys()]);
    expect(expected.length).toBeGreaterThan(40);
  });

  // The expectations were worked out by hand from the files.
  test.each(expected)('$id', async ({ id, value, rows, phrase }) => {
    const citation = citations.get(id);
    if (!citation) throw new Error(`no citation ${id}`);
    const figure = figures.find(citation.figure);
    const reading = await readFigureValue(open.db, {
      figure,
      params: readParams(figure, citation.params),
      asOf: citation.asOf,
      knownAt: null,
      qualifier: citation.qualifier,
    });
    expect({ value: reading.value, rows: reading.rows }).toEqual({ value, rows });
    if (phrase !== undefined) expect(reading.phrase.zh).toBe(phrase);
  });

  test('keeps characters of every encoding', async () => {
    const titles = await open.db
      .selectFrom('achievement')
      .select(['code', 'title'])
      .where('code', 'in', ['E01', 'E07'])
      .orderBy('code')
      .execute();
    expect(titles.map(({ title }) => title)).toEqual([
      '示例成果01：镧系材料㐂',
      '示例成果07，带“引号”与逗号, 的名称',
    ]);
  });
});
