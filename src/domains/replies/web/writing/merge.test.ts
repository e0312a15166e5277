import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '../../contract.ts';
import { compareBlocks, mergeBlocks } from './merge.ts';

const sheet = (...texts: string[]): Block[] => texts.map((text) => ({ level: 0, inlines: [text] }));

test('what both have stands once, what differs stands side by side', () => {
  const stretches = compareBlocks(sheet('一', '甲', '三'), sheet('一', '乙', '丙', '三'));
  expect(stretches).toEqual([
    { kind: 'same', blocks: sheet('一') },
    { kind: 'parted', mine: sheet('甲'), theirs: sheet('乙', '丙') },
    { kind: 'same', blocks: sheet('三') },
  ]);
  expect(mergeBlocks(stretches, ['both'])).toEqual(sheet('一', '乙', '丙', '甲', '三'));
});

test('choosing mine everywhere gives mine, choosing theirs gives theirs', () => {
  const texts = fc.array(fc.constantFrom('一', '二', '三', '四'), { maxLength: 8 });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const [mine, theirs] = [sheet(...left), sheet(...right)];
      const stretches = compareBlocks(mine, theirs);
      expect(mergeBlocks(stretches, [])).toEqual(mine);
      expect(
        mergeBlocks(
          stretches,
          stretches.map(() => 'theirs'),
        ),
      ).toEqual(theirs);
    }),
  );
});
