import { expect, test } from 'vitest';
import * as bulk from '#kernel/contract/bulk.ts';
import * as merge from '#kernel/contract/merge.ts';
import { manyDoors } from './many-doors.ts';

test('every door of actions over many rows is the one its contract describes', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>({ ...bulk, ...merge }).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described)).toHaveLength(7);
  expect(manyDoors).toEqual(described);
});
