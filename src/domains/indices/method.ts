/** `method.json`: how an index is built, step by step. A step that is left out is not done. */
import { z } from 'zod';

const finite = z.number().refine(Number.isFinite, '须为有限的数 | must be finite');
const positive = finite.refine((value) => value > 0, '须大于 0 | must be above 0');

const Impute = z
  .strictObject({
    /** `refuse`: a missing value is a fault; `neighbour`: the mean of the `k` units most alike. */
    method: z.enum(['mean', 'median', 'group-mean', 'group-median', 'neighbour', 'refuse']),
    group: z.string().min(1).optional(),
    k: z.int().min(1).max(100).optional(),
  })
  .refine(
    ({ method, group }) => method.startsWith('group-') === (group !== undefined),
    'group-mean 和 group-median 须写明 group，其他方法不写 | a group goes with group-mean and group-median alone',
  )
  .refine(
    ({ method, k }) => k === undefined || method === 'neighbour',
    'k 只用于 neighbour | k goes with neighbour alone',
  );

const Treat = z.strictObject({
  /** Points of a column that may be drawn in. */
  winmax: z.int().min(0).default(5),
  /** A column passes when it lies below either limit. */
  skew: positive.default(2),
  kurtosis: finite.default(3.5),
  /** Whether what still fails is put on a logarithmic scale. */
  log: z.boolean().default(true),
  /** Whether what still fails is put on the scale of Box and Cox, its power by maximum likelihood, instead. */
  boxCox: z.boolean().default(false),
});

const Normalise = z.discriminatedUnion('method', [
  z
    .strictObject({ method: z.literal('min-max'), lower: finite.default(0), upper: finite.default(100) })
    .refine(({ lower, upper }) => lower < upper, 'lower 须小于 upper | lower must be below upper'),
  z.strictObject({ method: z.literal('z-score'), mean: finite.default(0), sd: positive.default(1) }),
  z.strictObject({ method: z.literal('rank') }),
  z.strictObject({ method: z.literal('borda') }),
  z.strictObject({ method: z.literal('percentile-rank') }),
  z.strictObject({ method: z.literal('distance-to-max') }),
  z.strictObject({ method: z.literal('distance-to-target') }),
  z.strictObject({ method: z.literal('fraction-of-max') }),
  z.strictObject({ method: z.literal('goalposts') }),
  /** 功效系数: `base` for the lowest, `base + range` for the highest. */
  z.strictObject({ method: z.literal('efficacy'), base: finite.default(60), range: positive.default(40) }),
]);

const points = finite.refine((value) => value >= 0, '不能为负 | must not be below 0');
const Comparison = z.union([
  positive,
  z
    .string()
    .regex(/^[1-9]\d*(\/[1-9]\d*)?$/, '应为数或 1/3 这样的分数 | must be a number or a fraction such as 1/3'),
]);

/** Weights in place of those of `iMeta`, for the groups named (all groups where none is). */
const Weigh = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('equal') }),
  /** Experts' points, by group, expert and code. */
  z.strictObject({
    method: z.literal('budget'),
    points: z.record(z.string(), z.record(z.string(), z.record(z.string(), points))),
  }),
  /** Comparisons in pairs, by group; refused where the consistency ratio is above the limit. */
  z.strictObject({
    method: z.literal('ahp'),
    comparisons: z.record(
      z.string(),
      z.strictObject({ codes: z.array(z.string()).min(2), matrix: z.array(z.array(Comparison)) }),
    ),
    limit: positive.default(0.1),
  }),
  /** Squared loadings of the first principal component, for the indicators of each group. */
  z.strictObject({ method: z.literal('pca') }),
]);

const Mean = z.union([
  z.enum(['arithmetic', 'geometric', 'harmonic', 'copeland']),
  z.strictObject({ power: finite }),
]);

export const Method = z.strictObject({
  denominate: z.boolean().optional(),
  impute: Impute.optional(),
  /** Share of its indicators a unit must have, 0 to 1. */
  screen: finite.min(0).max(1).optional(),
  treat: Treat.optional(),
  normalise: Normalise.optional(),
  weights: Weigh.optional(),
  /** One for all levels, or one for each level upwards. */
  aggregate: z.union([Mean, z.array(Mean).min(1)]).optional(),
  /** Share of a group's parts, by number, that must be there for it to have a value. */
  threshold: finite.min(0).max(1).optional(),
});
export type Method = z.infer<typeof Method>;
export type NormaliseStep = z.infer<typeof Normalise>;
export type TreatStep = z.infer<typeof Treat>;
export type ImputeStep = z.infer<typeof Impute>;
export type WeighStep = z.infer<typeof Weigh>;
export type Mean = z.infer<typeof Mean>;
