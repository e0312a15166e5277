/** SQL of this slice beyond its figures: rules over several rows. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';
import type { SetRule } from '#kernel/registers/actions.ts';

/** What a write touched, as an array for SQL; the keys of the rows and of what they belong to. */
const named = (
  register: string,
  touched: { register: string; codes: readonly string[] },
): readonly string[] => (touched.register === register ? touched.codes : []);

/** Shares of the completers of an achievement make 100 %. */
const completersMakeAll: SetRule = {
  registers: ['transfer.completer'],
  async find(db, touched) {
    const { rows } = await sql<{ achievement: string; total: string }>`
      select achievement, sum(share)::text as total from register.completer
      where achievement in (select achievement from register.completer where code = any(${named('transfer.completer', touched)}))
         or achievement = any(${named('transfer.completer', touched)})
      group by achievement having sum(share) <> 100 order by achievement limit 100
    `.execute(db);
    return rows.map(({ achievement, total }) => ({
      zh: `成果“${achievement}”完成人的贡献比例合计 ${total} %，应为 100 %`,
      en: `The shares of the completers of achievement “${achievement}” make ${total} %, not 100 %`,
    }));
  },
};

/** Shares of a distribution make its amount, to the fen, and belong to the institution of its contract. */
const sharesMakeAmount: SetRule = {
  registers: ['transfer.transfer-contract', 'transfer.distribution', 'transfer.distribution-share'],
  async find(db, touched) {
    const { rows } = await sql<{ code: string; amount: string; total: string; foreignShare: boolean }>`
      select d.code, d.amount::text as amount, coalesce(sum(s.amount), 0.00)::text as total,
             coalesce(bool_or(s.institution <> k.seller), false) as foreign_share
      from register.distribution d
      join register.transfer_contract k on k.code = d.contract
      left join register.distribution_share s on s.distribution = d.code
      where d.code = any(${touched.codes})
         or d.contract = any(${named('transfer.transfer-contract', touched)})
         or d.code in (select distribution from register.distribution_share where code = any(${named('transfer.distribution-share', touched)}))
      group by d.code, d.amount
      having d.amount <> coalesce(sum(s.amount), 0) or coalesce(bool_or(s.institution <> k.seller), false)
      order by d.code limit 100
    `.execute(db);
    return rows.map(({ code, amount, total, foreignShare: foreign }) =>
      amount === total && foreign
        ? {
            zh: `分配“${code}”有份额不属于合同的转化单位`,
            en: `A share of distribution “${code}” is of another institution than its contract's`,
          }
        : {
            zh: `分配“${code}”总额 ${amount} 元，各份额合计 ${total} 元，应相等`,
            en: `Distribution “${code}” is of CNY ${amount}, its shares make CNY ${total}; they must be equal`,
          },
    );
  },
};

/** Money received of a contract is at most its amount; money distributed at most what was received. */
const moneyFlowsDown: SetRule = {
  registers: ['transfer.transfer-contract', 'transfer.receipt', 'transfer.distribution'],
  async find(db, touched) {
    const { rows } = await sql<{ code: string; amount: string; received: string; paid: string }>`
      with concerned as (
        select code from register.transfer_contract where code = any(${touched.codes})
        union select contract from register.receipt where code = any(${named('transfer.receipt', touched)})
        union select contract from register.distribution where code = any(${named('transfer.distribution', touched)})
      ), sums as (
        select k.code, k.amount,
               (select coalesce(sum(amount), 0.00) from register.receipt r where r.contract = k.code) as received,
               (select coalesce(sum(amount), 0.00) from register.distribution d
                where d.contract = k.code and d.paid_on is not null) as paid
        from register.transfer_contract k join concerned using (code)
      )
      select code, amount::text, received::text, paid::text from sums
      where received > amount or paid > received order by code limit 100
    `.execute(db);
    return rows.map(({ code, amount, received, paid }) => ({
      zh: `合同“${code}”金额 ${amount} 元，到账 ${received} 元，已分配 ${paid} 元：到账不得超过金额，分配不得超过到账`,
      en: `Contract “${code}”: CNY ${amount} agreed, ${received} received, ${paid} distributed; none may exceed the one before`,
    }));
  },
};

export const transferSetRules: readonly SetRule[] = [completersMakeAll, sharesMakeAmount, moneyFlowsDown];

/** A contract with the income received and shared so far, kept from other writers where asked. */
export async function findDistributing(
  db: Db,
  code: string,
): Promise<
  | {
      title: string;
      seller: string;
      sellerName: string;
      amount: string;
      received: string;
      paid: string;
      decided: string;
      count: number;
    }
  | undefined
> {
  const { rows } = await sql<{
    title: string;
    seller: string;
    sellerName: string;
    amount: string;
    received: string;
    paid: string;
    decided: string;
    count: number;
  }>`
    select k.title, k.seller, o.name as seller_name, k.amount,
           (select coalesce(sum(amount), 0.00) from register.receipt r where r.contract = k.code) as received,
           (select coalesce(sum(amount), 0.00) from register.distribution d
            where d.contract = k.code and d.paid_on is not null) as paid,
           (select coalesce(sum(amount), 0.00) from register.distribution d
            where d.contract = k.code and d.paid_on is null) as decided,
           (select count(*)::int from register.distribution d where d.contract = k.code) as count
    from register.transfer_contract k join register.organisation o on o.code = k.seller where k.code = ${code}
  `.execute(db);
  return rows[0];
}

/** Whether a distribution has this number. */
export async function hasDistribution(db: Db, code: string): Promise<boolean> {
  const { rows } = await sql`select from register.distribution where code = ${code}`.execute(db);
  return rows.length > 0;
}
