import { expect, test } from 'vitest';
import * as contract from '../contract.ts';
import * as objections from '../objections/contract.ts';
import * as publishing from '../publishing/contract.ts';
import { noticeDoors } from './doors.ts';
import { readItemLines, writeItemLines } from './item-lines.ts';

test('every door of the contracts stands in the pages as they describe it', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>({ ...contract, ...objections, ...publishing }).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described)).toHaveLength(11);
  expect(noticeDoors).toEqual(described);
});

test('items are read from lines as typed or pasted from a sheet, and written back', () => {
  const items = readItemLines(
    '甲项目 | 示例大学 | 张某、李某 | 48万元\n\n乙项目\t\t\t合格\t备注\tXM1\n丙 ｜ 示例院',
  );
  expect(items).toEqual([
    { title: '甲项目', unit: '示例大学', person: '张某、李某', value: '48万元' },
    { title: '乙项目', value: '合格', note: '备注', refersTo: 'XM1' },
    { title: '丙', unit: '示例院' },
  ]);
  expect(readItemLines(writeItemLines(items))).toEqual(items);
});
