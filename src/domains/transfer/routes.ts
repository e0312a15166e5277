/** Binds the doors of distributions. */
import type { Service } from '#kernel/http/serve.ts';
import type { House } from '#kernel/registers/actions.ts';
import { distributingOf, recordDistribution } from './actions.ts';
import * as doors from './contract.ts';

export function bindTransferDoors(service: Service, house: House): void {
  service.bind(doors.readDistributing, async ({ ctx, params }) => distributingOf(ctx, params.code));
  service.bind(doors.recordDistribution, async ({ ctx, params, body, key }) => {
    const { action, answer } = await recordDistribution(ctx, house, { contract: params.code, body, key });
    return { action, ...answer };
  });
}
