import { expect, test } from 'vitest';
import * as acts from '../acts/contract.ts';
import * as reads from '../doors/contract.ts';
import { raceDoors } from './doors.ts';

test('every door of the contracts stands in the pages as the contracts describe it', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>({ ...acts, ...reads }).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described)).toHaveLength(30);
  expect(raceDoors).toEqual(described);
});
