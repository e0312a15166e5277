/** Binds the doors of the session. */
import {
  closeSession as closeDoor,
  openSession as openDoor,
  readSession,
} from '#kernel/contract/evidence.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { sessionCookie, type Service } from '#kernel/http/serve.ts';
import { permissionsOf, type Actor } from './roles.ts';
import { closeSession, openSession } from './sessions.ts';

function describeActor({ name, role, organisation = null }: Actor): {
  name: string;
  role: StaffRole;
  organisation: string | null;
  permissions: string[];
} | null {
  return role === 'public' || role === 'operator'
    ? null
    : { name, role, organisation, permissions: [...permissionsOf(role)] };
}

const cookieOptions = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

export function bindSessionDoors(service: Service): void {
  service.bind(readSession, async (call) => ({ who: describeActor(call.ctx.actor) }));

  service.bind(openDoor, async (call) => {
    const { token, actor } = await openSession(call.ctx.db, call.body.name, call.body.password);
    call.reply.setCookie(sessionCookie, token, {
      ...cookieOptions,
      secure: call.request.protocol === 'https',
    });
    const who = describeActor(actor);
    if (!who) throw new Error('a session belongs to an account');
    return { who };
  });

  service.bind(closeDoor, async (call) => {
    const token = call.request.cookies[sessionCookie];
    if (token !== undefined) await closeSession(call.ctx.db, token);
    call.reply.clearCookie(sessionCookie, cookieOptions);
    return { who: null };
  });
}
