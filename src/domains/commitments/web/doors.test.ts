import { expect, test } from 'vitest';
import * as contract from '../contract.ts';
import { promiseDoors } from './doors.ts';

test('every door of the contract stands in the page as the contract describes it', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>(contract).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described)).toHaveLength(9);
  expect(promiseDoors).toEqual(described);
});
