/** The doors of accounts, of lent work and of the policy as the pages use them; held equal to the contracts by a test. */
import type * as accounts from '#kernel/contract/accounts.ts';
import type * as session from '#kernel/contract/session.ts';
import { doorsOf } from './doors.ts';

export const accountDoors = doorsOf<typeof accounts>()({
  listAccounts: 'GET /api/accounts',
  openAccount: 'POST /api/accounts',
  closeAccount: 'POST /api/accounts/:account/close',
  reopenAccount: 'POST /api/accounts/:account/reopen',
  resetPassword: 'POST /api/accounts/:account/password',
  grantRole: 'POST /api/accounts/:account/role',
  readPolicy: 'GET /api/access',
  revealValue: 'POST /api/registers/:register/records/:code/reveal',
});

/** Those of the session that `doors` has not. */
export const ownDoors = doorsOf<typeof session>()({
  changePassword: 'POST /api/session/password',
  actFor: 'POST /api/session/acting',
  listDelegations: 'GET /api/delegations',
  makeDelegation: 'POST /api/delegations',
  endDelegation: 'DELETE /api/delegations/:delegation',
});
