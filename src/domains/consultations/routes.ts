/** Binds the doors of consultations. */
import { readClock, readKnown } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { knownAtOf, type Service } from '#kernel/http/serve.ts';
import type { House } from '#kernel/registers/actions.ts';
import * as actions from './actions.ts';
import * as doors from './doors/contract.ts';
import { commitDecisions, holdMeeting } from './meetings.ts';
import { listConsultations, readAgreement } from './read.ts';
import { proposeTopic, submitReport } from './reporting.ts';
import { listWork, readWork } from './work.ts';

/** What the doors work over: registers with their rules, and the figures. */
export interface Consultations {
  house: House;
  figures: Figures;
}

export function bindConsultationDoors(service: Service, { house, figures }: Consultations): void {
  service.bind(doors.listConsultations, async (call) => {
    const { today } = await readClock(call.ctx.db);
    const knownAt = knownAtOf(call);
    const asOf = call.query.asOf ?? today;
    return readKnown(call.ctx.db, knownAt, async (db) => ({
      asOf,
      today,
      ...(await listConsultations(db, figures, { asOf, knownAt })),
    }));
  });

  service.bind(doors.readConsultation, async (call) => {
    const { code } = call.params;
    const { today } = await readClock(call.ctx.db);
    const knownAt = knownAtOf(call);
    const asOf = call.query.asOf ?? today;
    return readKnown(call.ctx.db, knownAt, async (db) => {
      const agreement = await readAgreement(db, figures, { code, asOf, knownAt });
      if (!agreement) throw actions.unknownAgreement(code);
      return { asOf, today, agreement };
    });
  });

  service.bind(doors.listConsultationWork, async ({ ctx }) =>
    listWork(ctx, figures, (await readClock(ctx.db)).today),
  );

  service.bind(doors.readConsultationWork, async ({ ctx, params: { code } }) => {
    const work = await readWork(ctx, figures, { code, today: (await readClock(ctx.db)).today });
    if (!work) throw actions.unknownAgreement(code);
    return work;
  });

  service.bind(doors.proposeAgreement, async ({ ctx, body, key }) =>
    actions.proposeAgreement(ctx, house, { body, key }),
  );
  service.bind(doors.proposeTopic, async ({ ctx, params: { code }, body, key }) =>
    proposeTopic(ctx, house, { code, body, key }),
  );
  service.bind(doors.decideTopic, async ({ ctx, params: { code }, body, key }) =>
    actions.decideTopic(ctx, house, { code, body, key }),
  );
  service.bind(doors.signAgreement, async ({ ctx, params: { code }, body, key }) =>
    actions.signAgreement(ctx, house, { code, body, key }),
  );
  service.bind(doors.holdMeeting, async ({ ctx, params: { code }, body, key }) =>
    holdMeeting(ctx, house, { code, body, key }),
  );
  service.bind(doors.commitDecisions, async ({ ctx, params: { code }, body, key }) =>
    commitDecisions(ctx, house, { code, body, key }),
  );
  service.bind(doors.submitReport, async ({ ctx, params: { code }, body, key }) =>
    submitReport(ctx, house, { code, body, key }),
  );
  service.bind(doors.evaluateAgreement, async ({ ctx, params: { code }, body, key }) =>
    actions.evaluateAgreement(ctx, house, { code, body, key }),
  );
  service.bind(doors.renewAgreement, async ({ ctx, params: { code }, body, key }) =>
    actions.renewAgreement(ctx, house, { code, body, key }),
  );
  service.bind(doors.endAgreement, async ({ ctx, params: { code }, body, key }) =>
    actions.endAgreement(ctx, house, { code, body, key }),
  );
}
