/** Tiers by their edges, best first. */
import { z } from 'zod';

/** A tier: reached by a score of at least `score`, by a rank of at most `rank`, or by all that are left. */
export interface TierEdge {
  name: string;
  score?: number | undefined;
  rank?: number | undefined;
}

/** Scores closer than this are the same score, as in the ranking. */
const alike = 1e-10;

/**
 * The place of a unit's tier: the first whose edge it reaches, at the edge itself too (≥); −1 for a unit without an
 * index, and where no tier takes it.
 */
export function tierAt(tiers: readonly TierEdge[], score: number | null, rank: number | null): number {
  if (score === null || rank === null) return -1;
  return tiers.findIndex((tier) => {
    if (tier.score !== undefined) return score >= tier.score - alike;
    return tier.rank === undefined || rank <= tier.rank;
  });
}

const Edge = z
  .object({
    tier: z.string().min(1).max(20),
    score: z.number().optional(),
    rank: z.int().min(1).optional(),
  })
  .refine(({ score, rank }) => score === undefined || rank === undefined, {
    error: 'score 和 rank 只能写一个 | give score or rank, not both',
  })
  .transform(({ tier, score, rank }): TierEdge => ({ name: tier, score, rank }));

/** What is wrong with a list of tiers: names twice, edges out of order, an edgeless one before the last; by place. */
export function edgeFaults(tiers: readonly TierEdge[]): { at: number; message: string }[] {
  return tiers.flatMap(({ name, score, rank }, at) => {
    const before = tiers[at - 1];
    const isNoLower =
      (score !== undefined && before?.score !== undefined && score >= before.score) ||
      (rank !== undefined && before?.rank !== undefined && rank <= before.rank);
    return [
      ...(tiers.findIndex((one) => one.name === name) < at
        ? [`等次“${name}”写了两次 | the tier “${name}” is there twice`]
        : []),
      ...(score === undefined && rank === undefined && at < tiers.length - 1
        ? [
            '没有写界限的等次收下其余全部单位，只能是最后一等 | a tier without an edge takes all others: it can only be the last',
          ]
        : []),
      ...(isNoLower
        ? [
            '等次应从高到低排列，这一等的界限不低于上一等 | tiers stand best first; this edge is no lower than the one before',
          ]
        : []),
    ].map((message) => ({ at, message }));
  });
}

/** `tiers.json`: edges best first, as a list or as `tiers` of a scheme. */
export const TiersFile = z
  .union([z.array(Edge).min(1).max(99), z.object({ tiers: z.array(Edge).min(1).max(99) })])
  .transform((given) => (Array.isArray(given) ? given : given.tiers))
  .superRefine((tiers, context) => {
    for (const { at, message } of edgeFaults(tiers))
      context.addIssue({ code: 'custom', path: [at], message });
  });
