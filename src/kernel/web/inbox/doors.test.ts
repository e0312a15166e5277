import { expect, test } from 'vitest';
import * as contract from '#kernel/inbox/contract.ts';
import { inboxDoors } from './doors.ts';

test('every door of the inbox stands in the pages as the contract describes it', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>(contract).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described)).toHaveLength(10);
  expect(inboxDoors).toEqual(described);
});
