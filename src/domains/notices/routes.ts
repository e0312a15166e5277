/** Binds the doors of public notices. */
import { asPlatform } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { House } from '#kernel/registers/actions.ts';
import * as doors from './contract.ts';
import { acceptObjection, answerObjection, objectToNotice, recordObjection } from './objecting.ts';
import { concludeNotice, extendNotice, withdrawNotice } from './keeping.ts';
import { publishNoticeAlone } from './publishing.ts';
import * as publishing from './publishing/contract.ts';
import * as objections from './objections/contract.ts';
import { listNotices, listObjections, readNotice } from './read.ts';

/** Objections one address may send in an hour: a guard against floods, not a rule of procedure. */
const hourly = 10;
const hour = 3_600_000;

/** Refuses the objections of an address over its measure. Kept in memory, as wrong tries to sign in are. */
function limitAddresses(): (ip: string) => void {
  const sent = new Map<string, number[]>();
  return (ip) => {
    const now = performance.now();
    const recent = (sent.get(ip) ?? []).filter((at) => now - at < hour);
    if (recent.length >= hourly) {
      throw new Refusal('too-many-tries', {
        zh: `这个地址一小时内已提出 ${hourly} 次异议，请过一小时再试，或按公示的联系方式来信、来电。`,
        en: `This address has sent ${hourly} objections within the hour. Try again in an hour, or write or call the contact of the notice.`,
      });
    }
    if (sent.size > 10_000) sent.clear();
    sent.set(ip, [...recent, now]);
  };
}

export function bindNoticeDoors(service: Service, house: House): void {
  const limitAddress = limitAddresses();

  // What is shown of objections is numbers and answers; they are counted by the platform, whoever reads.
  service.bind(doors.listNotices, async ({ ctx, query }) => {
    const { today } = await readClock(ctx.db);
    return { today, ...(await listNotices(asPlatform(ctx), query, today)) };
  });

  service.bind(doors.readNotice, async ({ ctx, params: { code } }) => {
    const { today } = await readClock(ctx.db);
    const notice = await readNotice(asPlatform(ctx), code, today);
    if (notice) return { today, notice };
    throw new Refusal('unknown-record', {
      zh: `没有编号为“${code}”的公示。请从公示页（/notices）打开。`,
      en: `There is no notice numbered “${code}”. Open it from the page of notices (/notices).`,
    });
  });

  service.bind(publishing.publishNotice, async ({ ctx, body, key }) =>
    publishNoticeAlone(ctx, house, { key, body }),
  );
  service.bind(publishing.withdrawNotice, async ({ ctx, params: { code }, body: { reason }, key }) =>
    withdrawNotice(ctx, house, { code, reason, key }),
  );
  service.bind(publishing.extendNotice, async ({ ctx, params: { code }, body, key }) =>
    extendNotice(ctx, house, { code, key, ...body }),
  );
  service.bind(publishing.concludeNotice, async ({ ctx, params: { code }, body, key }) =>
    concludeNotice(ctx, house, { code, key, ...body }),
  );
  service.bind(objections.objectToNotice, async ({ ctx, params: { code }, body, key, request }) => {
    limitAddress(request.ip);
    return objectToNotice(ctx, house, { code, body, key });
  });
  service.bind(objections.recordObjection, async ({ ctx, params: { code }, body, key }) =>
    recordObjection(ctx, house, { code, body, key }),
  );
  service.bind(objections.listObjections, async ({ ctx, params: { code } }) => {
    const { today } = await readClock(ctx.db);
    return { today, objections: await listObjections(ctx.db, code) };
  });
  service.bind(objections.acceptObjection, async ({ ctx, params: { code, objection }, key }) =>
    acceptObjection(ctx, house, { code, objection, key }),
  );
  service.bind(objections.answerObjection, async ({ ctx, params: { code, objection }, body, key }) =>
    answerObjection(ctx, house, { code, objection, body, key }),
  );
}
