/** The desk of replies in tests: its roles signed in, and the usual steps of a case. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { verifySeals } from '#domains/replies/index.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';

export type Inline =
  | string
  | { cite: { figure: string; params?: unknown; qualifier?: string; text?: string } };

/** A number that holds. */
export const empowered: Inline[] = [
  '已赋权职务科技成果',
  { cite: { figure: 'achievements.empowered' } },
  '。',
];

export const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

interface Caller {
  get: (url: string) => Promise<Answer>;
  post: (url: string, body: unknown, key?: string) => Promise<Answer>;
}

export interface Desk {
  doors: Doors;
  today: string;
  cookies: Record<string, string>;
  as: (who: string) => Caller;
  /** A post that must succeed; the code it answers. */
  done: (who: string, url: string, body?: unknown) => Promise<string>;
  enter: (values?: Record<string, unknown>) => Promise<string>;
  /** A reply under review by the signer, whose answer says what is given. */
  draftToSigning: (
    inlines: Inline[],
    options?: {
      publicity?: string;
      category?: string;
      suggestion?: string;
      reply?: string;
      partners?: unknown[];
    },
  ) => Promise<{ suggestion: string; reply: string; section: string }>;
  addSeries: (code: string, last?: number) => Promise<void>;
  seals: () => Promise<{ kind: string; zh: string }[]>;
}

/** The sample's house with its desk; `stranger` is a partner of a unit that handles nothing. */
export async function openDesk(): Promise<Desk> {
  const doors = await openTestDoors(join(import.meta.dirname, '../sample/jilin-2024'));
  const cookies: Record<string, string> = {};
  for (const role of ['officer', 'division', 'office', 'secrecy', 'signer', 'deputy', 'auditor'] as const)
    cookies[role] = await doors.signIn(role);
  cookies.partner = await doors.signIn('partner', 'DW-SJT');
  cookies.stranger = await doors.signIn('partner', 'DW-ZZB');
  const [clock] = await doors.house.administrate<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date::text as today`,
  );
  const today = clock?.today ?? '';
  const as: Desk['as'] = (who) => ({
    get: async (url) => doors.ask('GET', url, { cookie: cookies[who] }),
    post: async (url, body, key) =>
      doors.ask('POST', url, { cookie: cookies[who], body, ...(key === undefined ? {} : { key }) }),
  });
  const done: Desk['done'] = async (who, url, body = {}) => {
    const answer = await as(who).post(url, body);
    expect(answer.status, `${who} ${url} ${answer.text}`).toBe(200);
    return String(answer.body.code);
  };
  let entered = 0;
  const enter: Desk['enter'] = async (values = {}) => {
    entered += 1;
    return done('office', '/api/suggestions', {
      code: `T-${entered}`,
      title: `关于测试的建议${entered}`,
      session: '省十四届人大四次会议',
      deputy: '示例代表甲',
      deputyAccount: 'deputy',
      content: '示例内容：请加强科技成果转化。',
      raisedOn: shift(today, -10),
      assignedOn: shift(today, -1),
      assignedBy: 'DW-ZZB',
      items: ['促进科技成果转化应用'],
      ...values,
    });
  };
  const draftToSigning: Desk['draftToSigning'] = async (inlines, options = {}) => {
    const suggestion = options.suggestion ?? (await enter());
    let { reply } = options;
    if (reply === undefined) {
      await done('office', `/api/suggestions/${suggestion}/accept`, {
        division: '示例处室',
        partners: options.partners ?? [],
      });
      reply = await done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
    }
    const sheet = await as('officer').get(`/api/replies/${reply}`);
    const answer = sheet.body.sections.find((one: { kind: string }) => one.kind === 'answer');
    await done('officer', `/api/replies/${reply}/sections/${answer.code}`, {
      version: answer.version,
      content: [{ level: 0, inlines }],
    });
    await done('officer', `/api/replies/${reply}/submit`, { category: options.category ?? 'A' });
    await done('division', `/api/replies/${reply}/review`, { verdict: 'pass' });
    await done('office', `/api/replies/${reply}/review`, { verdict: 'pass' });
    await done('secrecy', `/api/replies/${reply}/review`, {
      verdict: 'pass',
      publicity: options.publicity ?? 'open',
      ...(options.publicity === undefined ? {} : { publicityReason: '涉及尚未公开的事项' }),
    });
    return { suggestion, reply, section: answer.code };
  };
  return {
    doors,
    today,
    cookies,
    as,
    done,
    enter,
    draftToSigning,
    addSeries: async (code, last = 999) => {
      await done('office', '/api/registers/replies.series/records', {
        row: { code, prefix: code, pattern: '{prefix}〔{year}〕{n}号', first: 1, last },
      });
    },
    seals: async () => (await verifySeals(doors.house.db, doors.house.vault)).findings,
  };
}
