/**
 * The matrix: every door and every register, for every role, over rows that are the reader's own, of his region, of
 * another region, and classified. What is expected is worked out here by hand (`ownership.ts`, `openTo`), not asked of
 * the policy; a permission or a register that is in neither fails.
 */
import { join } from 'node:path';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '#app/house.ts';
import { policy } from '#kernel/access/policy.ts';
import { scopeOf, type Actor } from '#kernel/access/roles.ts';
import { staffRoles, type Permission, type StaffRole } from '#kernel/contract/endpoint.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { houseScope, type Scope } from '#kernel/db/scoped.ts';
import { guardConditions, scopeCondition } from '#kernel/registers/scope.ts';
import { openTestDoors, type Doors } from './doors.ts';
import { ownership, type Owned } from './ownership.ts';

const sample = join(import.meta.dirname, '../sample/jilin-2024');

let doors: Doors;
const owned = new Map<string, Owned[]>();
let regionsBelow: Map<string, string[]>;
/** Cells of the matrix that were tried. */
let cells = 0;

const readers = {
  institution: { role: 'institution', organisation: 'DW-U06' },
  otherInstitution: { role: 'institution', organisation: 'DW-U11' },
  bureau: { role: 'bureau', region: '220100' },
  otherBureau: { role: 'bureau', region: '220500' },
  partner: { role: 'partner', organisation: 'DW-SJT' },
  deputy: { role: 'deputy' },
  unbound: { role: 'institution' },
} as const satisfies Record<string, { role: StaffRole; organisation?: string; region?: string }>;
type Reader = keyof typeof readers;
const readerNames = Object.keys(readers) as Reader[];

const cookies = {} as Record<StaffRole | Reader, string>;

beforeAll(async () => {
  doors = await openTestDoors(sample);
  const admin = doors.house.administrate;
  // Something classified for each register that can be, with an owner of its own.
  await admin(`update register.achievement set classified = true
    where code in (select min(code) from register.achievement where organisation in ('DW-U06', 'DW-U11') group by organisation)`);
  await admin(`update register.suggestion set deputy_account = 'deputy'`);
  await admin(`insert into register.handling (code, suggestion, organisation, role)
    select s.code || '~DW-SJT', s.code, 'DW-SJT', 'co' from register.suggestion s
    where not exists (select from register.handling h where h.suggestion = s.code and h.organisation = 'DW-SJT')`).catch(
    () => [],
  );
  for (const [id, query] of Object.entries(ownership)) {
    if (query === 'everyone') continue;
    owned.set(id, await admin<Owned & Record<string, unknown>>(query));
  }
  const regions = await admin<{ code: string; parent: string | null }>(
    'select code, parent from register.region',
  );
  const below = (code: string): string[] => [
    code,
    ...regions.filter(({ parent }) => parent === code).flatMap((child) => below(child.code)),
  ];
  regionsBelow = new Map(regions.map(({ code }) => [code, below(code)]));
  for (const role of staffRoles) cookies[role] = await doors.signIn(role);
  for (const name of readerNames) {
    const { role, organisation, region } = readers[name] as {
      role: StaffRole;
      organisation?: string;
      region?: string;
    };
    cookies[name] = await doors.signIn(role, organisation, region);
  }
}, 240_000);
afterAll(async () => {
  process.stdout.write(`access matrix: ${cells} cells tried\n`);
  await doors.close();
});

/** Keys a reader below the whole sees of a register, by hand; null: all. */
function seenBy(id: string, name: Reader): Set<string> | null {
  if (ownership[id] === 'everyone') return null;
  // These two read an open register as anyone does; which of its fields, the doors decide.
  if (['partner', 'deputy'].includes(name) && registers.find(id).publicView.as !== 'nothing') return null;
  const reader: { role: StaffRole; organisation?: string; region?: string } = readers[name];
  const rows = owned.get(id) ?? [];
  const mine = rows.filter((row) => {
    if (row.classified) return false;
    if (reader.role === 'deputy') return row.account === 'deputy';
    if (reader.role === 'bureau')
      return row.region !== null && (regionsBelow.get(reader.region ?? '') ?? []).includes(row.region);
    return reader.organisation !== undefined && row.organisation === reader.organisation;
  });
  return new Set(mine.map(({ code }) => code));
}

const actorOf = (name: Reader): Actor => ({
  name,
  account: name === 'deputy' ? 'deputy' : name,
  ...readers[name],
});

const codesIn = async (
  scope: Scope,
  description: RecordDescription,
  schema: 'register' | 'past',
  condition = sql`true`,
): Promise<string[]> => {
  const { rows } = await sql<{ code: string }>`
    select x.code from ${sql.table(`${schema}.${description.table}`)} as x where ${condition} order by x.code
  `.execute(doors.house.within(scope));
  return rows.map(({ code }) => code);
};

test('every register has its owners written down, and no other has', () => {
  expect(Object.keys(ownership).sort()).toEqual(registers.ordered.map(({ id }) => id).sort());
});

test('every register is guarded as its description says; row security is forced on all of them', async () => {
  const kept = await doors.house.administrate<{
    name: string;
    seen: string;
    seen_past: string;
    written: string;
  }>('select * from platform.guarded');
  for (const description of registers.ordered) {
    const { seen, seenPast, written } = guardConditions(registers, description);
    expect(
      kept.find(({ name }) => name === description.table),
      description.id,
    ).toEqual({
      name: description.table,
      seen,
      seen_past: seenPast,
      written,
    });
  }
  const open = await doors.house.administrate(`
    select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('register', 'history') and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(open).toEqual([]);
});

describe('the database alone, the application’s filter off', () => {
  test('no reader, no rows: of no register, its history or its past', async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: doors.house.loginUrl });
    await client.connect();
    try {
      for (const { table } of registers.ordered) {
        for (const schema of ['register', 'history', 'past']) {
          const { rows } = await client.query(`select count(*)::int as n from ${schema}.${table}`);
          expect(rows, `${schema}.${table}`).toEqual([{ n: 0 }]);
          cells += 1;
        }
      }
    } finally {
      await client.end();
    }
  });

  test.each(readerNames)('%s sees exactly what is its own, now and in the past', async (name) => {
    for (const description of registers.ordered) {
      const everything = await codesIn(houseScope, description, 'register');
      const expected = seenBy(description.id, name);
      const mine = expected === null ? everything : everything.filter((code) => expected.has(code));
      for (const schema of ['register', 'past'] as const) {
        expect(
          await codesIn(scopeOf(actorOf(name)), description, schema),
          `${schema} ${description.id}`,
        ).toEqual(mine);
        cells += 1;
      }
    }
  });

  test.each(readerNames)('%s changes, withdraws and adds nothing that is not', async (name) => {
    const db = doors.house.within(scopeOf(actorOf(name)));
    for (const description of registers.ordered) {
      const table = sql.table(`register.${description.table}`);
      const mine = seenBy(description.id, name);
      const own = await ownStatements(description.id, name);
      const others = (await codesIn(houseScope, description, 'register'))
        .filter((code) => !(mine ?? own).has(code) && !own.has(code))
        .slice(0, 20);
      if (others.length === 0) continue;
      // A table that only grows refuses even to be asked.
      const tried = async (statement: RawBuilder<unknown>): Promise<bigint> =>
        statement.execute(db).then(
          ({ numAffectedRows }) => numAffectedRows ?? -1n,
          (error: unknown) => (/only grows/.test(String(error)) ? 0n : Promise.reject(error as Error)),
        );
      expect(
        await tried(sql`update ${table} set code = code where code = any(${others})`),
        description.id,
      ).toBe(0n);
      expect(await tried(sql`delete from ${table} where code = any(${others})`), description.id).toBe(0n);
      const columns =
        (
          await sql<{ list: string }>`
        select string_agg(quote_ident(attname), ', ' order by attnum) filter (where attname <> 'code') as list
        from pg_attribute where attrelid = ${`register.${description.table}`}::regclass and attnum > 0 and not attisdropped
      `.execute(db)
        ).rows[0]?.list ?? '';
      const copied = sql`insert into ${table} (code, ${sql.raw(columns)}) select * from json_populate_recordset(null::${table}, ${await asJson(description, others[0] ?? '')}::json)`;
      await expect(copied.execute(db), description.id).rejects.toMatchObject({ code: '42501' });
      cells += 3;
    }
  });
});

/** Statements a unit gives itself, which it may write though everybody reads them. */
const ownStatements = async (id: string, name: Reader): Promise<Set<string>> => {
  const { organisation }: { role: StaffRole; organisation?: string } = readers[name];
  if (id !== 'statements.statement' || organisation === undefined) return new Set();
  const rows = await doors.house.administrate<{ code: string }>(
    'select code from register.statement where stated_by = $1',
    [organisation],
  );
  return new Set(rows.map(({ code }) => code));
};

/** One row as JSON under a new key, for whoever tries to add it. */
const asJson = async (description: RecordDescription, code: string): Promise<string> => {
  const [row] = await doors.house.administrate<{ row: object }>(
    `select to_jsonb(x) || jsonb_build_object('code', x.code || '-又') as row from register.${description.table} x where code = $1`,
    [code],
  );
  return JSON.stringify([row?.row]);
};

test.each(readerNames)(
  'the application’s filter alone, the database open: %s sees the same',
  async (name) => {
    for (const description of registers.ordered) {
      const condition = scopeCondition(registers, description, 'x', scopeOf(actorOf(name)));
      const everything = await codesIn(houseScope, description, 'register');
      const expected = seenBy(description.id, name);
      const mine = expected === null ? everything : everything.filter((code) => expected.has(code));
      expect(
        await codesIn(houseScope, description, 'register', condition ?? sql`true`),
        description.id,
      ).toEqual(mine);
      cells += 1;
    }
  },
);

describe('through the doors, with real sessions', () => {
  /** Roles that read the registers. */
  const reading = ['institution', 'otherInstitution', 'bureau', 'otherBureau', 'unbound'] as const;

  /** A row of each kind for a reader: own, of the same region, of another region, classified. */
  function rowsFor(id: string, name: Reader): { kind: string; code: string }[] {
    const mine = seenBy(id, name) ?? new Set<string>();
    const rows = owned.get(id) ?? [];
    const found: Record<string, string | undefined> = {
      own: rows.find(({ code }) => mine.has(code))?.code,
      'same region': rows.find(
        ({ code, region, classified }) => !mine.has(code) && !classified && region === '220100',
      )?.code,
      'other region': rows.find(
        ({ code, region, classified }) =>
          !mine.has(code) && !classified && region !== null && region !== '220100',
      )?.code,
      sealed: rows.find(({ code, classified }) => classified && !mine.has(code))?.code,
    };
    return Object.entries(found).flatMap(([kind, code]) => (code === undefined ? [] : [{ kind, code }]));
  }

  test.each(reading)('%s: lists, records, sums, exports, documents, history', async (name) => {
    const cookie = cookies[name];
    for (const description of registers.ordered) {
      const base = `/api/registers/${description.id}`;
      const mine = seenBy(description.id, name);
      if (mine === null) continue;
      const list = await doors.ask('GET', `${base}/records?pageSize=5`, { cookie });
      expect(list.status, description.id).toBe(200);
      expect(list.body.total, description.id).toBe(mine.size);
      expect(
        list.body.rows.every(({ code }: { code: string }) => mine.has(code)),
        description.id,
      ).toBe(true);
      const csv = await doors.ask('GET', `${base}/records.csv`, { cookie });
      expect(csv.status, description.id).toBe(200);
      expect(csv.text.trim().split('\n').length - 1, description.id).toBeGreaterThanOrEqual(
        Math.min(mine.size, 1),
      );
      for (const row of owned.get(description.id) ?? []) {
        if (!mine.has(row.code) && row.code.length > 8 && !/[~]/.test(row.code)) {
          expect(csv.text.includes(`\n${row.code},`), `${description.id} ${row.code}`).toBe(false);
          break;
        }
      }
      cells += 2;
      for (const { kind, code } of rowsFor(description.id, name)) {
        const record = `${base}/records/${encodeURIComponent(code)}`;
        for (const url of [record, `${record}/attachments`]) {
          const answer = await doors.ask('GET', url, { cookie });
          expect(answer.status, `${kind} ${url}`).toBe(mine.has(code) ? 200 : 404);
          cells += 1;
        }
        if (mine.has(code)) continue;
        const seen = '1';
        const write = await doors.ask('PATCH', record, {
          cookie,
          body: { row: {}, reason: '越权更正', seen },
        });
        expect([403, 404, 422], `${kind} PATCH ${record}`).toContain(write.status);
        const remove = await doors.ask(
          'DELETE',
          `${record}?reason=${encodeURIComponent('越权撤回')}&seen=${seen}`,
          { cookie },
        );
        expect([403, 404, 422], `${kind} DELETE ${record}`).toContain(remove.status);
        cells += 2;
      }
    }
  });

  test('a name of another region is found by no search', async () => {
    for (const { code, name } of await doors.house.administrate<{ code: string; name: string }>(
      `select p.code, p.name from register.person p join register.organisation o on o.code = p.organisation where o.region <> '220100' limit 3`,
    )) {
      for (const q of [code, name]) {
        const { body } = await doors.ask('GET', `/api/search?q=${encodeURIComponent(q)}`, {
          cookie: cookies.bureau,
        });
        expect(body.records.filter((hit: { code: string }) => hit.code === code)).toEqual([]);
        cells += 1;
      }
    }
  });

  test('fields are shown, covered or hidden as the role has them', async () => {
    const [person] = await doors.house.administrate<{ code: string; name: string }>(
      `select code, name from register.person where organisation = 'DW-U06' and identity_number is not null order by code limit 1`,
    );
    const [anyPerson] = await doors.house.administrate<{ code: string; name: string }>(
      `select code, name from register.person where organisation = 'DW-U06' order by code limit 1`,
    );
    const shown = person ?? anyPerson;
    if (!shown) throw new Error('the sample has no person of this institution');
    const expected: Partial<Record<StaffRole | Reader, { name: string | null; status: number }>> = {
      officer: { status: 200, name: shown.name },
      institution: { status: 200, name: shown.name },
      bureau: { status: 200, name: shown.name },
      auditor: { status: 200, name: `${[...shown.name][0]}**` },
      secrecy: { status: 200, name: `${[...shown.name][0]}**` },
      otherInstitution: { status: 404, name: null },
      otherBureau: { status: 404, name: null },
      partner: { status: 404, name: null },
      deputy: { status: 404, name: null },
      administrator: { status: 404, name: null },
      security: { status: 404, name: null },
    };
    for (const [who, { status, name }] of Object.entries(expected)) {
      const answer = await doors.ask('GET', `/api/registers/directory.person/records/${shown.code}`, {
        cookie: cookies[who as StaffRole],
      });
      expect(answer.status, who).toBe(status);
      if (status === 200) {
        expect(answer.body.cells.name, who).toBe(name);
        expect(answer.body.title, who).toBe(name);
        // A covered name stands nowhere in the answer, its history included.
        if (name !== shown.name) expect(answer.text, who).not.toContain(shown.name);
        if (['auditor', 'secrecy', 'bureau'].includes(who))
          expect(answer.body.cells).not.toHaveProperty('identityNumber');
      }
      cells += 1;
    }
    // What is covered is neither searched, nor filtered, nor sorted by.
    const searched = await doors.ask(
      'GET',
      `/api/registers/directory.person/records?search=${encodeURIComponent(shown.name)}`,
      { cookie: cookies.auditor },
    );
    expect(searched.body.total).toBe(0);
  });
});

describe('every door × every role', () => {
  const roles = [...staffRoles, 'public'] as const;
  const accounts = [...staffRoles];
  const department = ['officer', 'division', 'office', 'secrecy', 'signer', 'auditor'] as const;

  /** Who has each permission, by hand. */
  const openTo: Record<Permission, readonly (StaffRole | 'public')[]> = {
    public: roles,
    'work.own': accounts,
    'account.own': accounts,
    'account.read': ['auditor', 'administrator', 'security'],
    'account.manage': ['administrator'],
    'account.grant': ['security'],
    'past.read': [...department, 'bureau', 'institution'],
    'register.read': [...department, 'bureau', 'institution'],
    'register.write': ['officer', 'office', 'bureau', 'institution'],
    'register.merge': ['officer'],
    'personal.reveal': ['officer', 'office', 'institution'],
    'audit.read': ['auditor'],
    'reply.read': [...department, 'partner', 'deputy'],
    'suggestion.handle': ['office'],
    'reply.draft': ['officer'],
    'reply.contribute': ['officer', 'partner'],
    'reply.review': ['division', 'office', 'secrecy'],
    'reply.sign': ['signer'],
    'reply.dispatch': ['office'],
    'reply.feedback': ['office', 'deputy'],
    'statement.ask': ['officer'],
    'statement.answer': ['bureau', 'partner'],
    'commitment.keep': ['officer', 'division'],
    'notice.publish': ['officer'],
    'notice.answer': ['officer', 'division'],
    'race.run': ['officer', 'division'],
    'race.report': ['bureau'],
    'consultation.keep': ['officer', 'division'],
    'consultation.report': ['officer', 'bureau'],
  };

  test('the page “who may do what” says the same', async () => {
    const { body } = await doors.ask('GET', '/api/access');
    for (const { id, permissions } of body.roles as { id: StaffRole | 'public'; permissions: string[] }[]) {
      const byHand = Object.entries(openTo).flatMap(([permission, open]) =>
        open.includes(id) ? [permission] : [],
      );
      expect([...permissions].sort(), id).toEqual(byHand.sort());
      cells += 1;
    }
  });

  test('nobody holds two of the three offices that watch one another, and none of them touches business', () => {
    for (const office of ['administrator', 'security'] as const) {
      expect(policy[office].permissions.filter((permission) => !permission.startsWith('account.'))).toEqual([
        'public',
        'work.own',
      ]);
    }
    expect(policy.auditor.permissions.filter((permission) => openTo[permission].length === 1)).toEqual([
      'audit.read',
    ]);
  });

  test('is open to those the policy names, and to nobody else', async () => {
    const { endpoints } = doors;
    expect(endpoints.length).toBeGreaterThan(90);
    for (const endpoint of endpoints) {
      for (const role of roles) {
        const allowed = (openTo[endpoint.permission] as readonly string[]).includes(role);
        // Doors that end or lend the session itself are tried elsewhere.
        if (allowed && endpoint.path.startsWith('/api/session')) continue;
        const url = endpoint.path.replaceAll(/:(\w+)/g, 'nothing-there');
        const answer = await doors.ask(endpoint.method, url, {
          ...(role === 'public' ? {} : { cookie: cookies[role] }),
          ...(endpoint.method === 'GET' || endpoint.method === 'DELETE' ? {} : { body: {} }),
        });
        const refused = role === 'public' ? 401 : 403;
        const label = `${endpoint.method} ${endpoint.path} for ${role}`;
        if (allowed) expect([401, 403], label).not.toContain(answer.status);
        else expect(answer.status, label).toBe(refused);
        cells += 1;
      }
    }
  }, 240_000);
});
