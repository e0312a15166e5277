/** `kechuang race compute`: an index from the files an analyst keeps, with every stage, without a database. */
import { buildIndex, Method, readDataset, type Built, type Stage } from '#domains/indices/index.ts';
import { issueWords } from '#kernel/contract/issue-words.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readFileBytes } from './file-bytes.ts';
import { WrongUse } from './wrong-use.ts';

/** The method of a file; refuses with every fault. */
function readMethod(path: string): Method {
  const { name, bytes } = readFileBytes(path);
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Refusal('unreadable-file', {
      zh: `${name} 不是完整的 JSON。`,
      en: `${name} is no whole JSON.`,
    });
  }
  const parsed = Method.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'invalid-input',
    {
      zh: `${name} 有 ${parsed.error.issues.length} 处问题，没有测算。`,
      en: `${name} has ${parsed.error.issues.length} faults; nothing was computed.`,
    },
    parsed.error.issues.map((issue) => ({ at: `${name} /${issue.path.join('/')}`, ...issueWords(issue) })),
  );
}

type Cells = Record<string, Record<string, number | null>>;

/** A stage by unit, then by code; null is missing. */
const spread = (units: readonly string[], stage: Stage): Cells =>
  Object.fromEntries(
    units.map((unit, at) => [
      unit,
      Object.fromEntries(
        [...stage].map(([code, values]) => {
          const value = values[at] ?? Number.NaN;
          return [code, Number.isNaN(value) ? null : value];
        }),
      ),
    ]),
  );

const byUnit = <T>(units: readonly string[], valueOf: (at: number) => T): Record<string, T> =>
  Object.fromEntries(units.map((unit, at) => [unit, valueOf(at)]));

/** The answer as it is printed. */
function spell({ units, screened, filled, treatments, index, ranks, ...stages }: Built): unknown {
  return {
    index: byUnit(screened, (at) => {
      const value = index[at] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    }),
    ranks: byUnit(screened, (at) => ranks[at] ?? null),
    screenedOut: units.filter((unit) => !screened.includes(unit)),
    imputedValues: filled,
    treatments: Object.fromEntries(treatments),
    stages: {
      denominated: spread(units, stages.denominated),
      imputed: spread(units, stages.imputed),
      treated: spread(screened, stages.treated),
      normalised: spread(screened, stages.normalised),
      aggregates: spread(screened, stages.aggregates),
    },
  };
}

/** Computes an index from `iData`, `iMeta` and `method.json`. */
export function computeFiles({
  data,
  meta,
  method,
}: {
  data?: string;
  meta?: string;
  method?: string;
}): unknown {
  if (data === undefined || meta === undefined || method === undefined)
    throw new WrongUse('race compute 需要 --data、--meta 和 --method');
  const how = readMethod(method);
  return spell(buildIndex(readDataset(readFileBytes(data), readFileBytes(meta)), how));
}
