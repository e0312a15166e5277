/** A service on a fresh database, asked through its real HTTP doors. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '#kernel/access/sessions.ts';
import type { Endpoint, StaffRole } from '#kernel/contract/endpoint.ts';
import { openDoors } from '#app/service.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';

export interface Answer {
  status: number;
  type: string;
  // Answers of any door; tests say what they expect of them.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
  /** The answer as it came. */
  bytes: Buffer;
  headers: Record<string, string | string[] | number | undefined>;
}

export interface Doors {
  house: TestHouse;
  endpoints: readonly Endpoint[];
  ask: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, options?: AskOptions) => Promise<Answer>;
  /** A session's cookie; a partner acts for the organisation named. */
  signIn: (role: StaffRole, organisation?: string, region?: string) => Promise<string>;
  close: () => Promise<void>;
}

export interface AskOptions {
  body?: unknown;
  /** Sent as it is, with this type. */
  raw?: { content: string | Buffer; type: string };
  key?: string | null;
  cookie?: string;
  headers?: Record<string, string>;
}

const displayNames: Record<StaffRole, string> = {
  officer: '示例经办人',
  division: '示例处室负责人',
  office: '示例办公室',
  secrecy: '示例保密审查员',
  signer: '示例签发人',
  bureau: '示例市州科技局',
  institution: '示例单位科研管理员',
  partner: '示例会办单位',
  deputy: '示例代表',
  auditor: '示例审计员',
  administrator: '示例系统管理员',
  security: '示例安全管理员',
};

let keys = 0;

export async function openTestDoors(folder?: string): Promise<Doors> {
  const house = await openTestHouse(folder);
  const logged: string[] = [];
  const files = mkdtempSync(join(tmpdir(), 'kechuang-files-'));
  const { app, endpoints } = await openDoors({
    db: house.db,
    within: house.within,
    vault: house.vault,
    files,
    log: (line) => logged.push(line),
  });
  const ask: Doors['ask'] = async (method, url, { body, raw, key, cookie, headers } = {}) => {
    const sentKey = key === undefined ? `test-key-${(keys += 1)}` : key;
    const response = await app.inject({
      method,
      url,
      headers: {
        ...(method === 'GET' || sentKey === null ? {} : { 'idempotency-key': sentKey }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
        ...(raw
          ? { 'content-type': raw.type }
          : body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
      },
      ...(raw ? { payload: raw.content } : body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const type = String(response.headers['content-type'] ?? '');
    if (response.statusCode >= 500 && ![503, 507].includes(response.statusCode))
      throw new Error(`${response.body}\n${logged.join('\n')}`);
    return {
      status: response.statusCode,
      type,
      body: type.includes('json') ? JSON.parse(response.body) : null,
      text: response.body,
      bytes: response.rawPayload,
      headers: response.headers,
    };
  };
  const signIn: Doors['signIn'] = async (role, organisation, region) => {
    const name = [role, organisation, region].filter((part) => part !== undefined).join('-');
    await house.administrate(
      `insert into platform.account (name, display_name, role, organisation, region, password_hash)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [
        name,
        displayNames[role],
        role,
        organisation ?? null,
        region ?? null,
        await hashPassword('a right password'),
      ],
    );
    const answer = await ask('POST', '/api/session', { body: { name, password: 'a right password' } });
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };
  return {
    house,
    endpoints,
    ask,
    signIn,
    close: async () => {
      await app.close();
      await house.close();
      rmSync(files, { recursive: true, force: true });
    },
  };
}
