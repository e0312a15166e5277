import { expect, test } from 'vitest';
import * as lists from '#kernel/contract/lists.ts';
import { listDoors } from './doors.ts';

test('the doors of lists are those the contract describes', () => {
  const described = Object.fromEntries(
    (Object.keys(listDoors) as (keyof typeof listDoors)[]).map((name) => [
      name,
      { at: `${lists[name].method} ${lists[name].path}` },
    ]),
  );
  expect(listDoors).toEqual(described);
});
