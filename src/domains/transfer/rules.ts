/** Sharing income: net of costs, and shares that make it to the fen. Pure. */
import { formatMoney, parseMoney } from '#kernel/contract/money.ts';
import type { Fault } from '#kernel/contract/refusal.ts';

/** Income less costs is what is shared; told only where both are given. All three are yuan to the fen. */
export function netFaults(gross: unknown, costs: unknown, amount: unknown): Omit<Fault, 'at'>[] {
  if (typeof gross !== 'string' || typeof costs !== 'string' || typeof amount !== 'string') return [];
  const [income, cost, shared] = [parseMoney(gross), parseMoney(costs), parseMoney(amount)];
  if (income === null || cost === null || shared === null || income - cost === shared) return [];
  return [
    {
      zh: `本次收入 ${gross} 元减扣除成本 ${costs} 元为 ${formatMoney(income - cost)} 元，应等于分配总额 ${amount} 元`,
      en: `income of CNY ${gross} less costs of CNY ${costs} is ${formatMoney(income - cost)}, not the ${amount} distributed`,
    },
  ];
}
