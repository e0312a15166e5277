/** How a rank becomes money: tiers, and shares that make the pot to the fen. Pure; whole numbers throughout. */
import { tierAt, type TierEdge } from '#domains/indices/engine.ts';
import { formatMoney } from '#kernel/contract/money.ts';
import type { Fault } from '#kernel/contract/refusal.ts';

/** Ways to make shares whole. Sources: Balinski & Young, Fair Representation (1982); in use as named. */
export const apportionments = ['largest-remainder', 'webster', 'jefferson'] as const;
export type Apportionment = (typeof apportionments)[number];

/** A claim on a pot: a weight as a whole number of a unit common to all claims. */
export interface Claim {
  code: string;
  weight: bigint;
}

/** Decimal text (`1.25`) as a whole number of millionths. */
export function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`);
}

/** Larger first; equal ones in the order of the codes' code points, the same on every machine. */
const byClaim =
  <T extends { code: string }>(compare: (one: T, other: T) => bigint) =>
  (one: T, other: T): number => {
    const difference = compare(one, other);
    if (difference !== 0n) return difference > 0n ? -1 : 1;
    return one.code < other.code ? -1 : 1;
  };

/**
 * Shares of a pot of fen by weights, which sum to the pot exactly. Ties for a fen go to the lower code. `largest-remainder`
 * (Hamilton) stays within a fen of the exact share; `webster` and `jefferson` are divisor methods: a larger pot never
 * makes a share smaller. Gives nothing to a weight of 0. The pot and weights are not negative and some weight is
 * above 0; the caller has seen to that.
 */
export function apportion(
  pot: bigint,
  claims: readonly Claim[],
  method: Apportionment,
): ReadonlyMap<string, bigint> {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0n);
  if (total <= 0n) throw new RangeError('no weight is above 0');
  const sharing = claims.filter(({ weight }) => weight > 0n);
  const shares = new Map(claims.map(({ code }) => [code, 0n]));
  if (method === 'largest-remainder') {
    const parts = sharing.map(({ code, weight }) => ({
      code,
      whole: (pot * weight) / total,
      rest: (pot * weight) % total,
    }));
    let left = pot - parts.reduce((sum, { whole }) => sum + whole, 0n);
    for (const { code, whole } of parts.toSorted(byClaim((one, other) => one.rest - other.rest))) {
      const more = left > 0n ? 1n : 0n;
      shares.set(code, whole + more);
      left -= more;
    }
    return shares;
  }
  // The next fen goes where weight ÷ divisor is largest; a share is begun where the method is sure to reach.
  const divisor = (share: bigint): bigint => (method === 'webster' ? 2n * share + 1n : share + 1n);
  const count = BigInt(sharing.length);
  const running = sharing.map(({ code, weight }) => {
    const sure =
      method === 'webster' ? ((2n * pot - count) * weight - total) / (2n * total) : (pot * weight) / total;
    return { code, weight, share: sure > 0n ? sure : 0n };
  });
  const order = byClaim<(typeof running)[number]>(
    (one, other) => one.weight * divisor(other.share) - other.weight * divisor(one.share),
  );
  let left = pot - running.reduce((sum, { share }) => sum + share, 0n);
  const queue = running.toSorted(order);
  while (left > 0n) {
    const next = queue.shift();
    if (!next) break;
    next.share += 1n;
    left -= 1n;
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = queue[middle];
      if (at && order(next, at) < 0) high = middle;
      else low = middle + 1;
    }
    queue.splice(low, 0, next);
  }
  for (const { code, share } of running) shares.set(code, share);
  return shares;
}

/** A tier and what it is worth. */
export interface Tier extends TierEdge {
  /** Fen for each unit, where amounts are fixed. */
  amount?: bigint | undefined;
  /** Weight of each unit in millionths, where the pot is shared out. */
  weight?: bigint | undefined;
}

/** A unit as it was ranked; null where it has no index. */
export interface Ranked {
  code: string;
  score: number | null;
  rank: number | null;
}

/** How a pot goes to ranked units. */
export interface Scheme {
  /** Fen. */
  pot: bigint;
  apportion: Apportionment | 'fixed';
  tiers: readonly Tier[];
}

export interface Allotment {
  code: string;
  tier: string | null;
  /** Fen. */
  amount: bigint;
}

/** What each unit gets; with fixed amounts, what is left of the pot. */
export interface Allotted {
  units: readonly Allotment[];
  left: bigint;
}

/**
 * What each unit gets by its tier. Fixed amounts that promise more than the pot are a fault and nothing is scaled down;
 * what they leave over stays in the pot. By weights, the shares sum to the pot exactly; that no unit has a weight is
 * a fault unless there is nothing to share.
 */
export function allot(
  { pot, apportion: method, tiers }: Scheme,
  ranked: readonly Ranked[],
): Allotted | Fault {
  const placed = ranked.map((unit) => ({
    code: unit.code,
    tier: tiers[tierAt(tiers, unit.score, unit.rank)] ?? null,
  }));
  if (method === 'fixed') {
    const units = placed.map(({ code, tier }) => ({
      code,
      tier: tier?.name ?? null,
      amount: tier?.amount ?? 0n,
    }));
    const promised = units.reduce((sum, { amount }) => sum + amount, 0n);
    if (promised <= pot) return { units, left: pot - promised };
    return {
      at: '/tiers',
      zh: `各等次金额合计 ${formatMoney(promised)} 元，超出资金总额 ${formatMoney(pot)} 元 ${formatMoney(promised - pot)} 元。不会按比例压减；请调整等次金额、界限或资金总额`,
      en: `the tiers promise CNY ${formatMoney(promised)}, ${formatMoney(promised - pot)} more than the pot of ${formatMoney(pot)}. Nothing is scaled down: change the amounts, the edges or the pot`,
    };
  }
  const claims = placed.map(({ code, tier }) => ({ code, weight: tier?.weight ?? 0n }));
  if (pot > 0n && claims.every(({ weight }) => weight === 0n)) {
    return {
      at: '/tiers',
      zh: '没有一个单位的等次有权重，资金分不出去；请调整等次界限或权重',
      en: 'no unit is in a tier with a weight, so the pot goes to nobody: change the edges or the weights',
    };
  }
  const shares = pot === 0n ? new Map<string, bigint>() : apportion(pot, claims, method);
  return {
    units: placed.map(({ code, tier }) => ({
      code,
      tier: tier?.name ?? null,
      amount: shares.get(code) ?? 0n,
    })),
    left: 0n,
  };
}
