/** What is done to agreements: proposed, signed, met on, turned into commitments, evaluated, renewed, ended. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { addWithin, correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import * as records from './contract.ts';
import { lastDayOfTerm } from './rules.ts';
import * as store from './store.ts';
import type { AgreementRow } from './store.ts';

export interface Command<B> {
  code: string;
  key: string;
  body: B;
}
export type Done = Promise<{ action: string; code: string }>;

const agreements = records.consultationAgreement.id;

export const faultAt = (field: string, zh: string, en: string): Fault => ({ at: `/body/${field}`, zh, en });

export const unknownAgreement = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有编号为“${code}”的会商议定书。请从“会商”页打开。`,
    en: `There is no consultation agreement numbered “${code}”. Open it from the page of consultations.`,
  });

/** A day something was done on: not ahead, and not before `from`. */
export function dayFaults(field: string, on: string, today: string, from: string | null): Fault[] {
  if (on > today) {
    return [
      faultAt(
        field,
        `${on} 还没有到；请填今天（${today}）或以前的日期`,
        `${on} has not come yet; give today (${today}) or an earlier day`,
      ),
    ];
  }
  if (from === null || on >= from) return [];
  return [faultAt(field, `${on} 早于 ${from}`, `${on} is before ${from}`)];
}

/** Runs an action over one agreement that is held from others, knowing today. */
export async function act<T>(
  ctx: Context,
  verb: string,
  { code, key, body }: Command<unknown>,
  work: (inner: Context, row: AgreementRow, today: string) => Promise<T>,
  reason?: string,
): Promise<{ action: string; answer: T }> {
  return atomically(
    ctx,
    {
      action: `consultations.${verb}`,
      subject: `${agreements}/${code}`,
      key,
      input: { code, body },
      ...(reason === undefined ? {} : { reason }),
    },
    async (inner) => {
      const row = await store.holdAgreement(inner.db, code);
      if (!row) throw unknownAgreement(code);
      return work(inner, row, (await readClock(inner.db)).today);
    },
  );
}

const broken = (zh: string, en: string): Refusal => new Refusal('broken-rule', { zh, en });

/** Refuses an agreement that is not signed. */
export function requireSigned(row: AgreementRow): asserts row is AgreementRow & { signedOn: string } {
  if (row.signedOn !== null) return;
  throw broken(
    `议定书“${row.code}”还没有签订。请先用“登记签订”。`,
    `Agreement “${row.code}” is not signed. Record its signing first.`,
  );
}

function requireNotEnded(row: AgreementRow): void {
  if (row.endedOn === null) return;
  throw broken(
    `议定书“${row.code}”已于 ${row.endedOn} 提前终止，不能再办理。登记有误的，请在该记录页用“更正”。`,
    `Agreement “${row.code}” ended early on ${row.endedOn}; nothing more is done to it. If that was entered in error, correct the record.`,
  );
}

/** A new agreement with its parties, within a running action. */
async function openAgreement(
  inner: Context,
  house: House,
  given: { title: string; parties: readonly string[]; proposedOn: string; renews?: string },
): Promise<string> {
  const code = await store.nextCode(inner.db, 'consultationAgreement', 'HS', 2);
  await addWithin(inner, house, agreements, {
    code,
    title: given.title,
    kind: given.parties.length > 1 ? 'multilateral' : 'bilateral',
    proposedOn: given.proposedOn,
    renews: given.renews ?? null,
  });
  for (const reportingUnit of given.parties)
    await addWithin(inner, house, records.consultationParty.id, { agreement: code, reportingUnit });
  return code;
}

/** Opens an agreement with its regions; not signed yet. */
export async function proposeAgreement(
  ctx: Context,
  house: House,
  { key, body }: { key: string; body: { title: string; parties: string[]; proposedOn?: string | undefined } },
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'consultations.propose', subject: agreements, key, input: body },
    async (inner) => {
      const { today } = await readClock(inner.db);
      const proposedOn = body.proposedOn ?? today;
      const faults = dayFaults('proposedOn', proposedOn, today, null);
      const known = new Set((await store.readUnitNames(inner.db)).map(({ code }) => code));
      const unknown = body.parties.filter((party) => !known.has(party));
      if (unknown.length > 0) {
        faults.push(
          faultAt(
            'parties',
            `没有填报单位“${unknown.join('、')}”；请填填报单位代码，如 U220100`,
            `There is no reporting unit “${unknown.join(', ')}”; give codes such as U220100`,
          ),
        );
      }
      if (new Set(body.parties).size < body.parties.length)
        faults.push(faultAt('parties', '同一地区填了两次', 'a region is given twice'));
      if (faults.length > 0) throw refuseFaults(faults);
      return openAgreement(inner, house, { ...body, proposedOn });
    },
  );
  return { action, code: answer };
}

/** Accepts, refuses or merges a topic that waits. */
export async function decideTopic(
  ctx: Context,
  house: House,
  command: Command<{
    topic: string;
    decision: 'accepted' | 'refused' | 'merged';
    reason?: string | null | undefined;
    mergedInto?: string | null | undefined;
  }>,
): Done {
  const { topic, decision, reason = null, mergedInto = null } = command.body;
  const { action } = await act(ctx, 'decide-topic', command, async (inner, row, today) => {
    const found = await store.findTopic(inner.db, topic);
    if (!found || found.agreement !== row.code) {
      throw refuseFaults([
        faultAt('topic', `这份议定书没有议题“${topic}”`, `this agreement has no topic “${topic}”`),
      ]);
    }
    if (found.decision !== null) {
      throw broken(
        `议题“${topic}”已于 ${found.decidedOn} 处理。有误的，请在该记录页用“更正”并说明理由。`,
        `Topic “${topic}” was decided on ${found.decidedOn}. If that is wrong, correct the record with a reason.`,
      );
    }
    const faults: Fault[] = [];
    if (decision === 'refused' && reason === null)
      faults.push(faultAt('reason', '不采纳须写明理由', 'a refusal needs its reason'));
    if ((decision === 'merged') !== (mergedInto !== null)) {
      faults.push(
        faultAt(
          'mergedInto',
          decision === 'merged' ? '请写明并入哪个议题' : '只有“并入”才填并入议题',
          decision === 'merged' ? 'name the topic it is merged into' : 'only a merged topic names another',
        ),
      );
    }
    if (mergedInto !== null) {
      const other = await store.findTopic(inner.db, mergedInto);
      if (!other || other.agreement !== row.code || mergedInto === topic) {
        faults.push(
          faultAt(
            'mergedInto',
            `“${mergedInto}”不是这份议定书的另一个议题`,
            `“${mergedInto}” is not another topic of this agreement`,
          ),
        );
      }
    }
    if (faults.length > 0) throw refuseFaults(faults);
    await correctWithin(inner, house, records.consultationTopic.id, topic, {
      decision,
      decidedOn: today,
      reason,
      mergedInto,
    });
    if (decision === 'accepted' && row.signedOn === null && row.negotiatedOn === null)
      await correctWithin(inner, house, agreements, row.code, { negotiatedOn: today });
  });
  return { action, code: command.body.topic };
}

/** Records that an agreement was signed: its day, term and offices. Its last day follows from the term. */
export async function signAgreement(
  ctx: Context,
  house: House,
  command: Command<{
    signedOn?: string | undefined;
    termYears: number;
    documentNumber?: string | null | undefined;
    terms?: string | null | undefined;
    signatories: readonly { party: string; office: string }[];
  }>,
): Done {
  const { body, code } = command;
  const { action } = await act(ctx, 'sign', command, async (inner, row, today) => {
    requireNotEnded(row);
    if (row.signedOn !== null) {
      throw broken(
        `议定书“${code}”已于 ${row.signedOn} 签订。有误的，请在该记录页用“更正”并说明理由。`,
        `Agreement “${code}” was signed on ${row.signedOn}. If that is wrong, correct the record with a reason.`,
      );
    }
    const signedOn = body.signedOn ?? today;
    const faults = dayFaults(
      'signedOn',
      signedOn,
      today,
      [row.proposedOn, row.topicsOn, row.negotiatedOn].reduce(
        (latest, on) => (on !== null && (latest === null || on > latest) ? on : latest),
        null,
      ),
    );
    if ((await store.readParties(inner.db, [code])).length === 0) {
      faults.push({
        at: '/body',
        zh: '这份议定书还没有会商地区；请先在登记册“会商地区”中登记',
        en: 'this agreement has no region yet; enter its parties in the register first',
      });
    }
    if (faults.length > 0) throw refuseFaults(faults);
    await correctWithin(inner, house, agreements, code, {
      signedOn,
      endsOn: lastDayOfTerm(signedOn, body.termYears),
      termYears: body.termYears,
      documentNumber: body.documentNumber ?? row.documentNumber,
      terms: body.terms ?? row.terms,
    });
    for (const [index, { party, office }] of body.signatories.entries()) {
      await addWithin(inner, house, records.consultationSignatory.id, {
        agreement: code,
        order: index + 1,
        party,
        office,
        sample: false,
      });
    }
  });
  return { action, code };
}

/** Records what an agreement came to. */
export async function evaluateAgreement(
  ctx: Context,
  house: House,
  command: Command<{
    evaluatedOn?: string | undefined;
    grade: string;
    score?: string | null | undefined;
    finding: string;
  }>,
): Done {
  const { code, body } = command;
  const { action } = await act(ctx, 'evaluate', command, async (inner, row, today) => {
    requireSigned(row);
    const [before] = await store.readEvaluations(inner.db, [code], '9999-12-31');
    if (before) {
      throw broken(
        `议定书“${code}”已于 ${before.evaluatedOn} 评估。有误的，请在评估记录页用“更正”并说明理由。`,
        `Agreement “${code}” was evaluated on ${before.evaluatedOn}. If that is wrong, correct the evaluation with a reason.`,
      );
    }
    const evaluatedOn = body.evaluatedOn ?? today;
    const faults = dayFaults('evaluatedOn', evaluatedOn, today, row.signedOn);
    if (faults.length > 0) throw refuseFaults(faults);
    await addWithin(inner, house, records.consultationEvaluation.id, {
      agreement: code,
      evaluatedOn,
      grade: body.grade,
      score: body.score ?? null,
      finding: body.finding,
      sample: false,
    });
  });
  return { action, code };
}

/** Opens the agreement that follows one which was evaluated, with the same regions. */
export async function renewAgreement(
  ctx: Context,
  house: House,
  command: Command<{ title?: string | undefined }>,
): Done {
  const { code, body } = command;
  const { action, answer } = await act(ctx, 'renew', command, async (inner, row, today) => {
    requireSigned(row);
    requireNotEnded(row);
    const [next] = await store.readSuccessors(inner.db, [code]);
    if (next) {
      throw broken(
        `议定书“${code}”已有续签的“${next.code}”。请在那份上继续办理。`,
        `Agreement “${code}” is followed by “${next.code}” already. Go on with that one.`,
      );
    }
    const [evaluation] = await store.readEvaluations(inner.db, [code], today);
    if (!evaluation) {
      throw broken(
        `议定书“${code}”还没有评估。请先用“登记评估”，再续签。`,
        `Agreement “${code}” has not been evaluated. Record its evaluation, then renew it.`,
      );
    }
    const parties = await store.readParties(inner.db, [code]);
    return openAgreement(inner, house, {
      title: body.title ?? `${row.title}（续签）`,
      parties: parties.map((party) => party.code),
      proposedOn: today,
      renews: code,
    });
  });
  return { action, code: answer };
}

/** Ends an agreement before its last day, for a reason everyone may read. */
export async function endAgreement(
  ctx: Context,
  house: House,
  command: Command<{ endedOn?: string | undefined; reason: string }>,
): Done {
  const { code, body } = command;
  const { action } = await act(
    ctx,
    'end',
    command,
    async (inner, row, today) => {
      requireSigned(row);
      requireNotEnded(row);
      const endedOn = body.endedOn ?? today;
      const faults = dayFaults('endedOn', endedOn, today, row.signedOn);
      if (row.endsOn !== null && endedOn > row.endsOn) {
        faults.push(
          faultAt(
            'endedOn',
            `议定书已于 ${row.endsOn} 届满，不是提前终止`,
            `the agreement expired on ${row.endsOn}; it did not end early`,
          ),
        );
      }
      if (faults.length > 0) throw refuseFaults(faults);
      await correctWithin(inner, house, agreements, code, { endedOn, endReason: body.reason });
    },
    body.reason,
  );
  return { action, code };
}
