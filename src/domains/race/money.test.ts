import fc from 'fast-check';
import { tierAt } from '#domains/indices/engine.ts';
import { describe, expect, test } from 'vitest';
import {
  allot,
  apportion,
  apportionments,
  millionths,
  type Allotted,
  type Apportionment,
  type Claim,
  type Tier,
} from './money.ts';
import { SchemeFile } from './scheme.ts';

const claimsOf = (weights: Record<string, bigint>): Claim[] =>
  Object.entries(weights).map(([code, weight]) => ({ code, weight }));
const sum = (shares: Iterable<bigint>): bigint => [...shares].reduce((total, share) => total + share, 0n);

describe('a pot is shared to the fen', () => {
  // Worked out by hand. From 10 to 11 the largest remainder takes from C, a divisor method never does.
  test.each<[Apportionment, bigint, Record<string, bigint>, Record<string, bigint>]>([
    ['largest-remainder', 10n, { A: 6n, B: 6n, C: 2n }, { A: 4n, B: 4n, C: 2n }],
    ['largest-remainder', 11n, { A: 6n, B: 6n, C: 2n }, { A: 5n, B: 5n, C: 1n }],
    // The tenth is a tie of all three (6 ÷ 9 = 2 ÷ 3): to the lower code.
    ['webster', 10n, { A: 6n, B: 6n, C: 2n }, { A: 5n, B: 4n, C: 1n }],
    ['webster', 12n, { A: 6n, B: 6n, C: 2n }, { A: 5n, B: 5n, C: 2n }],
    ['jefferson', 8n, { A: 100_000n, B: 80_000n, C: 30_000n, D: 20_000n }, { A: 4n, B: 3n, C: 1n, D: 0n }],
    ['webster', 8n, { A: 100_000n, B: 80_000n, C: 30_000n, D: 20_000n }, { A: 3n, B: 3n, C: 1n, D: 1n }],
    ['largest-remainder', 1n, { A: 1n, B: 1n }, { A: 1n, B: 0n }],
    ['webster', 0n, { A: 1n, B: 1n }, { A: 0n, B: 0n }],
    ['jefferson', 7n, { A: 0n, B: 3n }, { A: 0n, B: 7n }],
  ])('%s: %s by %o', (method, pot, weights, expected) => {
    expect(Object.fromEntries(apportion(pot, claimsOf(weights), method))).toEqual(expected);
  });

  const worlds = fc.record({
    pot: fc.bigInt({ min: 0n, max: 10n ** 13n }),
    weights: fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 })
      .filter((weights) => weights.some((weight) => weight > 0n)),
    method: fc.constantFrom(...apportionments),
  });
  const named = (weights: readonly bigint[]): Claim[] =>
    weights.map((weight, at) => ({ code: `U${String(at).padStart(3, '0')}`, weight }));

  test('always the whole pot, in whatever order the claims come', () => {
    fc.assert(
      fc.property(worlds, fc.integer(), ({ pot, weights, method }, turn) => {
        const claims = named(weights);
        const shares = apportion(pot, claims, method);
        expect(sum(shares.values())).toBe(pot);
        const turned = claims.map(
          (_, at) => claims[(at + Math.abs(turn)) % claims.length] ?? { code: '', weight: 0n },
        );
        const again = apportion(pot, turned, method);
        for (const { code, weight } of claims) {
          expect(again.get(code)).toBe(shares.get(code));
          if (weight === 0n) expect(shares.get(code)).toBe(0n);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a larger weight never gets less; the largest remainder stays within a fen of the exact share', () => {
    fc.assert(
      fc.property(worlds, ({ pot, weights, method }) => {
        const claims = named(weights);
        const total = sum(weights);
        const shares = apportion(pot, claims, method);
        for (const one of claims) {
          const share = shares.get(one.code) ?? 0n;
          if (method === 'largest-remainder') {
            const off = share * total - pot * one.weight;
            expect(off < total && -off < total).toBe(true);
          }
          for (const other of claims)
            if (one.weight > other.weight) expect(share >= (shares.get(other.code) ?? 0n)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a divisor method gives each fen by priority, and a larger pot takes from nobody', () => {
    const plainly = (pot: number, claims: readonly Claim[], method: 'webster' | 'jefferson'): number[] => {
      const shares = claims.map(() => 0);
      for (let fen = 0; fen < pot; fen++) {
        let best = -1;
        for (const [at, { weight }] of claims.entries()) {
          const divisor = (share: number): bigint => BigInt(method === 'webster' ? 2 * share + 1 : share + 1);
          const [mine, his] = [shares[at] ?? 0, shares[best] ?? 0];
          if (
            weight > 0n &&
            (best < 0 || weight * divisor(his) > (claims[best]?.weight ?? 0n) * divisor(mine))
          )
            best = at;
        }
        shares[best] = (shares[best] ?? 0) + 1;
      }
      return shares;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc
          .array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 9 })
          .filter((weights) => weights.some((weight) => weight > 0n)),
        fc.constantFrom('webster', 'jefferson'),
        (pot, weights, method) => {
          const claims = named(weights);
          const shares = apportion(BigInt(pot), claims, method);
          expect([...shares.values()].map(Number)).toEqual(plainly(pot, claims, method));
          const more = apportion(BigInt(pot) + 1n, claims, method);
          for (const { code } of claims)
            expect((more.get(code) ?? 0n) >= (shares.get(code) ?? 0n)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a tier', () => {
  const byScore: Tier[] = [{ name: 'A', score: 80 }, { name: 'B', score: 60 }, { name: 'C' }];
  const byRank: Tier[] = [
    { name: '一等', rank: 3 },
    { name: '二等', rank: 7 },
  ];

  test.each<[Tier[], number | null, number | null, string | null]>([
    [byScore, 80, 1, 'A'],
    [byScore, 79.999_999, 2, 'B'],
    // A sum of floats that should have been 80 is 80.
    [byScore, 0.1 * 3 * (800 / 3), 1, 'A'],
    [byScore, 79.999_999_999_99, 1, 'A'],
    [byScore, 59.99, 3, 'C'],
    [byScore, null, null, null],
    [byRank, 50, 3, '一等'],
    [byRank, 50, 4, '二等'],
    [byRank, 50, 8, null],
  ])('%o at score %s, rank %s', (tiers, score, rank, expected) => {
    expect(tiers[tierAt(tiers, score, rank)]?.name ?? null).toBe(expected);
  });
});

describe('what ranks are worth', () => {
  const ranked = [
    { code: 'U1', score: 90, rank: 1 },
    { code: 'U2', score: 70, rank: 2 },
    { code: 'U3', score: 70, rank: 2 },
    { code: 'U4', score: null, rank: null },
  ];
  const tiers = (first: Partial<Tier>, second: Partial<Tier>): Tier[] => [
    { name: 'A', rank: 1, ...first },
    { name: 'B', rank: 3, ...second },
  ];
  const amounts = (given: ReturnType<typeof allot>): Record<string, bigint> =>
    'units' in given ? Object.fromEntries(given.units.map(({ code, amount }) => [code, amount])) : {};

  test('fixed amounts: equal ranks get the same, the rest stays in the pot', () => {
    const given = allot(
      { pot: 1000n, apportion: 'fixed', tiers: tiers({ amount: 500n }, { amount: 200n }) },
      ranked,
    );
    expect(amounts(given)).toEqual({ U1: 500n, U2: 200n, U3: 200n, U4: 0n });
    expect((given as Allotted).left).toBe(100n);
  });

  test('fixed amounts that promise more than the pot are refused, by how much, and nothing is scaled down', () => {
    expect(
      allot(
        { pot: 89_999n, apportion: 'fixed', tiers: tiers({ amount: 50_000n }, { amount: 20_000n }) },
        ranked,
      ),
    ).toMatchObject({ zh: expect.stringContaining('合计 900.00 元，超出资金总额 899.99 元 0.01 元') });
  });

  test('weights: the pot to the fen; pots of 0 and 1 fen', () => {
    const share = (pot: bigint): ReturnType<typeof allot> =>
      allot({ pot, apportion: 'largest-remainder', tiers: tiers({ weight: 3n }, { weight: 2n }) }, ranked);
    expect(amounts(share(1_200_000_001n))).toEqual({
      U1: 514_285_715n,
      U2: 342_857_143n,
      U3: 342_857_143n,
      U4: 0n,
    });
    expect(amounts(share(1n))).toEqual({ U1: 1n, U2: 0n, U3: 0n, U4: 0n });
    expect(amounts(share(0n))).toEqual({ U1: 0n, U2: 0n, U3: 0n, U4: 0n });
  });

  test('weights of nobody are refused', () => {
    expect(
      allot({ pot: 1n, apportion: 'webster', tiers: tiers({ weight: 0n }, { weight: 0n }) }, ranked),
    ).toMatchObject({ zh: expect.stringContaining('没有一个单位的等次有权重') });
  });
});

describe('a scheme file', () => {
  test('is read exactly', () => {
    expect(
      SchemeFile.parse({
        pot: '1200.5',
        apportion: 'webster',
        tiers: [
          { tier: 'A', score: 80, weight: '1.25' },
          { tier: 'B', weight: '0' },
        ],
      }),
    ).toEqual({
      pot: 120_050n,
      apportion: 'webster',
      tiers: [
        { name: 'A', score: 80, rank: undefined, amount: undefined, weight: 1_250_000n },
        { name: 'B', score: undefined, rank: undefined, amount: undefined, weight: 0n },
      ],
    });
    expect(millionths('0.000001')).toBe(1n);
  });

  test('tells every fault at once', () => {
    const parsed = SchemeFile.safeParse({
      pot: '1200',
      apportion: 'fixed',
      tiers: [
        { tier: 'A', weight: '1' },
        { tier: 'B', rank: 3, amount: '5' },
        { tier: 'B', rank: 2, amount: '5' },
      ],
    });
    expect(
      parsed.error?.issues.map(({ path, message }) => `${path.join('/')} ${message.split('，')[0]}`),
    ).toEqual([
      'tiers/0 fixed 须为每一等次写 amount（元',
      'tiers/0 fixed 用 amount',
      'tiers/0 没有写界限的等次收下其余全部单位',
      'tiers/2 等次“B”写了两次 | the tier “B” is there twice',
      'tiers/2 等次应从高到低排列',
    ]);
    for (const bad of [
      { pot: '1,200', apportion: 'fixed', tiers: [{ tier: 'A', amount: '1' }] },
      { pot: '-1', apportion: 'fixed', tiers: [{ tier: 'A', amount: '1' }] },
      { pot: '1', apportion: 'fixed', tiers: [{ tier: 'A', amount: '0.001' }] },
      { pot: '1', apportion: 'webster', tiers: [{ tier: 'A', weight: '-1' }] },
      { pot: '1', apportion: 'lottery', tiers: [{ tier: 'A', weight: '1' }] },
      { pot: '1', apportion: 'webster', tiers: [] },
    ])
      expect(SchemeFile.safeParse(bad).success).toBe(false);
  });
});
