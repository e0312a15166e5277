/** Answering those who asked, once a promise is done, given up or past its date. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { notify, type Recipients } from '#kernel/inbox/notify.ts';
import { addRow, refuseFaults } from '#kernel/registers/actions.ts';
import type { Promises } from './actions.ts';
import { listCommitments } from './read.ts';
import { answer, commitment } from './registers/contract.ts';
import { outcomeOf } from './rules.ts';
import { holdPromise, nextPlace } from './store.ts';

/** Records what those who asked are told, and tells them: the deputy of a reply, the bureau of a region. */
export async function answerCommitment(
  ctx: Context,
  { house, figures, askers }: Promises,
  {
    code,
    key,
    body,
  }: {
    code: string;
    key: string;
    body: {
      answeredOn?: string | undefined;
      text: string;
      textEn?: string | null | undefined;
      document?: string | null | undefined;
    };
  },
): Promise<{ action: string; code: string }> {
  const { action } = await atomically(
    ctx,
    { action: 'commitments.answer', subject: `${commitment.id}/${code}`, key, input: { code, body } },
    async (inner) => {
      const row = await holdPromise(inner.db, code);
      if (!row) {
        throw new Refusal('unknown-record', {
          zh: `没有编号为“${code}”的承诺。请从承诺页打开。`,
          en: `There is no promise numbered “${code}”. Open it from the page of promises.`,
        });
      }
      const { today } = await readClock(inner.db);
      const answeredOn = body.answeredOn ?? today;
      if (answeredOn > today || answeredOn < row.promisedOn) {
        throw refuseFaults([
          {
            at: '/body/answeredOn',
            zh: `回告日期应在承诺日期 ${row.promisedOn} 与今天 ${today} 之间`,
            en: `the day must lie between the promise, ${row.promisedOn}, and today, ${today}`,
          },
        ]);
      }
      const { areas } = await listCommitments(inner.db, figures, { asOf: answeredOn, code });
      const state = areas[0]?.commitments[0]?.state ?? 'promised';
      if (outcomeOf(state) === 'running') {
        throw new Refusal('broken-rule', {
          zh: `截至 ${answeredOn}，这项承诺还在办理，没有结果可以回告。请先“认定兑现”或“不再办理”；到期未完成的，期限过后可以回告。`,
          en: `On ${answeredOn} this promise is still running and there is nothing to answer. Record it as kept or dropped first; one that missed its date can be answered once the date is past.`,
        });
      }
      await addRow(inner, house, answer, {
        commitment: code,
        order: await nextPlace(inner.db, 'answer', code),
        answeredOn,
        text: body.text,
        textEn: body.textEn ?? null,
        document: body.document ?? null,
        sample: false,
      });
      const told: Recipients[] = row.region === null ? [] : [{ roles: ['bureau'], region: row.region }];
      for (const asker of askers) told.push(...(await asker(inner.db, row)));
      await notify(inner, told, {
        kind: 'commitments.answered',
        subject: { zh: '承诺办结回告', en: 'A promise is answered' },
        title: { zh: row.title, en: row.titleEn },
        link: `/promises#${code}`,
      });
      return { code };
    },
  );
  return { action, code };
}
