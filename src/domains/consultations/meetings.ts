/** Meetings of an agreement: held, and what they decided turned into commitments. */
import { makeCommitments } from '#domains/commitments/index.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { addWithin, correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { act, dayFaults, faultAt, requireSigned, type Command, type Done } from './actions.ts';
import * as records from './contract.ts';
import * as store from './store.ts';

/** Records a meeting with what it decided, item by item. */
export async function holdMeeting(
  ctx: Context,
  house: House,
  command: Command<{
    heldOn?: string | undefined;
    year?: number | undefined;
    title?: string | undefined;
    place?: string | null | undefined;
    minutesNumber?: string | null | undefined;
    minutes?: string | null | undefined;
    decisions: readonly {
      text: string;
      textEn?: string | null | undefined;
      topic?: string | null | undefined;
    }[];
  }>,
): Done {
  const { body, code } = command;
  const { action, answer } = await act(ctx, 'hold-meeting', command, async (inner, row, today) => {
    requireSigned(row);
    const heldOn = body.heldOn ?? today;
    const faults = dayFaults('heldOn', heldOn, today, row.signedOn);
    if (row.endedOn !== null && heldOn >= row.endedOn) {
      faults.push(
        faultAt(
          'heldOn',
          `议定书已于 ${row.endedOn} 提前终止`,
          `the agreement ended early on ${row.endedOn}`,
        ),
      );
    }
    for (const [index, { topic }] of body.decisions.entries()) {
      if (topic === undefined || topic === null) continue;
      const found = await store.findTopic(inner.db, topic);
      if (found?.agreement === code) continue;
      faults.push(
        faultAt(
          `decisions/${index}/topic`,
          `这份议定书没有议题“${topic}”`,
          `this agreement has no topic “${topic}”`,
        ),
      );
    }
    if (faults.length > 0) throw refuseFaults(faults);
    const year = body.year ?? Number(heldOn.slice(0, 4));
    const meeting = await store.nextCode(inner.db, 'consultationMeeting', `${code}-HY`, 2);
    await addWithin(inner, house, records.consultationMeeting.id, {
      code: meeting,
      agreement: code,
      year,
      title: body.title ?? `${year}年度厅市会商会议`,
      heldOn,
      place: body.place ?? null,
      minutesNumber: body.minutesNumber ?? null,
      minutes: body.minutes ?? null,
      sample: false,
    });
    for (const [index, decision] of body.decisions.entries()) {
      await addWithin(inner, house, records.consultationDecision.id, {
        meeting,
        order: index + 1,
        text: decision.text,
        textEn: decision.textEn ?? null,
        topic: decision.topic ?? null,
        commitment: null,
        sample: false,
      });
    }
    return meeting;
  });
  return { action, code: answer };
}

/** Turns decisions of a meeting into commitments that somebody keeps: all or none. Promised on the day it was held. */
export async function commitDecisions(
  ctx: Context,
  house: House,
  command: Command<{
    meeting: string;
    area: string;
    items: readonly {
      order: number;
      owner?: string | null | undefined;
      dueOn?: string | null | undefined;
    }[];
  }>,
): Done {
  const { code, body } = command;
  const { action } = await act(ctx, 'commit', command, async (inner) => {
    const meeting = await store.holdMeetingRow(inner.db, body.meeting);
    if (!meeting || meeting.agreement !== code) {
      throw refuseFaults([
        faultAt(
          'meeting',
          `这份议定书没有会议“${body.meeting}”`,
          `this agreement has no meeting “${body.meeting}”`,
        ),
      ]);
    }
    const decisions = await store.readDecisions(inner.db, [meeting.code]);
    const faults: Fault[] = [];
    const chosen = body.items.flatMap(({ order, owner, dueOn }, index) => {
      const found = decisions.find((decision) => decision.order === order);
      const at = (field: string, zh: string, en: string) =>
        faults.push(faultAt(`items/${index}/${field}`, zh, en));
      if (!found) at('order', `纪要没有第 ${order} 项`, `the minutes have no item ${order}`);
      else if (found.commitment !== null)
        at(
          'order',
          `第 ${order} 项已转为承诺 ${found.commitment}`,
          `item ${order} is commitment ${found.commitment} already`,
        );
      if (body.items.findIndex((one) => one.order === order) < index)
        at('order', `第 ${order} 项填了两次`, `item ${order} is given twice`);
      if (dueOn && dueOn < meeting.heldOn)
        at(
          'dueOn',
          `期限 ${dueOn} 早于会议日期 ${meeting.heldOn}`,
          `${dueOn} is before the meeting, ${meeting.heldOn}`,
        );
      return found ? [{ found, owner: owner ?? null, dueOn: dueOn ?? null }] : [];
    });
    if (faults.length > 0) throw refuseFaults(faults);
    const { codes } = await makeCommitments(
      inner,
      house,
      {
        kind: 'consultation-meeting',
        record: `${records.consultationMeeting.id}/${meeting.code}`,
        name: meeting.title,
      },
      chosen.map(({ found, owner, dueOn }) => ({
        code: `${meeting.code}-${found.order}`,
        area: body.area,
        text: found.text,
        textEn: found.textEn ?? undefined,
        owner,
        dueOn,
        promisedOn: meeting.heldOn,
        sample: found.sample ?? false,
      })),
    );
    for (const [index, { found }] of chosen.entries()) {
      await correctWithin(inner, house, records.consultationDecision.id, found.code, {
        commitment: codes[index] ?? null,
      });
    }
  });
  return { action, code: body.meeting };
}
