/** What is done to the income of a contract: a distribution recorded with all of its shares. */
import type { z } from 'zod';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { formatMoney, parseMoney } from '#kernel/contract/money.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { refuseFaults, type House } from '#kernel/registers/actions.ts';
import { addTogether } from '#kernel/registers/together.ts';
import {
  distribution,
  distributionShare,
  transferContract,
  type readDistributing,
  type recordDistribution as door,
} from './contract.ts';
import { findDistributing, hasDistribution } from './store.ts';

const refuseNoContract = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有转化合同“${code}”，或它不在您的权限之内。请从合同的页面打开。`,
    en: `There is no transfer contract “${code}” open to you. Open it from its page.`,
  });

/** What the form begins with. Refuses a contract that is not there. */
export async function distributingOf(
  ctx: Context,
  code: string,
): Promise<z.output<(typeof readDistributing)['answer']>> {
  const found = await findDistributing(ctx.db, code);
  if (!found) throw refuseNoContract(code);
  const { today } = await readClock(ctx.db);
  let number = found.count + 1;
  while (await hasDistribution(ctx.db, `${code}-FP${number}`)) number += 1;
  const { title, seller, sellerName, amount, received, paid, decided } = found;
  return {
    code,
    title,
    institution: { code: seller, name: sellerName },
    amount,
    received,
    paid,
    decided,
    today,
    suggested: `${code}-FP${number}`,
  };
}

/**
 * Records a distribution with all of its shares, or nothing. The amount shared is income less costs; the shares make
 * it to the fen and belong to the institution of the contract; what is paid is at most what was received.
 */
export async function recordDistribution(
  ctx: Context,
  house: House,
  command: { contract: string; body: z.output<(typeof door)['body'] & z.ZodType>; key: string },
): Promise<{ action: string; answer: { code: string; shares: number } }> {
  const { contract, body, key } = command;
  return atomically(
    ctx,
    {
      action: 'transfer.record-distribution',
      subject: `${transferContract.id}/${contract}`,
      key,
      input: { contract, body },
    },
    async (inner) => {
      const found = await findDistributing(inner.db, contract);
      if (!found) throw refuseNoContract(contract);
      const { today } = await readClock(inner.db);
      const net = requireNet(body, today);
      await addTogether(inner, house, [
        {
          register: distribution.id,
          at: '/body',
          row: {
            code: body.code,
            contract,
            decidedOn: body.decidedOn,
            paidOn: body.paidOn ?? null,
            gross: body.gross,
            costs: body.costs,
            amount: net,
          },
        },
        ...body.shares.map(({ recipient, person, amount }, at) => ({
          register: distributionShare.id,
          at: `/body/shares/${at}`,
          row: {
            distribution: body.code,
            order: at + 1,
            institution: found.seller,
            recipient,
            person: person ?? null,
            amount,
          },
        })),
      ]);
      return { code: body.code, shares: body.shares.length };
    },
  );
}

/** Income less costs, yuan to the fen; refuses with every fault of the amounts at once. */
function requireNet(body: z.output<(typeof door)['body'] & z.ZodType>, today: string): string {
  const faults: Fault[] = [];
  const [gross, costs] = [parseMoney(body.gross) ?? 0n, parseMoney(body.costs) ?? 0n];
  const net = gross - costs;
  if (net <= 0n) {
    faults.push({
      at: '/body/costs',
      zh: `本次收入减扣除成本为 ${formatMoney(net)} 元，没有可分配的净收入`,
      en: `income less costs is CNY ${formatMoney(net)}: there is nothing to share`,
    });
  }
  if (body.paidOn && body.paidOn > today) {
    faults.push({
      at: '/body/paidOn',
      zh: `发放日期 ${body.paidOn} 还没有到；未发放的请留空`,
      en: `${body.paidOn} has not come yet; leave it empty until it is paid`,
    });
  }
  const shared = body.shares.reduce((sum, { amount }) => sum + (parseMoney(amount) ?? 0n), 0n);
  if (net > 0n && shared !== net) {
    const off = net - shared;
    faults.push({
      at: '/body/shares',
      zh: `各份额合计 ${formatMoney(shared)} 元，净收入 ${formatMoney(net)} 元，${off > 0n ? `还差 ${formatMoney(off)}` : `多出 ${formatMoney(-off)}`} 元`,
      en: `the shares make CNY ${formatMoney(shared)} of a net income of ${formatMoney(net)}: ${off > 0n ? `${formatMoney(off)} are missing` : `${formatMoney(-off)} too much`}`,
    });
  }
  body.shares.forEach(({ recipient, person }, at) => {
    if (recipient === 'researcher' || !person) return;
    faults.push({
      at: `/body/shares/${at}/person`,
      zh: '只有分给科研人员的份额填写领取人',
      en: 'only the share of a researcher names a person',
    });
  });
  if (faults.length > 0) throw refuseFaults(faults);
  return formatMoney(net);
}
