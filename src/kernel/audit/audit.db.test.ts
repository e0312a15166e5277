import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { house, registers } from '#app/house.ts';
import { addRecord, correctRecord, withdrawRecord } from '#kernel/registers/actions.ts';
import { atomically } from './atomically.ts';
import { linkEntries, verifyLog, type Finding } from './chain.ts';

const row = (code: string, name = '示例单位') => ({ code, name, kind: 'company' });

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse();
});
afterAll(async () => open.close());

const add = (code: string, key?: string) =>
  addRecord(open.ctx, house, { register: 'directory.organisation', row: row(code), key });
const correct = (code: string, name: string, key?: string) =>
  correctRecord(open.ctx, house, {
    register: 'directory.organisation',
    code,
    row: { name },
    reason: '测试更正',
    key,
  });
const kinds = (findings: Finding[]): string[] => [...new Set(findings.map((finding) => finding.kind))].sort();

describe('an action and its audit line', () => {
  test('keeps old and new values, actor, reason and a digest', async () => {
    await add('A-1');
    const { action } = await correct('A-1', '示例单位改名');
    const entry = await open.db
      .selectFrom('platform.auditEntry')
      .selectAll()
      .where('id', '=', action)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      actor: '命令行',
      action: 'register.correct',
      outcome: 'done',
      reason: '测试更正',
      changeCount: 1,
    });
    expect(entry.changes).toMatchObject([
      {
        table: 'organisation',
        code: 'A-1',
        operation: 'update',
        before: { name: '示例单位' },
        after: { name: '示例单位改名' },
      },
    ]);
    expect(entry.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a refused action writes nothing but its refused line', async () => {
    await add('A-2');
    await expect(add('A-2')).rejects.toMatchObject({ code: 'already-exists' });
    const lines = await open.db
      .selectFrom('platform.auditEntry')
      .select(['outcome', 'refusal'])
      .where('outcome', '=', 'refused')
      .execute();
    expect(lines.at(-1)?.refusal).toContain('already-exists');
  });

  test('a bug inside an action undoes everything and leaves a failed line', async () => {
    const attempt = atomically(open.ctx, { action: 'test.break', subject: 'x', input: 1 }, async (inner) => {
      await inner.db
        .insertInto('organisation')
        .values({
          code: 'A-BUG',
          name: '示例',
          kind: 'company',
          creditCode: null,
          creditCodeOverride: null,
          region: null,
          establishedOn: null,
          endedOn: null,
        })
        .execute();
      throw new TypeError('planted');
    });
    await expect(attempt).rejects.toThrow('planted');
    expect(
      await open.db.selectFrom('organisation').select('code').where('code', '=', 'A-BUG').execute(),
    ).toEqual([]);
    const line = await open.db
      .selectFrom('platform.auditEntry')
      .select('outcome')
      .where('action', '=', 'test.break')
      .execute();
    expect(line).toEqual([{ outcome: 'failed' }]);
  });
});

describe('idempotency keys', () => {
  test('the same command twenty times at once is done once and answered alike', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => add('K-1', 'key-twenty-times')));
    expect(new Set(answers.map((answer) => answer.action)).size).toBe(1);
    const lines = await open.db
      .selectFrom('platform.auditEntry')
      .select('id')
      .where('subject', '=', 'directory.organisation')
      .where('outcome', '=', 'done')
      .where('id', '=', answers[0]?.action ?? '')
      .execute();
    expect(lines).toHaveLength(1);
    const versions = await open.administrate("select * from history.organisation where code = 'K-1'");
    expect(versions).toHaveLength(1);
  });

  test('a refusal is repeated under its key, and a reused key is refused', async () => {
    await expect(correct('K-NONE', '无', 'key-refused-1')).rejects.toMatchObject({ code: 'unknown-record' });
    await expect(correct('K-NONE', '无', 'key-refused-1')).rejects.toMatchObject({ code: 'unknown-record' });
    await add('K-2', 'key-reused-one');
    await expect(add('K-3', 'key-reused-one')).rejects.toMatchObject({ code: 'key-reused' });
    expect(
      await open.db.selectFrom('organisation').select('code').where('code', '=', 'K-3').execute(),
    ).toEqual([]);
  });
});

describe('the database as last guard', () => {
  test('the login role owns nothing and cannot change the log, the histories or the migrations', async () => {
    const owned = await open.administrate(
      "select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'kechuang_test_app'",
    );
    expect(owned).toEqual([]);
    const attempts = [
      "update platform.audit_entry set reason = 'x'",
      'delete from platform.audit_entry',
      'truncate platform.audit_link',
      "update history.organisation set name = 'x'",
      'delete from history.organisation',
      "insert into history.organisation (code, name, kind, known_from, operation, digest) values ('x', 'x', 'company', now(), 'insert', '')",
      'delete from platform.command',
      'truncate register.organisation',
      'create table register.mine (a int)',
      'delete from platform.account',
      'set role kechuang_test_owner',
    ];
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: open.loginUrl });
    await client.connect();
    try {
      for (const attempt of attempts)
        await expect(client.query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  test('even the owner cannot change or empty the log', async () => {
    await expect(open.administrate("update platform.audit_entry set reason = 'x'")).rejects.toThrow(
      /only grows/,
    );
    await expect(open.administrate('delete from platform.audit_link')).rejects.toThrow(/only grows/);
    await expect(open.administrate('truncate platform.command')).rejects.toThrow(/only grows/);
  });
});

describe('changes behind the platform are found', () => {
  /** Each way to change data by plain SQL, and the kinds of finding that must name it. */
  const tampers: [string, string[], string[]][] = [
    [
      'a row updated, triggers on',
      ["update register.organisation set name = '偷改' where code = 'T-1'"],
      ['version-without-action'],
    ],
    [
      'a row updated, triggers off',
      [
        "set session_replication_role = replica; update register.organisation set name = '偷改' where code = 'T-1'; set session_replication_role = origin",
      ],
      ['row-differs'],
    ],
    [
      'a row deleted, triggers off',
      [
        "set session_replication_role = replica; delete from register.organisation where code = 'T-1'; set session_replication_role = origin",
      ],
      ['row-differs'],
    ],
    [
      'a row inserted, triggers off',
      [
        "set session_replication_role = replica; insert into register.organisation (code, name, kind) values ('T-NEW', '偷添', 'company'); set session_replication_role = origin",
      ],
      ['row-differs'],
    ],
    [
      'a version rewritten',
      ["update history.organisation set name = '偷改' where code = 'T-1'"],
      ['version-changed'],
    ],
    [
      'row, version and digest rewritten alike',
      [
        "set session_replication_role = replica; update register.organisation set name = '偷改' where code = 'T-1'; set session_replication_role = origin",
        "update history.organisation h set name = '偷改' where code = 'T-1' and known_to = 'infinity'",
        "update history.organisation h set digest = platform.row_digest(to_jsonb(r)) from register.organisation r where r.code = h.code and h.code = 'T-1' and known_to = 'infinity'",
      ],
      ['changes-differ'],
    ],
    [
      'a closed version removed',
      ["delete from history.organisation where code = 'T-1' and known_to <> 'infinity'"],
      ['changes-differ'],
    ],
    [
      'a version moved in time',
      [
        "update history.organisation set known_from = known_from - interval '1 day' where code = 'T-1' and known_to = 'infinity'",
      ],
      ['version-missing'],
    ],
    [
      'an audit line rewritten',
      [
        "alter table platform.audit_entry disable trigger all; update platform.audit_entry set actor = '别人' where id = (select id from platform.audit_entry order by at limit 1)",
      ],
      ['entry-changed'],
    ],
    [
      'an audit line rewritten with its digest and links',
      [
        "alter table platform.audit_link disable trigger all; update platform.audit_link set hash = repeat('0', 64) where position = (select max(position) from platform.audit_link)",
      ],
      ['chain-broken', 'head-differs'],
    ],
    [
      'the last lines of the log cut off',
      [
        'alter table platform.audit_link disable trigger all; delete from platform.audit_link where position = (select max(position) from platform.audit_link)',
      ],
      ['head-differs'],
    ],
  ];

  test.each(tampers)('%s', async (_name, statements, expected) => {
    const own = await openTestHouse();
    try {
      const write = { ...own.ctx };
      await addRecord(write, house, { register: 'directory.organisation', row: row('T-1') });
      await correctRecord(write, house, {
        register: 'directory.organisation',
        code: 'T-1',
        row: { name: '示例二' },
        reason: '更正',
      });
      await addRecord(write, house, { register: 'directory.organisation', row: row('T-2') });
      await withdrawRecord(write, house, { register: 'directory.organisation', code: 'T-2', reason: '误录' });
      await addRecord(write, house, { register: 'directory.organisation', row: row('T-2') });
      await linkEntries(own.db, own.vault);
      const before = await verifyLog(own.db, registers.ordered, own.vault);
      expect(before.findings).toEqual([]);
      for (const statement of statements) await own.administrate(statement);
      const after = await verifyLog(own.db, registers.ordered, own.vault);
      expect(kinds(after.findings)).toEqual(expect.arrayContaining(expected));
      expect(after.findings.length).toBeGreaterThan(0);
    } finally {
      await own.close();
    }
  });
});
