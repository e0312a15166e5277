import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Doors } from './doors.ts';
import { seenOf } from './seen.ts';
import { empowered, openDesk, type Desk } from './reply-desk.ts';

let doors: Doors;
let today: string;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  ({ doors, today } = desk);
});
afterAll(async () => doors.close());

const as: Desk['as'] = (who) => desk.as(who);
const done: Desk['done'] = async (...given) => desk.done(...given);
const draftToSigning: Desk['draftToSigning'] = async (...given) => desk.draftToSigning(...given);
const addSeries: Desk['addSeries'] = async (...given) => desk.addSeries(...given);
const seals: Desk['seals'] = async () => desk.seals();

describe('a letter', () => {
  test('keeps what it said; staff see a change at once, the public once it is released', async () => {
    await addSeries('示变函');
    const { reply } = await draftToSigning(empowered);
    await done('signer', `/api/replies/${reply}/sign`);
    await done('office', `/api/replies/${reply}/number`, { series: '示变函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    const url = `/api/letters/${encodeURIComponent(`示变函〔${today.slice(0, 4)}〕1号`)}`;
    expect((await doors.ask('GET', url)).status).toBe(404);
    expect((await as('deputy').get(url)).status).toBe(200);
    expect((await as('stranger').get(url)).status).toBe(404);
    await done('office', `/api/replies/${reply}/publish`);
    const before = await doors.ask('GET', url);
    expect(before.status).toBe(200);
    expect(before.body.citations[0]).toMatchObject({
      order: 1,
      figure: 'achievements.empowered',
      drift: null,
    });
    expect(
      (await doors.ask('GET', '/api/letters')).body.some(
        (one: { code: string }) => one.code === before.body.code,
      ),
    ).toBe(true);

    const [victim] = await doors.house.administrate<{ code: string }>(
      `select min(e.code) as code from sealed.row s join register.empowerment e on e.achievement = s.code
       where s.reply = $1 group by s.code having count(*) = 1 order by 1 limit 1`,
      [reply],
    );
    const rowsBefore = await doors.ask('GET', `${url}/citations/1/rows?pageSize=200`);
    expect(rowsBefore.body.total).toBe(before.body.citations[0].rows);
    const address = `/api/registers/transfer.empowerment/records/${victim?.code}`;
    const seen = await seenOf(doors, address, desk.cookies.officer ?? '');
    const corrected = await doors.ask('PATCH', address, {
      cookie: desk.cookies.officer,
      body: { row: { effectiveOn: '2199-01-01' }, reason: '核对协议后更正生效日期', seen },
    });
    expect(corrected.status, corrected.text).toBe(200);

    const staff = await as('officer').get(url);
    expect(staff.body.unreleased).toBe(1);
    expect(staff.body.citations[0].drift).toMatchObject({ removed: 1, added: 0, released: null });
    const unaware = await doors.ask('GET', url);
    expect(unaware.body.citations[0].drift).toBeNull();
    expect((await doors.ask('GET', `${url}/citations/1/changes`)).status).toBe(404);
    await done('office', `/api/replies/${reply}/drift`, { citation: 1, note: '一项赋权的生效日期已更正' });
    const told = await doors.ask('GET', url);
    expect(told.body.citations[0].drift).toMatchObject({
      removed: 1,
      released: { note: '一项赋权的生效日期已更正' },
    });
    const changes = await doors.ask('GET', `${url}/citations/1/changes`);
    expect(changes.body).toMatchObject({ removed: { count: 1 }, added: { count: 0 } });
    expect((await as('officer').get(url)).body.unreleased).toBe(0);
    const { drift: _, ...sealedNow } = told.body.citations[0];
    const { drift: __, ...sealedBefore } = before.body.citations[0];
    expect(sealedNow).toEqual(sealedBefore);
    expect(told.body.blocks).toEqual(before.body.blocks);
    expect((await doors.ask('GET', `${url}/citations/1/rows?pageSize=200`)).body).toEqual(rowsBefore.body);
    expect(await seals()).toEqual([]);
  });

  test('of the sample is transcribed: its numbers cited, its rows sealed, its number taken', async () => {
    const url = `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}`;
    const { body } = await doors.ask('GET', url);
    expect(body).toMatchObject({
      transcribed: true,
      salutation: '王松伟代表：',
      signedOn: '2025-05-27',
      sample: true,
    });
    expect(body.citations.length).toBeGreaterThanOrEqual(34);
    const cited = body.citations.find(({ text }: { text: string }) => text.includes('1928'));
    expect(cited).toMatchObject({ figure: 'achievements.empowered', value: '1928', rows: 1928 });
    const text = body.blocks
      .map(({ inlines }: { inlines: (string | { citation: number })[] }) =>
        inlines
          .map((one) => (typeof one === 'string' ? one : body.citations[one.citation - 1].text))
          .join(''),
      )
      .join('\n');
    expect(text).toContain('赋权职务科技成果1928个，转化职务成果633个，科技成果转化合同金额累计超1.6亿元');
    const people = body.citations.find(({ figure }: { figure: string }) => figure === 'brokers.new');
    const rows = await doors.ask('GET', `${url}/citations/${people.order}/rows`);
    expect(rows.body.view).toBe('counts');
    const defence = body.citations.find(
      ({ figure }: { figure: string }) => figure === 'national-labs.defence',
    );
    const stubs = await doors.ask('GET', `${url}/citations/${defence.order}/rows`);
    expect(stubs.body.rows).toEqual([
      { code: null, title: '涉密，不公开', amount: null },
      { code: null, title: '涉密，不公开', amount: null },
    ]);
    const [taken] = await doors.house.administrate<{ serial: number }>(
      `select serial from register.number where text = '吉科发规划〔2025〕59号'`,
    );
    expect(taken?.serial).toBe(59);
  });

  test('is downloaded as PDF, DOCX and tables, the same bytes each time', async () => {
    const url = `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}`;
    const pdf = await doors.ask('GET', `${url}/letter.pdf`);
    expect(pdf.status).toBe(200);
    expect(pdf.type).toBe('application/pdf');
    expect(pdf.text.startsWith('%PDF-')).toBe(true);
    expect((await doors.ask('GET', `${url}/letter.pdf`)).text).toBe(pdf.text);
    const docx = await doors.ask('GET', `${url}/letter.docx`);
    expect(docx.text.startsWith('PK')).toBe(true);
    const kept = await doors.house.administrate<{ kind: string }>(
      `select kind from sealed.document where reply = 'JY-SKJCX-R1' order by kind`,
    );
    expect(kept.map(({ kind }) => kind)).toEqual(['docx', 'pdf']);
    expect((await doors.ask('GET', `${url}/figures.csv`)).text).toContain('1928个');
    const rows = await doors.ask('GET', `${url}/rows.csv`);
    expect(rows.text).toContain('涉密，不公开');
    expect(rows.text).not.toContain('示例人员');
    expect(await seals()).toEqual([]);
  }, 60_000);

  test('offers figures to cite by their words', async () => {
    const found = await as('officer').get(`/api/citable?q=${encodeURIComponent('赋权')}`);
    expect(found.body[0].label.zh).toContain('赋权');
    const year = await as('officer').get(`/api/citable?q=${encodeURIComponent('赛马 2025')}`);
    expect(year.body.length).toBeGreaterThan(0);
    expect(year.body[0].params).toEqual({ year: 2025 });
    const yearsOf = async (q: string): Promise<unknown[]> => {
      const { body } = await as('officer').get(`/api/citable?q=${encodeURIComponent(q)}`);
      return (body as { figure: string; params: { year?: number }; rows: number }[])
        .filter(({ figure, rows }) => figure === 'brokers.new' && rows > 0)
        .map(({ params }) => params.year);
    };
    const kept = await doors.house.administrate<{ year: number }>(
      `select distinct date_part('year', first)::int as year
       from (select min(certified_on) as first from register.broker_certificate where revoked_on is null group by person) as f
       order by year desc`,
    );
    expect(kept.length).toBeGreaterThan(2);
    expect(await yearsOf('技术经纪人')).toEqual(kept.map((one) => one.year));
    expect(await yearsOf('技术经纪人 2024')).toEqual([2024]);
  });
});
