import { expect, test } from 'vitest';
import * as evidence from '#kernel/contract/evidence.ts';
import { doors, type OpenDoor } from './doors.ts';

test('every door the pages use is the one the contract describes', () => {
  const described = Object.fromEntries(
    (Object.keys(doors) as OpenDoor[]).map((name) => [
      name,
      `${evidence[name].method} ${evidence[name].path}`,
    ]),
  );
  expect(doors).toEqual(described);
});
