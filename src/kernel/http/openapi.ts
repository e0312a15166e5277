/** OpenAPI 3.1 from the list of endpoints, and a page to read it. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { bytesType, docxType, pdfType, type Endpoint } from '#kernel/contract/endpoint.ts';
import { Problem, refusalKinds } from '#kernel/contract/refusal.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): unknown[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || !shape.safeParse(undefined).success,
    schema: schemaOf(shape, 'input'),
  }));
}

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: '同一操作重发时用同一个键 / repeat a write with the same key',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
};

function operationOf(endpoint: Endpoint): unknown {
  const writes = endpoint.method !== 'GET';
  return {
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replaceAll(/[/:.]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: endpoint.summary.zh,
    description: endpoint.summary.en,
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(writes ? [keyParameter] : []),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    ...(endpoint.bodyType
      ? {
          requestBody: {
            required: true,
            content: { [endpoint.bodyType]: { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    security: endpoint.permission === 'public' ? [] : [{ session: [] }],
    responses: {
      200: {
        description: '成功 / done',
        content: {
          [endpoint.answerType]: {
            schema: [pdfType, docxType, bytesType].some((type) => type === endpoint.answerType)
              ? { type: 'string', format: 'binary' }
              : schemaOf(endpoint.answer, 'output'),
          },
        },
      },
      default: {
        description: '拒绝（RFC 9457）/ refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The document for a list of endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '科创 Kechuang',
      version: '0.2.0',
      description: '凡数必有据：每个数字都能打开到背后的记录。',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'kechuang_session' } },
    },
  };
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/api/docs.css"></head><body><main>${body}</main></body></html>`;

function fieldRows(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodObject)) return '';
  return Object.entries(schema.shape as Record<string, z.ZodType>)
    .map(([name, shape]) => {
      const {
        type,
        format,
        enum: values,
        default: preset,
      } = schemaOf(shape, 'input') as Record<string, unknown>;
      const kind = Array.isArray(values) ? values.join(' | ') : [type, format].filter(Boolean).join(' · ');
      const needed = shape.safeParse(undefined).success ? '' : ' <strong>必填 required</strong>';
      return `<tr><td><code>${escape(name)}</code></td><td>${escape(String(kind))}${preset === undefined ? '' : ` = <code>${escape(JSON.stringify(preset))}</code>`}${needed}</td></tr>`;
    })
    .join('');
}

function docsPage(endpoints: readonly Endpoint[]): string {
  const sections = endpoints
    .map((endpoint) => {
      const rows = [endpoint.params, endpoint.query, ...(endpoint.body ? [endpoint.body] : [])]
        .map(fieldRows)
        .join('');
      return `<section><h2><span class="method">${endpoint.method}</span> <code>${escape(endpoint.path)}</code></h2>
<p>${escape(endpoint.summary.zh)} <span lang="en">${escape(endpoint.summary.en)}</span>${endpoint.permission === 'public' ? '' : ` <em>需登录 ${endpoint.permission}</em>`}</p>${rows === '' ? '' : `<table>${rows}</table>`}</section>`;
    })
    .join('');
  return page(
    '科创接口',
    `<h1>科创接口</h1><p>机器可读：<a href="/api/openapi.json">OpenAPI 3.1</a>；拒绝的种类：<a href="/api/problems">/api/problems</a>。写操作须带请求头 <code>Idempotency-Key</code>。
<span lang="en">Machine-readable: OpenAPI 3.1. Every write carries an Idempotency-Key; every refusal is an RFC 9457 problem in both languages.</span></p>${sections}`,
  );
}

const style = `:root{color-scheme:light dark;--accent:#0b6b6b}@media (prefers-color-scheme:dark){:root{--accent:#5cc2bd}}
body{margin:0;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}main{max-width:56rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.75rem}h2{font-size:1.05rem;margin:2rem 0 .25rem;overflow-wrap:anywhere}.method{color:var(--accent)}a{color:var(--accent)}
table{border-collapse:collapse;width:100%}td{border-top:1px solid #8884;padding:.35rem .5rem .35rem 0;vertical-align:top;overflow-wrap:anywhere}
[lang=en]{opacity:.75}em{font-style:normal;color:var(--accent)}`;

/** The doors that describe the doors. */
export function describeApi(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  app.get('/api/openapi.json', async () => openApiDocument(endpoints));
  app.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(endpoints)),
  );
  app.get('/api', async (_request, reply) => reply.redirect('/api/docs'));
  app.get('/api/docs.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  app.get('/api/problems', async () => refusalKinds);
  app.get('/problems/:code', async (request, reply) => {
    const { code } = request.params as { code: string };
    const kind = Object.hasOwn(refusalKinds, code)
      ? refusalKinds[code as keyof typeof refusalKinds]
      : undefined;
    return reply
      .status(kind ? 200 : 404)
      .type('text/html; charset=utf-8')
      .send(
        page(
          kind?.zh ?? '没有这种拒绝',
          kind
            ? `<h1>${escape(kind.zh)}</h1><p lang="en">${escape(kind.en)}</p><p><code>${escape(code)}</code> · HTTP ${kind.status}</p>`
            : '<h1>没有这种拒绝</h1>',
        ),
      );
  });
}
