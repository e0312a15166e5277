/** `scheme.json`: the pot, the tiers and how shares are made whole; read with every fault at once. */
import { z } from 'zod';
import { edgeFaults } from '#domains/indices/engine.ts';
import { parseMoney } from '#kernel/contract/money.ts';
import { MoneyText } from '#kernel/contract/record.ts';
import { millionths, apportionments, type Scheme } from './money.ts';

const Weight = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, {
  error:
    '不是权重（不能为负，小数至多 6 位，写成文字） | no weight (not negative, at most 6 decimals, as text)',
});

const Tier = z
  .strictObject({
    tier: z.string().min(1).max(20),
    score: z.number().optional(),
    rank: z.int().min(1).optional(),
    amount: MoneyText.optional(),
    weight: Weight.optional(),
  })
  .refine(({ score, rank }) => score === undefined || rank === undefined, {
    error: 'score 和 rank 只能写一个 | give score or rank, not both',
  });

export const SchemeFile = z
  .strictObject({
    pot: MoneyText,
    apportion: z.enum(['fixed', ...apportionments]),
    tiers: z.array(Tier).min(1).max(99),
  })
  .superRefine(({ apportion, tiers }, context) => {
    const fault = (at: number, message: string): void =>
      context.addIssue({ code: 'custom', path: ['tiers', at], message });
    for (const [at, { amount, weight }] of tiers.entries()) {
      if (apportion === 'fixed' ? amount === undefined : weight === undefined)
        fault(
          at,
          apportion === 'fixed'
            ? 'fixed 须为每一等次写 amount（元，没有就写 "0"） | fixed needs an amount for each tier (yuan, "0" for none)'
            : `${apportion} 须为每一等次写 weight（没有就写 "0"） | ${apportion} needs a weight for each tier ("0" for none)`,
        );
      if (apportion === 'fixed' ? weight !== undefined : amount !== undefined)
        fault(
          at,
          'fixed 用 amount，其他办法用 weight，不能同写 | fixed takes amounts, the others weights, never both',
        );
    }
    for (const { at, message } of edgeFaults(tiers.map((one) => ({ ...one, name: one.tier }))))
      fault(at, message);
  })
  .transform(({ pot, apportion, tiers }): Scheme => ({
    pot: parseMoney(pot) ?? 0n,
    apportion,
    tiers: tiers.map(({ tier, score, rank, amount, weight }) => ({
      name: tier,
      score,
      rank,
      amount: amount === undefined ? undefined : (parseMoney(amount) ?? 0n),
      weight: weight === undefined ? undefined : millionths(weight),
    })),
  }));
