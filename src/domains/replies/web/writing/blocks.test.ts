import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '../../contract.ts';
import { blocksOf, docOf, keyOfCitation, printBlock, type DocJson } from './blocks.ts';

const prints = new Map([
  [keyOfCitation({ figure: 'achievements.empowered', params: {}, qualifier: 'none' }), '1928个'],
]);

const letter: Block[] = [
  { level: 2, inlines: ['（二）主要成效'] },
  {
    level: 0,
    inlines: [
      '赋权职务科技成果',
      { cite: { figure: 'achievements.empowered', params: {}, qualifier: 'none' } },
      '，出台细则',
      { cite: { figure: 'talent.rules', params: { instrument: 'x' }, qualifier: 'none', text: '六项' } },
      '，',
      { promise: 'CN-01', text: '实现各市（州）政策宣讲全覆盖' },
      '。',
    ],
  },
];

test('a letter goes into the editor and comes back as it was', () => {
  expect(blocksOf(docOf(letter, prints))).toEqual(letter);
});

test('a paragraph reads with its figures as they print, or in the words of its writer', () => {
  expect(letter.map((block) => printBlock(block, prints))).toEqual([
    '（二）主要成效',
    '赋权职务科技成果1928个，出台细则六项，实现各市（州）政策宣讲全覆盖。',
  ]);
});

test('an empty sheet has a paragraph to write in, which is no content', () => {
  const doc = docOf([], prints);
  expect(doc.content).toEqual([{ type: 'paragraph', attrs: { level: 0 } }]);
  expect(blocksOf(doc)).toEqual([]);
});

test('runs of text are joined; an empty paragraph stays where it is', () => {
  const doc: DocJson = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        attrs: { level: 0 },
        content: [
          { type: 'text', text: '一是' },
          { type: 'text', text: '加大投入' },
        ],
      },
      { type: 'paragraph', attrs: { level: 1 } },
    ],
  };
  expect(blocksOf(doc)).toEqual([
    { level: 0, inlines: ['一是加大投入'] },
    { level: 1, inlines: [] },
  ]);
});

test('parameters in another order are the same citation', () => {
  expect(keyOfCitation({ figure: 'f', params: { b: 1, a: 2 }, qualifier: 'over' })).toBe(
    keyOfCitation({ figure: 'f', params: { a: 2, b: 1 }, qualifier: 'over' }),
  );
  expect(keyOfCitation({ figure: 'f' })).not.toBe(keyOfCitation({ figure: 'f', qualifier: 'odd' }));
});

test('any content survives the way there and back', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
  const atom = fc.oneof(
    fc.record({ promise: word, text: word }),
    fc.record({
      cite: fc.record({
        figure: word,
        params: fc.dictionary(word, fc.oneof(fc.integer(), word)),
        qualifier: fc.constantFrom('none' as const, 'over' as const, 'about' as const, 'odd' as const),
      }),
    }),
  );
  const block = fc.record({
    level: fc.integer({ min: 0, max: 4 }),
    // A run of text is followed by an atom, as the editor joins neighbouring runs.
    inlines: fc.array(fc.tuple(word, atom), { minLength: 1, maxLength: 4 }).map((pairs) => pairs.flat()),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      expect(blocksOf(docOf(blocks, new Map()))).toEqual(blocks);
    }),
  );
});
