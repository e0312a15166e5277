import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDoors } from '#app/service.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { house as registry } from '#app/house.ts';
import { bindWatching } from '#app/watching.ts';
import { databaseRefusal } from '#kernel/db/refusals.ts';
import { hashPassword } from '#kernel/access/sessions.ts';
import { importTables } from '#kernel/registers/actions.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { Db } from '#kernel/db/open.ts';

let house: TestHouse;
let service: Service;
const lines: string[] = [];
const files = mkdtempSync(join(tmpdir(), 'kechuang-watching-'));
const idle = { total: 3, idle: 2, waiting: 0 };

beforeAll(async () => {
  process.env.KECHUANG_METRICS_TOKEN = 'sample-token-0123456789abcdef';
  house = await openTestHouse();
  service = await openDoors({
    db: house.db,
    within: house.within,
    vault: house.vault,
    files,
    log: (line) => lines.push(line),
    logging: { form: 'json', level: 'debug', write: (text) => lines.push(text) },
    trustedProxies: ['10.0.0.1'],
  });
  bindWatching(service, { db: house.db, load: () => idle });
  // A door with a bug that has somebody's number in its hands.
  service.app.get('/api/bug/:person', async (request) => {
    const { person } = request.params as { person: string };
    await house.administrate('select $1::uuid', [person]);
  });
});
afterAll(async () => {
  delete process.env.KECHUANG_METRICS_TOKEN;
  await service.app.close();
  await house.close();
  rmSync(files, { recursive: true, force: true });
});

const ask = (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  service.app.inject({ method: 'GET', url, headers, remoteAddress });

test('no name, number, password or address of a request reaches the log, a bug’s neither', async () => {
  const personal = [
    '示例张三',
    '220102199001011234',
    'zhangsan@example.cn',
    '13900001111',
    'a-secret-password',
  ];
  const [name = '', number = '', mail = '', phone = '', password = ''] = personal;
  await house.administrate(
    `insert into platform.account (name, display_name, role, password_hash) values ($1, $2, 'officer', $3)`,
    [mail, name, await hashPassword(password)],
  );
  const signIn = (secret: string) =>
    service.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'idempotency-key': 'sign-in-once-more', 'user-agent': name, referer: `https://x/${number}` },
      payload: { name: mail, password: secret },
    });
  expect((await signIn(`${password}${phone}`)).statusCode).toBe(401);
  const signedIn = await signIn(password);
  expect(signedIn.statusCode).toBe(200);
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const inAddress = encodeURIComponent(name);
  expect(
    (await ask(`/api/registers/directory.organisation/rows?q=${inAddress}`, { cookie })).statusCode,
  ).toBeLessThan(500);
  expect((await ask(`/api/${number}/${inAddress}`, { cookie })).statusCode).toBe(404);
  expect((await ask(`/api/%ff${number}`, { cookie })).statusCode).toBe(422);
  const bug = await ask(`/api/bug/${number}`, { cookie });
  expect(bug.statusCode).toBe(500);

  const text = lines.join('');
  for (const value of [...personal, inAddress, cookie.split('=')[1] ?? '']) expect(text).not.toContain(value);
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const { instance, detail } = bug.json() as { instance?: string; detail: string };
  expect(said).toContainEqual(
    expect.objectContaining({
      msg: 'bug',
      route: '/api/bug/:person',
      code: '22P02',
      frames: expect.any(Array),
    }),
  );
  const reference = said.find(({ msg }) => msg === 'bug')?.id;
  expect(instance ?? detail).toContain(reference);
  expect(said).toContainEqual(
    expect.objectContaining({
      msg: 'request',
      method: 'POST',
      route: '/api/session',
      status: 401,
      role: 'public',
    }),
  );
  // Every request has one line, whatever became of it.
  expect(said.filter(({ msg }) => msg === 'request').length).toBeGreaterThanOrEqual(5);
});

test('health and readiness for anyone; metrics for this machine itself, or with the token', async () => {
  expect((await ask('/healthz', {}, '192.0.2.7')).body).toBe('ok\n');
  expect((await ask('/readyz', {}, '192.0.2.7')).body).toBe('ready\n');
  expect((await ask('/metrics')).statusCode).toBe(200);
  expect((await ask('/metrics', { 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(404);
  expect((await ask('/metrics', {}, '192.0.2.7')).statusCode).toBe(404);
  expect((await ask('/metrics', { authorization: 'Bearer wrong' }, '192.0.2.7')).statusCode).toBe(404);
  const token = process.env.KECHUANG_METRICS_TOKEN ?? '';
  const { body } = await ask('/metrics', { authorization: `Bearer ${token}` }, '192.0.2.7');
  for (const line of [
    'kechuang_database_connections{state="used"} 1',
    'kechuang_jobs{state="failed"} 0',
    'kechuang_mails{state="waiting"} 0',
    'kechuang_log_unlinked_lines 0',
  ])
    expect(body).toContain(line);
  expect(body).toMatch(
    /kechuang_http_request_duration_seconds_count\{method="GET",route="\/api\/bug\/:person",status="500"\} 1/,
  );
  expect(body).not.toMatch(/kechuang_last_backup_age_seconds \d/);
});

/** A small disk of its own; null where this machine lets nobody mount one. */
function mountDisk(owner: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=700', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  chownSync(folder, owner, owner);
  chmodSync(folder, 0o700);
  return folder;
}

test('on a full disk reading goes on, writing is refused with what to do, and it recovers by itself', async () => {
  const [server] = await house.administrate<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  );
  const write = async (db: Db, number: number): Promise<void> => {
    const bytes = Buffer.from(
      [
        'code,name,kind',
        ...Array.from({ length: 400 }, (_, i) => `D-${number}-${i},示例${'单位'.repeat(20)},company`),
      ].join('\n'),
    );
    await importTables({ ...house.ctx, db }, registry, {
      action: 'register.import',
      subject: 'directory.organisation',
      files: [
        {
          register: 'directory.organisation',
          fileName: 'organisation.csv',
          bytes,
          digest: createHash('sha256').update(bytes).digest('hex'),
        },
      ],
    });
  };
  const countRows = async (): Promise<number> =>
    (await house.db.selectFrom('organisation').select('code').where('code', 'like', 'D-%').execute()).length;
  let fill: () => Promise<void>;
  let free: () => Promise<void>;
  let clear: () => Promise<void>;
  const disk = process.getuid?.() === 0 ? mountDisk(statSync(server?.folder ?? '').uid) : null;
  if (disk === null) {
    process.stdout.write(
      'no disk can be mounted here: the database’s own error 53100 is raised by a trigger\n',
    );
    await house.administrate(
      `create function register.fill() returns trigger language plpgsql as
         $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
    );
    fill = async () =>
      void (await house.administrate(
        'create trigger full_disk before insert on register.organisation execute function register.fill()',
      ));
    free = async () => void (await house.administrate('drop trigger full_disk on register.organisation'));
    clear = async () => undefined;
  } else {
    const space = `full_${process.pid}`;
    await house.administrate(`create tablespace ${space} location '${disk}'`);
    await house.administrate(`alter table register.organisation set tablespace ${space}`);
    const ballast = join(disk, 'ballast');
    fill = async () => {
      for (let megabytes = 12; megabytes > 0; megabytes -= 1) {
        try {
          writeFileSync(ballast, Buffer.alloc(megabytes * 1024 * 1024 - 64 * 1024));
          break;
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
        }
      }
      for (let part = 0; ; part += 1) {
        try {
          writeFileSync(`${ballast}.${part}`, Buffer.alloc(4096));
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
          return;
        }
      }
    };
    free = async () =>
      execFileSync('find', [disk, '-maxdepth', '1', '-name', 'ballast*', '-delete']) && undefined;
    clear = async () => {
      await house.administrate('alter table register.organisation set tablespace pg_default');
      await house.administrate(`drop tablespace ${space}`);
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    };
  }
  try {
    await write(house.db, 0);
    await fill();
    let refused = 0;
    for (let number = 1; number <= 4; number += 1) {
      try {
        await write(house.db, number);
      } catch (error) {
        const refusal = databaseRefusal(error);
        expect(refusal, String(error)).toMatchObject({ code: 'storage-full', status: 507 });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
    const held = await countRows();
    expect(held).toBe(400 * (5 - refused));
    const read = await ask('/api/registers');
    expect(read.statusCode).toBe(200);
    await free();
    await write(house.db, 9);
    expect(await countRows()).toBe(held + 400);
  } finally {
    await clear();
  }
});
