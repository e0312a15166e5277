/** Money in whole fen. */

/** Fen → yuan as decimal text. */
export const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

/** Decimal text of yuan → fen. */
export function fenOf(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

export const sumOf = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);

/** Parts of ten thousand of an amount, cut to the fen. */
export const partOf = (fen: bigint, tenThousandths: number): bigint =>
  (fen * BigInt(tenThousandths)) / 10_000n;

/**
 * Amounts that look agreed upon (whole thousands, a few with fen) and make `total` exactly; the largest takes what
 * is left over. `sizes`: how they compare.
 */
export function spreadExactly(total: bigint, sizes: readonly number[], step: bigint): bigint[] {
  const all = sizes.reduce((one, other) => one + other, 0);
  const amounts = sizes.map((size) => {
    const fen = BigInt(Math.round((Number(total) * size) / all));
    const rounded = (fen / step) * step;
    return rounded > 0n ? rounded : step;
  });
  const largest = sizes.indexOf(Math.max(...sizes));
  const rest = total - sumOf(amounts.filter((_, index) => index !== largest));
  if (rest <= 0n) throw new Error('the amounts do not fit into their total');
  amounts[largest] = rest;
  return amounts;
}
