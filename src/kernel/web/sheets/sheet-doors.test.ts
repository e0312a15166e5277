import { expect, test } from 'vitest';
import * as sheets from '#kernel/contract/sheets.ts';
import { sheetDoors } from './sheet-doors.ts';

test('every door of tables stands in the page as the contract describes it', () => {
  const described = Object.fromEntries(
    Object.entries<unknown>(sheets).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described).length).toBeGreaterThan(3);
  expect(sheetDoors).toEqual(described);
});
