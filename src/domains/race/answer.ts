/** The money of a built index, as it is printed. */
import type { Built } from '#domains/indices/index.ts';
import { formatMoney } from '#kernel/contract/money.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { allot, type Scheme } from './money.ts';

/** Tier and yuan of every unit, and what is left of the pot. Refuses tiers that promise more than the pot. */
export function moneyOf({ units, screened, index, ranks }: Built, scheme: Scheme): unknown {
  const ranked = units.map((code) => {
    const at = screened.indexOf(code);
    const score = index[at] ?? Number.NaN;
    return { code, score: Number.isNaN(score) ? null : score, rank: ranks[at] ?? null };
  });
  const allotted = allot(scheme, ranked);
  if ('at' in allotted) throw new Refusal('invalid-input', { zh: allotted.zh, en: allotted.en }, [allotted]);
  return {
    units: Object.fromEntries(
      allotted.units.map(({ code, tier, amount }) => [code, { tier, amount: formatMoney(amount) }]),
    ),
    left: formatMoney(allotted.left),
  };
}
