import { expect, test } from 'vitest';
import * as accounts from '#kernel/contract/accounts.ts';
import * as session from '#kernel/contract/session.ts';
import { accountDoors, ownDoors } from './access-doors.ts';
import { doors } from './doors.ts';

const describedBy = (contract: Record<string, unknown>): Record<string, { at: string }> =>
  Object.fromEntries(
    Object.entries(contract).flatMap(([name, door]) =>
      typeof door === 'object' && door !== null && 'method' in door && 'path' in door
        ? [[name, { at: `${String(door.method)} ${String(door.path)}` }]]
        : [],
    ),
  );

test('every door of accounts, of the session and of lent work is the one its contract describes', () => {
  expect(accountDoors).toEqual(describedBy(accounts));
  const { readSession, openSession, closeSession, ...own } = describedBy(session);
  expect(ownDoors).toEqual(own);
  expect([readSession, openSession, closeSession].map((door) => door?.at)).toEqual([
    doors.readSession,
    doors.openSession,
    doors.closeSession,
  ]);
});
