/**
 * Two regions: whatever is changed, added or withdrawn in one leaves every answer to the other's users as it was, byte
 * for byte. What a public door answers them is what it answers anyone.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '#app/house.ts';
import { openTestDoors, type Doors } from './doors.ts';
import { ownership, type Owned } from './ownership.ts';

const sample = join(import.meta.dirname, '../sample/jilin-2024');

/** Changchun is changed; Jilin City and one of its universities look. */
const changed = '220100';
const watching = { region: '220200', organisation: 'DW-U11' };

let doors: Doors;
let sessions: string[];
beforeAll(async () => {
  doors = await openTestDoors(sample);
  sessions = [
    await doors.signIn('bureau', undefined, watching.region),
    await doors.signIn('institution', watching.organisation),
  ];
}, 120_000);
afterAll(async () => doors.close());

const keysOf = async (query: string): Promise<Owned[]> =>
  doors.house.administrate<Owned & Record<string, unknown>>(query);

/** Every address of a door that is read within a scope, for one session. */
async function addresses(): Promise<string[]> {
  const found: string[] = [
    '/api/registers',
    '/api/work',
    '/api/jobs',
    '/api/statements/requests',
    '/api/delegations',
  ];
  for (const q of ['示例', '大学', '长春', 'sldx', 'CG', 'HT2', '2024', 'a']) {
    found.push(`/api/search?q=${encodeURIComponent(q)}`);
  }
  for (const { id, title, fields } of registers.ordered) {
    const base = `/api/registers/${id}`;
    found.push(
      `${base}/records?pageSize=50`,
      `${base}/records?pageSize=20&sort=${title}&descending=true`,
      `${base}/records?pageSize=20&search=${encodeURIComponent('示例')}`,
      `${base}/records.csv`,
      `${base}/sums`,
    );
    for (const [name, field] of Object.entries(fields)) {
      if (field.kind === 'choice') {
        for (const value of Object.keys(field.choices ?? {}).slice(0, 1))
          found.push(
            `${base}/records?pageSize=5&filters=${encodeURIComponent(JSON.stringify({ [name]: value }))}`,
          );
      }
    }
    const query = ownership[id];
    if (query === undefined || query === 'everyone') continue;
    const rows = await keysOf(query);
    const own = rows.filter(({ region }) => region === watching.region).slice(0, 2);
    const others = rows.filter(({ region }) => region === changed).slice(0, 1);
    for (const { code } of [...own, ...others]) {
      found.push(
        `${base}/records/${encodeURIComponent(code)}`,
        `${base}/records/${encodeURIComponent(code)}/attachments`,
      );
    }
  }
  return found;
}

async function ask(urls: readonly string[], cookie: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const url of urls) {
    const { status, text } = await doors.ask('GET', url, { cookie });
    // The reference of a refused request is its own.
    answers.set(url, `${status} ${text.replace(/"instance":"[^"]*"/, '')}`);
  }
  return answers;
}

/** Changes all that belongs to the region, adds to it, and withdraws from it, behind the platform's back and openly. */
async function changeRegion(): Promise<number> {
  let count = 0;
  for (const description of registers.ordered.toReversed()) {
    const query = ownership[description.id];
    if (query === undefined || query === 'everyone') continue;
    const rows = (await keysOf(query)).filter(({ region }) => region === changed);
    if (rows.length === 0) continue;
    const codes = [...new Set(rows.map(({ code }) => code))];
    const sets = Object.entries(description.fields).flatMap(([name, field]) => {
      const column = `"${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
      const isKey = [description.key].flat().includes(name);
      if (isKey || name === 'code') return [];
      if (field.kind === 'text') return [`${column} = '改' || ${column}`];
      if (field.kind === 'money') return [`${column} = ${column} + 1`];
      if (field.kind === 'date') return [`${column} = ${column} + 1`];
      return [];
    });
    if (sets.length > 0) {
      await doors.house.administrate(
        `update register.${description.table} set ${sets.join(', ')} where code = any($1)`,
        [codes],
      );
      count += codes.length;
    }
    const isLeaf = registers.referrers(description.id).length === 0;
    if (isLeaf) {
      await doors.house.administrate(`delete from register.${description.table} where code = any($1)`, [
        codes.slice(0, Math.ceil(codes.length / 2)),
      ]);
    }
  }
  // Added as any officer adds, so that search and notices see it too.
  const officer = await doors.signIn('officer');
  for (const n of [1, 2, 3]) {
    const answer = await doors.ask('POST', '/api/registers/directory.person/records', {
      cookie: officer,
      body: { row: { code: `RY-NEW${n}`, name: `示例新人${n}`, organisation: 'DW-U06' }, reason: '两地对照' },
    });
    expect(answer.status, answer.text).toBe(200);
  }
  return count;
}

test('nothing that happens in one region is told to the users of another', async () => {
  const urls = await addresses();
  const before = await Promise.all(sessions.map((cookie) => ask(urls, cookie)));
  // They have something to see: the test would pass on empty answers too.
  const seen = before[0]?.get('/api/registers/transfer.achievement/records?pageSize=50') ?? '';
  expect(JSON.parse(seen.slice(4)).total).toBeGreaterThan(50);
  const changes = await changeRegion();
  expect(changes).toBeGreaterThan(2000);
  const after = await Promise.all(sessions.map((cookie) => ask(urls, cookie)));
  let compared = 0;
  for (const [index, answers] of before.entries()) {
    for (const [url, text] of answers) {
      expect(after[index]?.get(url), url).toBe(text);
      compared += 1;
    }
  }
  process.stdout.write(
    `two regions: ${compared} answers equal after ${changes} rows of the other were changed\n`,
  );
}, 300_000);

test('what a public door answers them, it answers anyone', async () => {
  const citations = await doors.house.administrate<{ figure: string; params: string; as_of: string }>(
    'select figure, params, as_of::text as as_of from register.citation order by code limit 8',
  );
  const urls = [
    '/api/home',
    '/api/figures',
    '/api/letters',
    '/api/commitments',
    ...citations.flatMap(({ figure, params, as_of }) => {
      const query = `params=${encodeURIComponent(params)}&asOf=${as_of}`;
      return [`/api/figures/${figure}?${query}`, `/api/figures/${figure}/rows?${query}`];
    }),
  ];
  for (const url of urls) {
    const anyone = await doors.ask('GET', url);
    expect(anyone.status, url).toBe(200);
    for (const cookie of sessions) {
      const answer = await doors.ask('GET', url, { cookie });
      expect(answer.text, url).toBe(anyone.text);
    }
  }
}, 120_000);
