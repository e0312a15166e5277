/** Binds the doors of requests for statements. */
import { may } from '#kernel/access/roles.ts';
import { readClock } from '#kernel/db/open.ts';
import type { Service } from '#kernel/http/serve.ts';
import { answerRequest, askStatement, declineRequest, type Statements } from './actions.ts';
import * as doors from './contract.ts';
import { listRequests } from './read.ts';

export function bindStatementDoors(service: Service, statements: Statements): void {
  service.bind(doors.listRequests, async ({ ctx, query }) => {
    const { today } = await readClock(ctx.db);
    const { actor } = ctx;
    // Staff read all; a partner those of its organisation; whoever acts for none, none.
    if (!may(actor, 'register.read') && !(may(actor, 'statement.answer') && actor.organisation))
      return { today, requests: [] };
    const askedOf = may(actor, 'register.read') ? undefined : (actor.organisation ?? undefined);
    return {
      today,
      requests: await listRequests(ctx.db, statements.figures, { ...query, askedOf, today, actor }),
    };
  });
  service.bind(doors.askStatement, async ({ ctx, body, key }) =>
    askStatement(ctx, statements, { body, key }),
  );
  service.bind(doors.answerRequest, async ({ ctx, params: { code }, body, key }) =>
    answerRequest(ctx, statements, { code, body, key }),
  );
  service.bind(doors.declineRequest, async ({ ctx, params: { code }, body, key }) =>
    declineRequest(ctx, statements, { code, body, key }),
  );
}
