/** `factors.json`: choices of a method that could have been made otherwise, each with its levels. */
import { z } from 'zod';
import { issueWords } from '#kernel/contract/issue-words.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Dataset } from './dataset.ts';
import { Method } from './method.ts';
import type { WeightSet } from './weight-sets.ts';

const Patch = z.record(z.string(), z.json());
type Patch = z.infer<typeof Patch>;

const name = z.string().min(1).max(80);

/** Levels as patches of the method, as sets of weights from a file, or weights drawn within a share of theirs. */
export const FactorsFile = z.record(
  name,
  z.union([
    z.array(Patch).min(1).max(10_000),
    z.strictObject({ sets: z.string().min(1) }),
    z.strictObject({
      perturb: z.number().gt(0).max(1),
      /** Levels of the tree whose weights are drawn; all where it is left out. */
      levels: z.array(z.int().min(1)).min(1).optional(),
    }),
  ]),
);
export type FactorsFile = z.infer<typeof FactorsFile>;

/** An uncertain choice, ready to be drawn from. */
export type Factor =
  | { name: string; is: 'method'; patches: readonly Patch[] }
  | { name: string; is: 'weights'; sets: readonly WeightSet[] }
  | { name: string; is: 'noise'; share: number; levels: readonly number[] | null };

/** How many levels a factor has; null where it has no fixed ones. */
export const levelsOf = (factor: Factor): number | null =>
  factor.is === 'method' ? factor.patches.length : factor.is === 'weights' ? factor.sets.length : null;

type Json = z.infer<ReturnType<typeof z.json>>;

const isObject = (value: Json | undefined): value is Patch =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396: what the patch names replaces, null takes away, objects are merged. */
function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** What else each way of normalising takes: a patch to another way does not carry the old one's numbers over. */
const scaleKeys: Record<string, readonly string[]> = {
  'min-max': ['lower', 'upper'],
  'z-score': ['mean', 'sd'],
  efficacy: ['base', 'range'],
};
const allScaleKeys = new Set(Object.values(scaleKeys).flat());

/** A method with a patch on it. Numbers of a way of normalising that was patched away are dropped with it. */
export function patchMethod(method: Json, patch: Patch): Json {
  const merged = merge(method, patch);
  if (!isObject(merged)) return merged;
  const { normalise, impute } = merged;
  if (isObject(normalise) && isObject(patch['normalise']) && 'method' in patch['normalise']) {
    const takes = scaleKeys[String(normalise['method'])] ?? [];
    const given = patch['normalise'];
    merged['normalise'] = Object.fromEntries(
      Object.entries(normalise).filter(
        ([key]) => !allScaleKeys.has(key) || takes.includes(key) || key in given,
      ),
    );
  }
  if (isObject(impute) && isObject(patch['impute']) && !String(impute['method']).startsWith('group-')) {
    const given = patch['impute'];
    merged['impute'] = Object.fromEntries(
      Object.entries(impute).filter(([key]) => key !== 'group' || 'group' in given),
    );
  }
  return merged;
}

/** The method as plain JSON, which patches are merged into. */
export const methodJson = (method: Method): Json => JSON.parse(JSON.stringify(method)) as Json;

/**
 * Factors of a file, with their weight sets read. Refuses with every fault: levels that make no method, sets that are
 * not there.
 */
export function readFactors(
  given: FactorsFile,
  method: Method,
  dataset: Dataset,
  setsOf: (path: string, faults: Fault[]) => readonly WeightSet[],
): Factor[] {
  const faults: Fault[] = [];
  const base = methodJson(method);
  const top = dataset.aggregates.at(-1)?.level ?? 1;
  const factors = Object.entries(given).map(([called, levels]): Factor => {
    if (Array.isArray(levels)) {
      for (const [at, patch] of levels.entries()) {
        if ('weights' in patch)
          faults.push({
            at: `factors /${called}/${at}/weights`,
            zh: '权重的不同取法请写成 {"sets": 文件} 或 {"perturb": 幅度}',
            en: 'give other weights as {"sets": file} or {"perturb": share}',
          });
        const parsed = Method.safeParse(patchMethod(base, patch));
        for (const issue of parsed.error?.issues ?? [])
          faults.push({ at: `factors /${called}/${at}/${issue.path.join('/')}`, ...issueWords(issue) });
      }
      return { name: called, is: 'method', patches: levels };
    }
    if ('sets' in levels) {
      const sets = setsOf(levels.sets, faults);
      return { name: called, is: 'weights', sets };
    }
    for (const level of levels.levels ?? []) {
      if (level < top) continue;
      faults.push({
        at: `factors /${called}/levels`,
        zh: `第 ${level} 层没有要加总的权重；应在 1 到 ${top - 1} 之间`,
        en: `level ${level} has no weights to be summed: give 1 to ${top - 1}`,
      });
    }
    return { name: called, is: 'noise', share: levels.perturb, levels: levels.levels ?? null };
  });
  if (faults.length === 0) return factors;
  throw new Refusal(
    'invalid-input',
    {
      zh: `不确定因素有 ${faults.length} 处问题，没有测算。`,
      en: `The factors have ${faults.length} faults; nothing was computed.`,
    },
    faults,
  );
}
