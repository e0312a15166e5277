/** The doors of distributions as the page uses them; held equal to the contract by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as contract from '../contract.ts';

export const distributionDoors = doorsOf<typeof contract>()({
  readDistributing: 'GET /api/transfer/contracts/:code/distributing',
  recordDistribution: 'POST /api/transfer/contracts/:code/distributions',
});
