/** What is done to promises: reported on, moved, kept, dropped. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Words } from '#kernel/contract/words.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { notify, type Recipients } from '#kernel/inbox/notify.ts';
import { addWithin, correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { commitment } from './registers/contract.ts';
import { readTarget } from './read.ts';
import { dueAfter } from './rules.ts';
import { holdPromise, nextPlace, readCompanions, type CommitmentRow } from './store.ts';

/** Who asked for what a promise came from; each slice that makes promises knows its own. */
export type Asker = (
  db: Db,
  source: { reply: string | null; sourceRecord: string | null },
) => Promise<readonly Recipients[]>;

/** What the actions work over: registers with their rules, the figures targets name, and who may have asked. */
export interface Promises {
  house: House;
  figures: Figures;
  askers: readonly Asker[];
}

/** Roles that act for an organisation. */
const ownerRoles = ['partner'] as const;

interface Command<B> {
  code: string;
  key: string;
  body: B;
}
type Done = Promise<{ action: string; code: string }>;

/** Holds the promise and knows today; refuses one that does not exist, and one that is over. */
async function holdOpen(inner: Context, code: string): Promise<{ row: CommitmentRow; today: string }> {
  const row = await holdPromise(inner.db, code);
  if (!row) {
    throw new Refusal('unknown-record', {
      zh: `没有编号为“${code}”的承诺。请从承诺页打开。`,
      en: `There is no promise numbered “${code}”. Open it from the page of promises.`,
    });
  }
  if (row.keptOn !== null || row.droppedOn !== null) {
    throw new Refusal('broken-rule', {
      zh: `这项承诺${row.keptOn === null ? `已于 ${row.droppedOn} 不再办理` : `已于 ${row.keptOn} 兑现`}，不能再报进展、改期或另作认定。登记有误的，请在该记录页用“更正”并说明理由。`,
      en: `This promise ${row.keptOn === null ? `was dropped on ${row.droppedOn}` : `was kept on ${row.keptOn}`}; nothing more can be reported, moved or decided. If that was entered in error, correct the record with a reason.`,
    });
  }
  return { row, today: (await readClock(inner.db)).today };
}

/** A fault of the form's own field. */
const faultOf = (field: string, words: Words): Fault => ({ at: `/body/${field}`, ...words });

/** Faults of a day that something was done on: not before the promise, not in the future. */
function dayFaults(field: string, on: string, row: CommitmentRow, today: string): Fault[] {
  if (on > today) {
    return [
      faultOf(field, {
        zh: `${on} 还没有到；请填今天（${today}）或以前的日期`,
        en: `${on} has not come yet; give today (${today}) or an earlier day`,
      }),
    ];
  }
  if (on < row.promisedOn) {
    return [
      faultOf(field, {
        zh: `${on} 早于承诺日期 ${row.promisedOn}`,
        en: `${on} is before the promise was made, ${row.promisedOn}`,
      }),
    ];
  }
  return [];
}

/** Adds a dated report to a promise's log. */
export async function reportProgress(
  ctx: Context,
  { house }: Promises,
  {
    code,
    key,
    body,
  }: Command<{
    reportedOn?: string | undefined;
    text: string;
    textEn?: string | null | undefined;
    evidence?: string | null | undefined;
    percent?: number | null | undefined;
  }>,
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'commitments.report-progress',
      subject: `${commitment.id}/${code}`,
      key,
      input: { code, body },
    },
    async (inner) => {
      const { row, today } = await holdOpen(inner, code);
      const reportedOn = body.reportedOn ?? today;
      const faults = dayFaults('reportedOn', reportedOn, row, today);
      if (faults.length > 0) throw refuseFaults(faults);
      await addWithin(inner, house, 'commitments.progress', {
        commitment: code,
        order: await nextPlace(inner.db, 'progress', code),
        reportedOn,
        text: body.text,
        textEn: body.textEn ?? null,
        evidence: body.evidence ?? null,
        percent: body.percent ?? null,
        sample: false,
      });
      return { code };
    },
  );
  return { action, code };
}

/** Moves a promise's date. The date first promised stays; the change is kept with its reason, for everyone to read. */
export async function moveDate(
  ctx: Context,
  { house }: Promises,
  { code, key, body: { newDueOn, reason } }: Command<{ newDueOn: string; reason: string }>,
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'commitments.move-date',
      subject: `${commitment.id}/${code}`,
      reason,
      key,
      input: { code, newDueOn, reason },
    },
    async (inner) => {
      const { row, today } = await holdOpen(inner, code);
      const { moves } = await readCompanions(inner.db, [code], today);
      const oldDueOn = dueAfter(row.dueOn, moves, today);
      if (newDueOn < today) {
        throw refuseFaults([
          faultOf('newDueOn', {
            zh: `新的期限 ${newDueOn} 已经过去；请填今天（${today}）或以后的日期。已经完成的，用“认定兑现”`,
            en: `${newDueOn} is past; give today (${today}) or a later day. If it is done, record that it was kept`,
          }),
        ]);
      }
      if (newDueOn === oldDueOn) {
        throw refuseFaults([
          faultOf('newDueOn', {
            zh: `现定期限本来就是 ${newDueOn}，没有改变`,
            en: `the date is ${newDueOn} already; nothing would change`,
          }),
        ]);
      }
      await addWithin(inner, house, 'commitments.date-change', {
        commitment: code,
        order: await nextPlace(inner.db, 'dateChange', code),
        oldDueOn,
        newDueOn,
        reason,
        changedOn: today,
        sample: false,
      });
      await notify(
        inner,
        [
          { roles: ['office', 'division', 'officer'] },
          ...(row.owner === null ? [] : [{ roles: ownerRoles, organisation: row.owner }]),
        ],
        {
          kind: 'commitments.moved',
          subject: { zh: '下步打算：改期', en: 'Next step: its date was moved' },
          title: { zh: `${row.title}：${newDueOn}`, en: `${row.titleEn}: ${newDueOn}` },
          link: `/promises#${code}`,
        },
      );
      return { code };
    },
  );
  return { action, code };
}

/** Records that a promise was kept. While its target figure is below its value, only for a reason. */
export async function keepCommitment(
  ctx: Context,
  { house, figures }: Promises,
  {
    code,
    key,
    body,
  }: Command<{ keptOn?: string | undefined; evidence: string; reason?: string | undefined }>,
): Done {
  const reason = body.reason ?? null;
  const { action } = await atomically(
    ctx,
    {
      action: 'commitments.keep',
      subject: `${commitment.id}/${code}`,
      reason,
      key,
      input: { code, body },
    },
    async (inner) => {
      const { row, today } = await holdOpen(inner, code);
      const keptOn = body.keptOn ?? today;
      const faults = dayFaults('keptOn', keptOn, row, today);
      const target = await readTarget(inner.db, figures, row, keptOn);
      if (target && !target.reached && reason === null) {
        faults.push(
          faultOf('reason', {
            zh: `目标“${target.label.zh}”应达到 ${target.phrase.zh}，截至 ${keptOn} 为 ${target.reading.phrase.zh}，尚未达到；仍认定兑现的，请写明理由（公开）`,
            en: `“${target.label.en}” must reach ${target.phrase.en} and is ${target.reading.phrase.en} on ${keptOn}; to record it as kept all the same, give a reason, which is shown publicly`,
          }),
        );
      }
      if (faults.length > 0) throw refuseFaults(faults);
      await correctWithin(inner, house, commitment.id, code, {
        keptOn,
        keptEvidence: body.evidence,
        // A reason is for a target not reached; elsewhere it stays in the log of the action.
        keptReason: target && !target.reached ? reason : null,
      });
      return { code };
    },
  );
  return { action, code };
}

/** Ends a promise that is no longer pursued, for a reason everyone may read. */
export async function dropCommitment(
  ctx: Context,
  { house }: Promises,
  { code, key, body: { reason } }: Command<{ reason: string }>,
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'commitments.drop',
      subject: `${commitment.id}/${code}`,
      reason,
      key,
      input: { code, reason },
    },
    async (inner) => {
      const { today } = await holdOpen(inner, code);
      await correctWithin(inner, house, commitment.id, code, { droppedOn: today, dropReason: reason });
      return { code };
    },
  );
  return { action, code };
}
