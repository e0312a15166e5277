/** Notices and objections for tests, with secrets that no public answer may hold, and the doors they go through. */
import { expect } from 'vitest';
import { sampleFolder } from '#app/load.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { readClock } from '#kernel/db/open.ts';
import { openTestDoors, type Answer } from '../../../test/doors.ts';
import { nextDay } from './rules.ts';

/** A notice that was posted elsewhere before it was entered here. */
const buildNotice = (more: object = {}) => ({
  kind: 'race',
  title: '示例公示',
  titleEn: 'A sample notice',
  text: '示例公示正文',
  document: '示例文〔2026〕1号',
  clause: '第三条',
  division: '示例处室',
  postedEvidence: '示例网站首页',
  length: 20,
  counting: 'days',
  shownAt: '示例网站、本平台',
  contact: '示例处室 0000-0000000',
  blocks: '发布赛马结果',
  objectionStops: 'all',
  items: [
    { title: '示例事项一', unit: '示例单位甲', person: '暗语姓名甲、暗语姓名乙', value: '80.5' },
    { title: '示例事项二', unit: '示例单位乙', person: '暗语姓名丙', value: '79.0' },
  ],
  ...more,
});

export const buildObjection = (more: object = {}) => ({
  objectorKind: 'person',
  objector: '异议人暗语',
  contact: '联系暗语 13900000000',
  text: '异议内容暗语：第一项的数据有误',
  ...more,
});

/** The sample province with sessions, and the short ways the tests of notices ask it. */
export async function openNoticeDoors() {
  const doors = await openTestDoors(sampleFolder('jilin-2024'));
  const { today } = await readClock(doors.house.db);
  // Days near today lie in years that are known, whenever this runs.
  for (const year of [-1, 0, 1].map((offset) => Number(today.slice(0, 4)) + offset)) {
    await doors.house.administrate(
      `insert into register.notice (code, document, year, scope, published_on)
       select $1, $1, $2, 'year', '2020-01-01' where not exists (select from register.notice where year = $2)`,
      [`示例放假通知${year}`, year],
    );
  }
  const cookies = {} as Record<StaffRole, string>;
  for (const role of ['officer', 'division', 'bureau', 'auditor', 'institution'] as const)
    cookies[role] = await doors.signIn(role, role === 'institution' ? 'DW-U06' : undefined);

  const ago = (days: number): string => nextDay(today, -days);
  const post = (role: StaffRole | null, path: string, body: unknown, key?: string): Promise<Answer> =>
    doors.ask('POST', `/api/notices${path}`, {
      body,
      ...(role === null ? {} : { cookie: cookies[role] }),
      ...(key === undefined ? {} : { key }),
    });
  return {
    doors,
    today,
    cookies,
    ago,
    post,
    posted: (daysAgo: number, length: number, more: object = {}) =>
      buildNotice({
        publishedOn: ago(daysAgo),
        ...(daysAgo === 0 ? { postedEvidence: undefined } : {}),
        length,
        ...more,
      }),
    done: async (role: StaffRole | null, path: string, body: unknown): Promise<Answer['body']> => {
      const answer = await post(role, path, body);
      expect(answer.status, answer.text).toBe(200);
      return answer.body;
    },
    read: async (code: string): Promise<Answer['body']> =>
      (await doors.ask('GET', `/api/notices/${code}`)).body.notice,
    /** What time does to a notice: its days lie so many days further back. */
    letPass: (code: string, days: number): Promise<unknown> =>
      doors.house.administrate(
        `update register.public_notice set first_on = first_on - $2::int, published_on = published_on - $2::int,
           announced_until = announced_until - $2::int, extended_until = extended_until - $2::int,
           extended_on = extended_on - $2::int where code = $1`,
        [code, days],
      ),
  };
}
