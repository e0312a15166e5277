/** Shares proposed while one types: whole fens that make the amount exactly. Pure. */

/**
 * Divides an amount by weights, to the fen, so that the shares make it exactly (largest remainder; of equal ones the
 * first). Amount and shares in fen. Weights are whole numbers, not negative, not all zero; with such there are no shares.
 */
export function proposeShares(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (amount < 0n || total <= 0n || weights.some((weight) => weight < 0n)) return [];
  const shares = weights.map((weight, at) => ({
    at,
    share: (amount * weight) / total,
    rest: (amount * weight) % total,
  }));
  let left = amount - shares.reduce((sum, { share }) => sum + share, 0n);
  for (const owed of shares.toSorted((one, other) =>
    other.rest > one.rest ? 1 : other.rest < one.rest ? -1 : one.at - other.at,
  )) {
    if (left === 0n) break;
    owed.share += 1n;
    left -= 1n;
  }
  return shares.map(({ share }) => share);
}

/** A ratio as typed (`33.34`) in ten-thousandths; null when it is none, or has more than four decimals. */
export function parseRatio(text: string): bigint | null {
  const found = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text.trim());
  return found ? BigInt(found[1] ?? '0') * 10_000n + BigInt((found[2] ?? '').padEnd(4, '0') || '0') : null;
}

/** Net income in fen divided by the ratios typed; null where one is missing or none is above zero. */
export function divide(net: bigint, ratios: readonly string[]): bigint[] | null {
  const weights = ratios.flatMap((ratio) => parseRatio(ratio) ?? []);
  if (net <= 0n || weights.length < ratios.length) return null;
  const shares = proposeShares(net, weights);
  return shares.length === 0 ? null : shares;
}
