import { describe, expect, test } from 'vitest';
import { estimateShares, exactShares, sobolPoints } from './sobol.ts';

describe('shares of variance', () => {
  test('exact over a grid: an additive outcome and one that is all interaction', () => {
    // y = 3·x1 + x2 over levels 0–1 and 0–2: variances 9/4 and 2/3.
    const sum = Float64Array.from([0, 1, 2, 3, 4, 5]);
    const whole = 9 / 4 + 2 / 3;
    const found = exactShares(sum, [2, 3]);
    for (const [at, share] of [9 / 4 / whole, 2 / 3 / whole].entries()) {
      expect(found.first[at]).toBeCloseTo(share, 12);
      expect(found.total[at]).toBeCloseTo(share, 12);
    }
    expect(exactShares(Float64Array.of(1, -1, -1, 1), [2, 2])).toEqual({ first: [0, 0], total: [1, 1] });
    expect(exactShares(Float64Array.of(2, 2), [2])).toEqual({ first: [0], total: [0] });
  });
  test('estimated at 4,096 points: within 0.005 of Ishigami and of the g-function', () => {
    const ishigami = estimateShares(
      (point) => {
        const [a = 0, b = 0, c = 0] = [...point].map((value) => Math.PI * (2 * value - 1));
        return Math.sin(a) + 7 * Math.sin(b) ** 2 + 0.1 * c ** 4 * Math.sin(a);
      },
      3,
      4096,
      1,
    );
    const expected = { first: [0.313905, 0.442411, 0], total: [0.557589, 0.442411, 0.243684] };
    const a = [0, 1, 4.5, 9, 99, 99, 99, 99];
    const partial = a.map((one) => 1 / (3 * (1 + one) ** 2));
    const variance = partial.reduce((product, one) => product * (1 + one), 1) - 1;
    const g = estimateShares(
      (point) =>
        a.reduce((product, one, at) => (product * (Math.abs(4 * (point[at] ?? 0) - 2) + one)) / (1 + one), 1),
      8,
      4096,
      1,
    );
    const gTotal = partial.map(
      (one, at) =>
        partial.reduce((product, other, place) => (place === at ? product : product * (1 + other)), one) /
        variance,
    );
    for (const at of [0, 1, 2]) {
      expect(Math.abs((ishigami.first[at] ?? 1) - (expected.first[at] ?? 0))).toBeLessThan(0.005);
      expect(Math.abs((ishigami.total[at] ?? 1) - (expected.total[at] ?? 0))).toBeLessThan(0.005);
    }
    for (const at of a.keys()) {
      expect(Math.abs((g.first[at] ?? 1) - (partial[at] ?? 0) / variance)).toBeLessThan(0.005);
      expect(Math.abs((g.total[at] ?? 1) - (gTotal[at] ?? 0))).toBeLessThan(0.005);
    }
    for (const [at, [low, high]] of ishigami.totalInterval.entries()) {
      expect(low).toBeLessThanOrEqual(ishigami.total[at] ?? 0);
      expect(high).toBeGreaterThanOrEqual(ishigami.total[at] ?? 1);
    }
  });
  test('a Sobol sequence fills every binary interval evenly, in all its dimensions', () => {
    const points = sobolPoints(19, 256);
    for (let dimension = 0; dimension < 19; dimension++)
      expect(new Set(points.map((point) => Math.floor((point[dimension] ?? 0) * 256))).size).toBe(256);
  });
});
