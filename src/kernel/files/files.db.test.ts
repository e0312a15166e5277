import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDoors, type Answer, type Doors } from '../../../test/doors.ts';
import { openDisk } from './disk.ts';
import { openFiles } from './files.ts';
import { pdf, png } from './testing.ts';

let doors: Doors;
let officer: string;
let other: string;
let auditor: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  other = await doors.signIn('office');
  auditor = await doors.signIn('auditor');
  for (const code of ['F-1', 'F-2'])
    await doors.ask('POST', '/api/registers/directory.organisation/records', {
      cookie: officer,
      body: { row: { code, name: `示例单位${code}`, kind: 'company' } },
    });
});
afterAll(async () => doors.close());

const upload = (bytes: Buffer, name: string, cookie = officer, key?: string): Promise<Answer> =>
  doors.ask('POST', `/api/uploads?name=${encodeURIComponent(name)}`, {
    raw: { content: bytes, type: 'application/octet-stream' },
    cookie,
    key,
  });
const place = (code: string, register = 'directory.organisation'): string =>
  `/api/registers/${register}/records/${code}/attachments`;
const attach = (code: string, hash: string, cookie = officer, name = '证明.pdf'): Promise<Answer> =>
  doors.ask('POST', place(code), { cookie, body: { hash, name, kind: '证明' } });
const sampleFile = (mark: string): Buffer => pdf(`/Mark (${mark})`);
const uploaded = async (mark: string): Promise<string> =>
  String((await upload(sampleFile(mark), `${mark}.pdf`)).body.hash);

test('a document goes from upload to record, is read, and is withdrawn for a reason', async () => {
  const bytes = sampleFile('whole way');
  const sent = await upload(bytes, '../../到账 证明.pdf');
  expect(sent.body).toEqual({
    hash: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    type: 'application/pdf',
    name: '到账 证明.pdf',
  });
  const added = await attach('F-1', sent.body.hash, officer, '到账 证明.pdf');
  expect(added.body).toMatchObject({
    addedBy: '示例经办人',
    kind: '证明',
    previewed: true,
    withdrawnAt: null,
  });
  expect((await attach('F-1', sent.body.hash)).body.code).toBe('already-exists');
  const listed = await doors.ask('GET', place('F-1'), { cookie: auditor });
  expect(listed.body).toMatchObject({ writable: false, attachments: [{ id: added.body.id }] });

  const got = await doors.ask('GET', `/api/attachments/${added.body.id}`, { cookie: auditor });
  expect(got.text).toBe(bytes.toString('latin1'));
  expect(got.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
  });
  expect(got.headers['content-disposition']).toBe(
    `attachment; filename="_____.pdf"; filename*=UTF-8''${encodeURIComponent('到账 证明.pdf')}`,
  );
  const shown = await doors.ask('GET', `/api/attachments/${added.body.id}/preview`, { cookie: auditor });
  expect(shown.headers['content-disposition']).toContain('inline');
  expect(shown.headers['content-security-policy']).toContain("default-src 'none'");

  const gone = await doors.ask(
    'DELETE',
    `/api/attachments/${added.body.id}?reason=${encodeURIComponent('上传错了')}`,
    { cookie: officer },
  );
  expect(gone.body).toMatchObject({ withdrawnBy: '示例经办人', withdrawnReason: '上传错了' });
  const log = await doors.ask('GET', '/api/audit?pageSize=10', { cookie: auditor });
  const actions = (log.body.entries as { action: unknown }[]).map(({ action }) => JSON.stringify(action));
  for (const action of ['file.upload', 'attachment.add', 'attachment.withdraw'])
    expect(
      actions.some((told) => told.includes(action) || told.includes('材料') || told.includes('上传')),
    ).toBe(true);
  // It stays readable: the record's past.
  expect((await doors.ask('GET', `/api/attachments/${added.body.id}`, { cookie: auditor })).status).toBe(200);
});

test('a picture is shown in a sandbox; text only ever saved', async () => {
  const picture = (await upload(png(), '照片.jpg')).body;
  expect(picture.type).toBe('image/png');
  const { id } = (await attach('F-1', picture.hash, officer, '照片.jpg')).body;
  const shown = await doors.ask('GET', `/api/attachments/${id}/preview`, { cookie: officer });
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/) as string,
    'cross-origin-resource-policy': 'same-origin',
  });
  const words = (await upload(Buffer.from('示例 <script>alert(1)</script>'), 'a.html')).body;
  expect(words.type).toBe('text/plain');
  const text = (await attach('F-1', words.hash, officer, 'a.html')).body;
  expect(text.previewed).toBe(false);
  expect((await doors.ask('GET', `/api/attachments/${text.id}/preview`, { cookie: officer })).status).toBe(
    415,
  );
  const saved = await doors.ask('GET', `/api/attachments/${text.id}`, { cookie: officer });
  expect(saved.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': expect.stringMatching(/^attachment/) as string,
  });
});

test('the same content is stored once; the same command gives the same answer', async () => {
  const bytes = sampleFile('twice');
  const first = await upload(bytes, '一.pdf', officer, 'upload-twice');
  expect((await upload(bytes, '一.pdf', officer, 'upload-twice')).body).toEqual(first.body);
  await upload(bytes, '二.pdf', other);
  const rows = await doors.house.administrate('select from platform.stored_file where hash = $1', [
    first.body.hash,
  ]);
  expect(rows).toHaveLength(1);
  for (const cookie of [officer, other])
    expect((await attach(cookie === officer ? 'F-1' : 'F-2', first.body.hash, cookie)).status).toBe(200);
});

describe('refused', () => {
  test('what is disguised, with its line in the log and nothing kept', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    const answer = await upload(page, '照片.png');
    expect([answer.status, answer.body.code]).toEqual([422, 'file-refused']);
    const hash = createHash('sha256').update(page).digest('hex');
    expect(
      await doors.house.administrate('select from platform.stored_file where hash = $1', [hash]),
    ).toEqual([]);
    expect((await upload(Buffer.alloc(0), '空.pdf')).body.code).toMatch(/file-refused|wrong-media-type/);
  });

  test('more than 50 MB, and a body that is no file', async () => {
    expect((await upload(Buffer.alloc(50 * 1024 * 1024 + 1), '大.pdf')).status).toBe(413);
    expect((await doors.ask('POST', '/api/uploads?name=a', { cookie: officer, body: {} })).status).toBe(415);
    const bytes = { content: Buffer.from('x'), type: 'application/octet-stream' };
    expect((await doors.ask('POST', place('F-1'), { cookie: officer, raw: bytes })).status).toBe(415);
  });

  test('a file of another account, of no account, and of yesterday', async () => {
    const hash = await uploaded('mine alone');
    expect((await attach('F-1', hash, other)).body.code).toBe('unknown-record');
    expect((await attach('F-1', '0'.repeat(64))).body.code).toBe('unknown-record');
    await doors.house.administrate(
      `update platform.upload set uploaded_at = now() - interval '25 hours' where hash = $1`,
      [hash],
    );
    expect((await attach('F-1', hash)).body.code).toBe('unknown-record');
  });

  test('who may not: nobody, readers, and registers kept by actions', async () => {
    const hash = await uploaded('permissions');
    expect((await upload(pdf(), 'a.pdf', '')).status).toBe(401);
    expect((await upload(pdf(), 'a.pdf', auditor)).status).toBe(403);
    expect((await attach('F-1', hash, auditor)).status).toBe(403);
    expect((await doors.ask('GET', place('F-1'))).status).toBe(401);
    expect((await attach('F-NONE', hash)).body.code).toBe('unknown-record');
    const unknown = await doors.ask('GET', place('F-1', 'directory.nothing'), { cookie: officer });
    expect(unknown.body.code).toBe('unknown-register');
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await doors.ask('GET', `/api/attachments/${id}`, { cookie: officer })).status).toBe(404);
    expect((await doors.ask('GET', '/api/attachments/..%2f..%2fkeys', { cookie: officer })).status).toBe(422);
  });
});

describe('an institution', () => {
  let mine: string;
  let own: string;
  let foreign: string;
  const person = (code: string): string => place(code, 'directory.person');
  beforeAll(async () => {
    mine = await doors.signIn('institution', 'F-1');
    const ids: string[] = [];
    for (const code of ['F-1', 'F-2']) {
      await doors.ask('POST', '/api/registers/directory.person/records', {
        cookie: officer,
        body: { row: { code: `P-${code}`, name: `示例人员${code}`, organisation: code } },
      });
      const hash = await uploaded(`person ${code}`);
      const body = { hash, name: '任职文件.pdf', kind: null };
      ids.push((await doors.ask('POST', person(`P-${code}`), { cookie: officer, body })).body.id);
    }
    [own = '', foreign = ''] = ids;
  });

  test('reads and keeps the documents of its own records', async () => {
    expect((await doors.ask('GET', person('P-F-1'), { cookie: mine })).body).toMatchObject({
      writable: true,
      attachments: [{ id: own }],
    });
    const hash = String((await upload(sampleFile('by the institution'), '聘书.pdf', mine)).body.hash);
    const added = await doors.ask('POST', person('P-F-1'), {
      cookie: mine,
      body: { hash, name: '聘书.pdf' },
    });
    expect(added.body).toMatchObject({ name: '聘书.pdf' });
    const gone = `/api/attachments/${added.body.id}?reason=${encodeURIComponent('重复了')}`;
    expect((await doors.ask('DELETE', gone, { cookie: mine })).status).toBe(200);
  });

  test('meets those of another nowhere, as if they were not', async () => {
    const hash = String((await upload(sampleFile('into the other'), '聘书.pdf', mine)).body.hash);
    const attempts = await Promise.all([
      doors.ask('GET', person('P-F-2'), { cookie: mine }),
      doors.ask('POST', person('P-F-2'), { cookie: mine, body: { hash, name: 'a.pdf' } }),
      doors.ask('GET', `/api/attachments/${foreign}`, { cookie: mine }),
      doors.ask('GET', `/api/attachments/${foreign}/preview`, { cookie: mine }),
      doors.ask('DELETE', `/api/attachments/${foreign}?reason=xxxx`, { cookie: mine }),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await doors.ask('GET', `/api/attachments/${foreign}`, { cookie: officer })).status).toBe(200);
  });

  test('reads a common record’s documents and changes none of them', async () => {
    expect((await doors.ask('GET', place('F-2'), { cookie: mine })).body).toMatchObject({ writable: false });
    const hash = String((await upload(sampleFile('into the common'), 'a.pdf', mine)).body.hash);
    expect((await attach('F-2', hash, mine)).body.code).toBe('not-permitted');
  });

  test('is held by the database itself, whatever the code asks', async () => {
    const as = async (settings: Record<string, string>): Promise<string[]> => {
      const sets = Object.entries({ level: '', organisation: '', account: '', ...settings }).map(
        ([name, value]) => `set local kechuang.${name} = '${value}'`,
      );
      await doors.house.administrate(`begin; set local role kechuang_test_app; ${sets.join(';')}`);
      const rows = await doors.house.administrate<{ id: string }>(
        'select id from platform.attachment where id = any($1)',
        [[own, foreign]],
      );
      await doors.house.administrate('rollback');
      return rows.map((row) => row.id);
    };
    expect(await as({ level: 'organisation', organisation: 'F-1' })).toEqual([own]);
    expect(await as({ level: 'organisation', organisation: 'F-2' })).toEqual([foreign]);
    expect(await as({ level: 'organisation' })).toEqual([]);
    expect(await as({ level: 'all', account: 'officer' })).toHaveLength(2);
    expect(await as({ level: 'public' })).toEqual([]);
    expect(await as({})).toEqual([]);
  });
});

test('uploads of yesterday are removed, what records and jobs have stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-files-'));
  try {
    const disk = openDisk(folder);
    const files = openFiles(doors.house.db, disk);
    const ctx = { ...doors.house.ctx, actor: { name: '示例', role: 'officer', account: 'li' } as const };
    const keep = async (mark: string): Promise<string> =>
      (await files.upload(ctx, { source: Readable.from([sampleFile(mark)]), name: 'a.pdf' })).hash;
    const [forgotten, needed, fresh] = [await keep('forgotten'), await keep('needed'), await keep('fresh')];
    const made = await files.save(Buffer.from('a,b\n'), { name: '导出.csv', type: 'text/csv' });
    await doors.house.administrate(
      `insert into platform.job (id, kind, account, title, input, files, state, finished_at)
       values (gen_random_uuid(), 'test', 'li', '{"zh":"","en":""}', '{}', $1, 'done', now())`,
      [[needed]],
    );
    await doors.house.administrate(
      `update platform.stored_file set stored_at = now() - interval '2 days' where hash = any($1)`,
      [[forgotten, needed, fresh]],
    );
    await doors.house.administrate(
      `update platform.upload set uploaded_at = now() - interval '2 days' where hash = any($1)`,
      [[forgotten, needed]],
    );
    await files.sweep();
    expect(await Promise.all([forgotten, needed, fresh, made.hash].map(disk.has))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect((await files.open(made.hash)).type).toBe('text/csv');
    await expect(files.open(forgotten)).rejects.toThrow('missing');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
