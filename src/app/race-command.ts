/** `kechuang race …`: an index, its robustness, its explanation and its money from files, without a database. */
import { dirname, isAbsolute, join } from 'node:path';
import { existsSync } from 'node:fs';
import type { z } from 'zod';
import {
  answerRobustness,
  buildIndex,
  checkConsistency,
  explainUnit,
  FactorsFile,
  levelsOf,
  Method,
  buildPanel,
  readDataset,
  readPanel,
  readDesign,
  readFactors,
  readTable,
  readWeightSets,
  spellBuilt,
  spellConsistency,
  spellExplained,
  spellPanel,
  TiersFile,
  weigh,
} from '#domains/indices/index.ts';
import { moneyOf, SchemeFile } from '#domains/race/index.ts';
import { issueWords } from '#kernel/contract/issue-words.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readFileBytes } from './file-bytes.ts';
import { WrongUse } from './wrong-use.ts';

export const raceUsage = `  kechuang race compute --data iData.csv --meta iMeta.csv --method method.json --json
  kechuang race robust … --factors factors.json [--tiers tiers.json] [--replications 1000] [--seed 42] [--design design.csv] [--all-ranks] --json
  kechuang race explain … --unit CODE --json
  kechuang race check … [--redundant 0.9] --json
  kechuang race money … --scheme scheme.json --json`;

export const raceOptions = {
  meta: { type: 'string' },
  method: { type: 'string' },
  factors: { type: 'string' },
  tiers: { type: 'string' },
  replications: { type: 'string' },
  seed: { type: 'string' },
  design: { type: 'string' },
  'all-ranks': { type: 'boolean' },
  unit: { type: 'string' },
  redundant: { type: 'string' },
  scheme: { type: 'string' },
} as const;

export const raceFlags = Object.keys(raceOptions) as (keyof typeof raceOptions)[];

/** Options of each command, besides the files every one reads. */
const taken = {
  compute: [],
  robust: ['factors', 'tiers', 'replications', 'seed', 'design', 'all-ranks'],
  explain: ['unit'],
  check: ['redundant'],
  money: ['scheme'],
} as const;

type Flags = {
  [option in keyof typeof raceOptions]?: (typeof raceOptions)[option]['type'] extends 'boolean'
    ? boolean | undefined
    : string | undefined;
} & { data?: string | undefined };

/** What a file holds; refuses with every fault. */
function readJson<T extends z.ZodType>(path: string, shape: T): z.output<T> {
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
  const parsed = shape.safeParse(given);
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

function refuseFaults(name: string, faults: Fault[]): void {
  if (faults.length === 0) return;
  throw new Refusal(
    'invalid-input',
    {
      zh: `${name} 有 ${faults.length} 处问题，没有测算。`,
      en: `${name} has ${faults.length} faults; nothing was computed.`,
    },
    faults,
  );
}

/** A number of the command line; refuses what is none or beyond its bounds. */
function readNumber(
  option: string,
  text: string | undefined,
  otherwise: number,
  [least, most]: [number, number],
  isWhole = true,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value)))
    return value;
  throw new Refusal('invalid-input', {
    zh: `--${option} 应为 ${least} 到 ${most} 的${isWhole ? '整数' : '数'}，不是“${text}”`,
    en: `--${option} must be a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}, not “${text}”`,
  });
}

/** A file named inside another: beside it, or where the command runs. */
const beside = (path: string, other: string): string => {
  const near = join(dirname(other), path);
  return !isAbsolute(path) && existsSync(near) ? near : path;
};

function robust(flags: Flags, dataset: ReturnType<typeof readDataset>, method: Method): unknown {
  const { factors: factorsPath } = flags;
  if (factorsPath === undefined) throw new WrongUse('race robust 需要 --factors');
  const given = readJson(factorsPath, FactorsFile);
  const factors = readFactors(given, method, dataset, (path, faults) =>
    readWeightSets(readTable(readFileBytes(beside(path, factorsPath)), faults), dataset, faults),
  );
  const tiers = flags.tiers === undefined ? [] : readJson(flags.tiers, TiersFile);
  const faults: Fault[] = [];
  const design =
    flags.design === undefined
      ? undefined
      : readDesign(
          readTable(readFileBytes(flags.design), faults),
          factors.map((factor) => ({ name: factor.name, levels: levelsOf(factor) })),
          faults,
        );
  refuseFaults('design', faults);
  const { answer } = answerRobustness(dataset, method, factors, {
    replications: readNumber('replications', flags.replications, 1000, [1, 1_000_000]),
    seed: readNumber('seed', flags.seed, 42, [0, Number.MAX_SAFE_INTEGER]),
    tiers,
    design,
    allRanks: flags['all-ranks'],
  });
  return answer;
}

/** The answer of a `race` command. */
export function raceCommand(second: string | undefined, flags: Flags): unknown {
  if (second === undefined || !Object.hasOwn(taken, second))
    throw new WrongUse(`race 之后应为 ${Object.keys(taken).join('、')} 之一`);
  const command = second as keyof typeof taken;
  const { data, meta, method: methodPath } = flags;
  if (data === undefined || meta === undefined || methodPath === undefined)
    throw new WrongUse(`race ${command} 需要 --data、--meta 和 --method`);
  const takes: readonly string[] = ['data', 'meta', 'method', 'json', ...taken[command]];
  for (const [flag, value] of Object.entries(flags))
    if (value !== undefined && !takes.includes(flag)) throw new WrongUse(`race ${command} 不用 --${flag}`);
  const asked = readJson(methodPath, Method);
  const files = [readFileBytes(data), readFileBytes(meta)] as const;
  if (command === 'compute') {
    const { times, datasets } = readPanel(...files);
    const [first] = datasets;
    if (first && times[0] === '') {
      const weighed = weigh(first, asked);
      return spellBuilt(buildIndex(weighed.dataset, weighed.method), weighed);
    }
    if (asked.weights?.method === 'pca')
      throw new Refusal('invalid-input', {
        zh: '多年数据不能各年各作主成分权重；请先用一年的数据求出权重，写入 iMeta',
        en: 'Principal components give each year other weights: find them from one year and write them into iMeta',
      });
    const weighed = datasets.map((one) => weigh(one, asked));
    const built = buildPanel(
      weighed.map((one) => one.dataset),
      weighed[0]?.method ?? asked,
    );
    return spellPanel(times, built, weighed.at(-1) ?? { weights: new Map(), ratios: new Map() });
  }
  const { dataset, method } = weigh(readDataset(...files), asked);
  switch (command) {
    case 'robust':
      return robust(flags, dataset, method);
    case 'explain': {
      if (flags.unit === undefined) throw new WrongUse('race explain 需要 --unit');
      return spellExplained(explainUnit(dataset, method, buildIndex(dataset, method), flags.unit));
    }
    case 'check':
      return spellConsistency(
        checkConsistency(dataset, buildIndex(dataset, method)),
        readNumber('redundant', flags.redundant, 0.9, [0, 1], false),
      );
    case 'money': {
      if (flags.scheme === undefined) throw new WrongUse('race money 需要 --scheme');
      const scheme = readJson(flags.scheme, SchemeFile);
      return moneyOf(buildIndex(dataset, method), scheme);
    }
  }
}
