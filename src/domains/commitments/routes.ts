/** Binds the doors of promises. */
import type { z } from 'zod';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock, readKnown } from '#kernel/db/open.ts';
import { knownAtOf, type Call, type Service } from '#kernel/http/serve.ts';
import { dropCommitment, keepCommitment, moveDate, reportProgress, type Promises } from './actions.ts';
import * as doors from './contract.ts';
import { listCommitments, type PromisesAsked } from './read.ts';

type Listing = z.infer<typeof doors.listCommitments.answer>;

export function bindCommitmentDoors(service: Service, promises: Promises): void {
  /** Without a day asked, promises are judged by today: what is overdue is overdue now. */
  const list = async (
    call: Call<unknown, { asOf?: string; knownAt?: string }, unknown>,
    asked: Omit<PromisesAsked, 'asOf' | 'knownAt'>,
  ): Promise<Listing> => {
    const { today } = await readClock(call.ctx.db);
    const knownAt = knownAtOf(call);
    const asOf = call.query.asOf ?? today;
    return readKnown(call.ctx.db, knownAt, async (db) => ({
      asOf,
      today,
      ...(await listCommitments(db, promises.figures, { ...asked, asOf, knownAt })),
    }));
  };

  service.bind(doors.listCommitments, async (call) =>
    list(call, { reply: call.query.reply, state: call.query.state }),
  );

  service.bind(doors.readCommitment, async (call) => {
    const { code } = call.params;
    const { asOf, today, areas } = await list(call, { code });
    const commitment = areas[0]?.commitments[0];
    if (!commitment) {
      throw new Refusal('unknown-record', {
        zh: `截至 ${asOf} 没有编号为“${code}”的承诺。请从承诺页打开，或改问以后的日期。`,
        en: `There is no promise numbered “${code}” by ${asOf}. Open it from the page of promises, or ask for a later day.`,
      });
    }
    return { asOf, today, commitment };
  });

  service.bind(doors.reportProgress, async ({ ctx, params: { code }, body, key }) =>
    reportProgress(ctx, promises, { code, body, key }),
  );
  service.bind(doors.moveDate, async ({ ctx, params: { code }, body, key }) =>
    moveDate(ctx, promises, { code, body, key }),
  );
  service.bind(doors.keepCommitment, async ({ ctx, params: { code }, body, key }) =>
    keepCommitment(ctx, promises, { code, body, key }),
  );
  service.bind(doors.dropCommitment, async ({ ctx, params: { code }, body, key }) =>
    dropCommitment(ctx, promises, { code, body, key }),
  );
}
