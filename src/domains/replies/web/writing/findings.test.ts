import { expect, test } from 'vitest';
import type { Block } from '../../contract.ts';
import { keyOfCitation } from './blocks.ts';
import { citationOf, placeFindings, type Finding } from './findings.ts';

const finding = (over: Partial<Finding>): Finding => ({
  text: '1982个',
  line: 1,
  column: 9,
  offset: 8,
  length: 5,
  figure: 'achievements.empowered',
  label: { zh: '赋权职务科技成果', en: 'Empowered achievements' },
  params: {},
  verdict: 'contradicts',
  value: '1928',
  stated: '1982',
  qualifier: 'none',
  unit: 'ge',
  phrase: { zh: '1928个', en: '1,928' },
  candidates: [],
  inconsistentWith: [],
  tiedWith: [],
  reason: { zh: '与记录不符', en: 'The records say otherwise' },
  section: 's1',
  block: 0,
  at: 8,
  key: 'k',
  cited: false,
  ...over,
});

const blocks: Block[] = [{ level: 0, inlines: ['赋权职务科技成果1982 个，'] }];
const prints = new Map([[keyOfCitation({ figure: 'pilots.institutions' }), '18家']]);

test('a number is found where the check saw it, blanks within it included', () => {
  expect(placeFindings([finding({ length: 6 })], blocks, prints)).toMatchObject([
    { block: 0, from: 8, to: 14, inline: null },
  ]);
});

test('what was typed over since is no longer marked', () => {
  const typed: Block[] = [{ level: 0, inlines: ['共赋权职务科技成果1982个'] }];
  expect(placeFindings([finding({})], typed, prints)).toEqual([]);
  expect(placeFindings([finding({ block: 4 })], blocks, prints)).toEqual([]);
});

test('a number inside a citation is found as that citation', () => {
  const cited: Block[] = [
    {
      level: 0,
      inlines: ['试点', { cite: { figure: 'pilots.institutions', params: {}, qualifier: 'none' } }, '单位'],
    },
  ];
  const holds = finding({ text: '18家', at: 2, length: 3, verdict: 'holds', cited: true });
  expect(placeFindings([holds], cited, prints)).toMatchObject([{ inline: 1, from: 2, to: 5 }]);
});

test('the right citation comes from the finding; without a figure there is none', () => {
  expect(citationOf(finding({ qualifier: 'near' }))).toEqual({
    figure: 'achievements.empowered',
    params: {},
    qualifier: 'about',
    text: null,
    shown: '1928个',
  });
  expect(citationOf(finding({ figure: null }))).toBeNull();
});
