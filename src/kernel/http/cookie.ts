/** The session's cookie: held to this host alone where the line is encrypted, and out of every script's reach. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const plainName = 'kechuang_session';
const hostName = '__Host-kechuang_session';

const isEncrypted = (request: FastifyRequest): boolean => request.protocol === 'https';

const options = (request: FastifyRequest) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isEncrypted(request) }) as const;

/** The session's token; undefined without one. On an encrypted line only the cookie bound to the host counts. */
export const tokenOf = (request: FastifyRequest): string | undefined =>
  request.cookies[isEncrypted(request) ? hostName : plainName];

export function keepToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(isEncrypted(request) ? hostName : plainName, token, options(request));
}

export function clearToken(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(isEncrypted(request) ? hostName : plainName, options(request));
}
