/** Bodies and answers that are the bytes of a file: streamed, never held whole. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bytesType } from '#kernel/contract/endpoint.ts';
import { Refusal } from '#kernel/contract/refusal.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The door takes the bytes of a file as its body. */
    takesBytes?: boolean;
  }
}

/** Hands the body of a request on as a stream, unread, to the doors that take one; others refuse the type. */
export function takeBytes(app: FastifyInstance): void {
  app.addContentTypeParser(bytesType, (request, payload, done) => {
    if (request.routeOptions.config.takesBytes) return done(null, payload);
    done(
      new Refusal('wrong-media-type', { zh: '请以 application/json 提交。', en: 'Send application/json.' }),
    );
  });
}

/** The body of a door that takes bytes. Refuses a request without one. */
export function bytesOf(request: FastifyRequest): Readable {
  const { body } = request;
  if (isReadable(body)) return body;
  throw new Refusal('wrong-media-type', {
    zh: `请把文件内容作为请求体，以 ${bytesType} 提交。`,
    en: `Send the content of the file as the body, as ${bytesType}.`,
  });
}

const isReadable = (body: unknown): body is Readable =>
  typeof body === 'object' && body !== null && 'pipe' in body;

/** What a stored file may do in a browser: nothing. A PDF viewer cannot start in a sandbox, and brings its own. */
const policyOf = (type: string): string =>
  type === 'application/pdf'
    ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    : "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Sends a stored file: by its own type and never another, to be saved, or shown where `shown` says so. */
export function sendBytes(
  reply: FastifyReply,
  file: { stream: Readable; size: number; type: string; hash: string; name: string; shown: boolean },
): void {
  void reply
    .type(file.type.startsWith('text/') ? `${file.type}; charset=utf-8` : file.type)
    .header('content-length', file.size)
    .header('content-security-policy', policyOf(file.type))
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, no-cache')
    .header('etag', `"${file.hash}"`)
    .header('content-disposition', dispositionOf(file.name, file.shown))
    .send(file.stream);
}

/** Names the file an answer is saved as, in any script. */
export function dispositionOf(name: string, shown = false): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  const any = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${shown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${any}`;
}
