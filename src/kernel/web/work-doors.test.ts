import { expect, test } from 'vitest';
import * as files from '#kernel/contract/files.ts';
import * as jobs from '#kernel/contract/jobs.ts';
import { fileDoors, jobDoors } from './work-doors.ts';

test.each([
  ['jobs', jobs, jobDoors],
  ['files', files, fileDoors],
])('every door of %s stands in the page as the contract describes it', (_, contract, doors) => {
  const described = Object.fromEntries(
    Object.entries<unknown>(contract).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );
  expect(Object.keys(described).length).toBeGreaterThan(3);
  expect(doors).toEqual(described);
});
