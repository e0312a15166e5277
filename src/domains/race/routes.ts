/** Binds the doors of the race. */
import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { sendBytes } from '#kernel/http/streams.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { House } from '#kernel/registers/actions.ts';
import * as acts from './acts/contract.ts';
import * as awarding from './awarding.ts';
import { computeResult, correctResult } from './computing.ts';
import * as doors from './doors/contract.ts';
import * as preparing from './preparing.ts';
import * as publishing from './publishing.ts';
import { listCycles, readBoard, readCycle, readResult, requireResult } from './read.ts';
import * as reporting from './reporting.ts';
import { listAppeals, listNominations, readWorkspace } from './workspace.ts';
import { zipOf } from './zip.ts';

export function bindRaceDoors(service: Service, house: House): void {
  bindReading(service);
  bindPreparing(service, house);
  bindReporting(service, house);
  bindPublishing(service, house);
  bindAwarding(service, house);
}

function bindReading(service: Service): void {
  service.bind(doors.listCycles, async ({ ctx }) => listCycles(ctx));
  service.bind(doors.readCycle, async ({ ctx, params }) => readCycle(ctx, params.cycle));
  service.bind(doors.readResult, async ({ ctx, params }) =>
    readResult(ctx, params.cycle, Number(params.version)),
  );
  service.bind(doors.downloadBundle, async ({ ctx, params, reply }) => {
    const { result, files } = await requireResult(ctx, params.cycle, Number(params.version));
    const bytes = zipOf(files);
    sendBytes(reply, {
      stream: Readable.from([Buffer.from(bytes)]),
      size: bytes.length,
      type: 'application/zip',
      hash: createHash('sha256').update(bytes).digest('hex'),
      name: `${result.cycle}-${result.version}.zip`,
      shown: false,
    });
  });
  service.bind(doors.readBoard, async ({ ctx, params }) => readBoard(ctx, params.cycle));
  service.bind(doors.listAppeals, async ({ ctx, params }) => listAppeals(ctx, params.cycle));
  service.bind(doors.listNominations, async ({ ctx, params }) => listNominations(ctx, params.cycle));
  service.bind(doors.readWorkspace, async ({ ctx, params }) => readWorkspace(ctx, params.cycle, params.unit));
}

function bindPreparing(service: Service, house: House): void {
  service.bind(acts.openCycle, async ({ ctx, body, key }) => preparing.openCycle(ctx, house, { body, key }));
  service.bind(acts.draftMethod, async ({ ctx, params, body, key }) =>
    preparing.draftMethod(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.adjustWeights, async ({ ctx, params, body, key }) =>
    preparing.adjustWeights(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.freezeMethod, async ({ ctx, params, key }) =>
    preparing.freezeMethod(ctx, house, { ...params, body: null, key }),
  );
  service.bind(acts.openReporting, async ({ ctx, params, body, key }) =>
    preparing.openReporting(ctx, house, { ...params, body, key }),
  );
}

function bindReporting(service: Service, house: House): void {
  service.bind(acts.reportObservations, async ({ ctx, params, body, key }) =>
    reporting.reportObservations(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.submitUnit, async ({ ctx, params, key }) =>
    reporting.submitUnit(ctx, house, { ...params, body: null, key }),
  );
  service.bind(acts.closeReporting, async ({ ctx, params, key }) =>
    reporting.closeReporting(ctx, house, { ...params, body: null, key }),
  );
  service.bind(acts.verifyObservations, async ({ ctx, params, body, key }) =>
    reporting.verifyObservations(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.returnObservations, async ({ ctx, params, body, key }) =>
    reporting.returnObservations(ctx, house, { ...params, body, key }),
  );
}

function bindPublishing(service: Service, house: House): void {
  service.bind(acts.computeResult, async ({ ctx, params, key }) =>
    computeResult(ctx, house, { ...params, body: null, key }),
  );
  service.bind(acts.correctResult, async ({ ctx, params, body, key }) =>
    correctResult(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.openFeedback, async ({ ctx, params, key }) =>
    publishing.openFeedback(ctx, house, { ...params, body: null, key }),
  );
  service.bind(acts.raiseAppeal, async ({ ctx, params, body, key }) =>
    publishing.raiseAppeal(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.answerAppeal, async ({ ctx, params, body, key }) =>
    publishing.answerAppeal(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.decideMeeting, async ({ ctx, params, body, key }) =>
    publishing.decideMeeting(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.announceResult, async ({ ctx, params, body, key }) =>
    publishing.announceResult(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.publishResult, async ({ ctx, params, key }) =>
    publishing.publishResult(ctx, house, { ...params, body: null, key }),
  );
}

function bindAwarding(service: Service, house: House): void {
  service.bind(acts.openSelection, async ({ ctx, params, body, key }) =>
    awarding.openSelection(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.nominateProject, async ({ ctx, params, body, key }) =>
    awarding.nominateProject(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.decideNomination, async ({ ctx, params, body, key }) =>
    awarding.decideNomination(ctx, house, { ...params, body, key }),
  );
  service.bind(acts.reviewUnit, async ({ ctx, params, body, key }) =>
    awarding.reviewUnit(ctx, house, { ...params, body, key }),
  );
}
