/** Binds the doors of promises. */
import type { z } from 'zod';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock, readKnown } from '#kernel/db/open.ts';
import { knownAtOf, nameDownload, type Call, type Service } from '#kernel/http/serve.ts';
import { writeAside } from '#kernel/registers/export-table.ts';
import { workbookType } from '#kernel/sheets/write-workbook.ts';
import { answerCommitment } from './answering.ts';
import { addCommitment } from './making.ts';
import { ledgerName, writeLedger } from './ledger.ts';
import { dropCommitment, keepCommitment, moveDate, reportProgress, type Promises } from './actions.ts';
import * as doors from './contract.ts';
import { listCommitments, type PromisesAsked } from './read.ts';

type Listing = z.infer<typeof doors.listCommitments.answer>;

const chosenOf = ({
  reply,
  record,
  ...query
}: z.infer<typeof doors.listCommitments.query>): Omit<PromisesAsked, 'asOf' | 'knownAt'> => ({
  reply,
  record,
  area: query.area,
  owner: query.owner,
  source: query.source,
  plan: query.plan,
  outcome: query.outcome,
  state: query.state,
});

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

  service.bind(doors.listCommitments, async (call) => list(call, chosenOf(call.query)));

  service.bind(doors.downloadLedger, async (call) => {
    const { language } = call.query;
    const listing = await list(call, chosenOf(call.query));
    const file = await writeAside((stream) => writeLedger(stream, listing, language));
    nameDownload(call.reply, `${ledgerName(listing.asOf)[language]}.xlsx`);
    void call.reply.type(workbookType).header('cache-control', 'no-store').send(file);
    return null;
  });

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

  service.bind(doors.addCommitment, async ({ ctx, body, key }) =>
    addCommitment(ctx, promises.house, { body, key }),
  );
  service.bind(doors.answerCommitment, async ({ ctx, params: { code }, body, key }) =>
    answerCommitment(ctx, promises, { code, body, key }),
  );
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
