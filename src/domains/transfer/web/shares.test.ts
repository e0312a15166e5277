import { describe, expect, test } from 'vitest';
import { divide, parseRatio, proposeShares } from './shares.ts';

describe('shares of an amount', () => {
  test.each([
    [10_000n, [1n, 1n, 1n], [3334n, 3333n, 3333n]],
    [1n, [1n, 1n], [1n, 0n]],
    [0n, [1n, 2n], [0n, 0n]],
    [100n, [0n, 1n], [0n, 100n]],
    [10_001n, [333_400n, 333_300n, 333_300n], [3335n, 3333n, 3333n]],
    [5n, [], []],
    [5n, [0n, 0n], []],
    [5n, [-1n, 2n], []],
  ])('%s by %s', (amount, weights, expected) => expect(proposeShares(amount, weights)).toEqual(expected));

  test('make the amount to the fen, none a fen from its exact part', () => {
    let seed = 7n;
    const next = (below: bigint): bigint => {
      seed = (seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
      return (seed >> 16n) % below;
    };
    for (let round = 0; round < 300; round++) {
      const amount = next(10n ** 15n);
      const weights = Array.from({ length: 1 + Number(next(12n)) }, () => next(1_000_000n));
      const total = weights.reduce((sum, weight) => sum + weight, 0n);
      const shares = proposeShares(amount, weights);
      if (total === 0n) continue;
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
      for (const [at, share] of shares.entries()) {
        const off = share * total - amount * (weights[at] ?? 0n);
        expect(off < total && off > -total).toBe(true);
      }
    }
  });

  test.each([
    ['33.34', 333_400n],
    ['100', 1_000_000n],
    ['0.0001', 1n],
    ['0.00001', null],
    ['-1', null],
    ['', null],
    ['1e3', null],
  ])('ratio %s', (text, expected) => expect(parseRatio(text)).toBe(expected));

  test('are proposed only where every ratio is there', () => {
    expect(divide(100n, ['60', '40'])).toEqual([60n, 40n]);
    expect(divide(100n, ['60', ''])).toBeNull();
    expect(divide(0n, ['1'])).toBeNull();
    expect(divide(5n, ['0', '0'])).toBeNull();
  });
});
