import { expect, test } from 'vitest';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { chooseColumns } from './columns.ts';

const column = (name: string, kind: ColumnShape['kind'], measure?: true): ColumnShape => ({
  name,
  kind,
  label: { zh: name, en: name },
  ...(measure ? { measure } : {}),
});

const columns = [
  column('code', 'text'),
  column('title', 'text'),
  column('note', 'text'),
  column('sample', 'flag'),
  column('owner', 'reference'),
  column('signedOn', 'date'),
  column('endedOn', 'date'),
  column('amount', 'money', true),
];
const row = {
  code: 'a',
  stub: false,
  cells: {
    code: 'a',
    title: 't',
    note: 'n',
    sample: true,
    owner: 'o',
    signedOn: '2024-01-01',
    endedOn: null,
    amount: '1.00',
  },
};

test('a narrow place keeps the name, whom, when and what is summed, in the register’s order', () => {
  expect(chooseColumns(columns, [row], 5).map(({ name }) => name)).toEqual([
    'code',
    'title',
    'owner',
    'signedOn',
    'amount',
  ]);
});

test('all columns fit a wide place, but for those empty on the page', () => {
  expect(chooseColumns(columns, [row], 50).map(({ name }) => name)).not.toContain('endedOn');
});

test('a summed column stays even where nothing is in it', () => {
  expect(chooseColumns(columns, [], 3).map(({ name }) => name)).toEqual(['code', 'amount']);
});

test('what is the same in every row gives way to what is not', () => {
  const rows = [row, { ...row, cells: { ...row.cells, code: 'b', signedOn: '2024-02-01', note: 'm' } }];
  expect(chooseColumns(columns, rows, 4).map(({ name }) => name)).toEqual([
    'code',
    'note',
    'signedOn',
    'amount',
  ]);
});
