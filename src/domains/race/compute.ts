/**
 * From a cycle's rows to its result: the data set's files in one order whatever order the rows have, the index built
 * from those very bytes, ranks, tiers and money, and the bundle anyone can compute again from. Pure.
 */
import {
  answerRobustness,
  buildIndex,
  FactorsFile,
  Method,
  ranksOf,
  readDataset,
  readFactors,
  spellBuilt,
  summarise,
  weigh,
  type Built,
  type Dataset,
  type Weighed,
} from '#domains/indices/index.ts';
import { formatMoney } from '#kernel/contract/money.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { issueWords } from '#kernel/contract/issue-words.ts';
import { allot, type Ranked } from './money.ts';
import { readmeOf } from './bundle-words.ts';
import {
  byCode,
  bytesOf,
  dataFile,
  inputFiles,
  metaFile,
  methodDigest,
  schemeText,
  sha256,
  spellJson,
  table,
  type BundleFile,
  type MethodRow,
  type RaceRows,
  type WholeMethod,
} from './files.ts';
import { plainDecimal } from './rules.ts';
import { SchemeFile } from './scheme.ts';

/** What one unit got. */
export interface Scored {
  reportingUnit: string;
  score: string | null;
  rank: number | null;
  rankLow: number | null;
  rankHigh: number | null;
  improvement: string | null;
  improvementRank: number | null;
  peerGroup: string | null;
  peerRank: number | null;
  tier: string | null;
  improvementTier: string | null;
  amount: string;
}

export interface Computed {
  files: readonly BundleFile[];
  /** SHA-256 of SHA256SUMS, which lists every other file. */
  digest: string;
  scores: readonly Scored[];
}

/** The engine's method of a method row; refuses settings it does not take. */
export function readSettings({ settings }: Pick<MethodRow, 'settings'>): Method {
  const parsed = Method.safeParse(JSON.parse(settings));
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'invalid-input',
    {
      zh: `测算设置有 ${parsed.error.issues.length} 处问题。可用的设置见 src/domains/indices/README.md。`,
      en: `The settings have ${parsed.error.issues.length} faults. See src/domains/indices/README.md for what there is.`,
    },
    parsed.error.issues.map((issue) => ({ at: `settings /${issue.path.join('/')}`, ...issueWords(issue) })),
  );
}

/** The index of two files, with the weights the method makes of them. */
function buildFrom(iData: string, iMeta: string, method: Method): { built: Built; weighed: Weighed } {
  const files = [
    { name: 'iData.csv', bytes: bytesOf(iData) },
    { name: 'iMeta.csv', bytes: bytesOf(iMeta) },
  ] as const;
  const weighed = weigh(readDataset(...files), method);
  return { built: buildIndex(weighed.dataset, weighed.method), weighed };
}

/** Faults of a method before it is frozen: its settings, its tree, its schemes. */
export function methodFaults(whole: WholeMethod): Fault[] {
  const faults: Fault[] = [];
  const collect = (judge: () => unknown): void => {
    try {
      judge();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push(...error.faults);
    }
  };
  collect(() => readSettings(whole.method));
  const nobody = [{ code: 'U', name: 'U', unit: 'U', year: 0, peerGroup: null }];
  collect(() =>
    readDataset(
      { name: 'iData.csv', bytes: bytesOf(dataFile(whole.items, nobody, [], false)) },
      { name: 'iMeta.csv', bytes: bytesOf(metaFile(whole.items, false)) },
    ),
  );
  const { factors } = whole.method;
  if (faults.length === 0 && factors !== null)
    collect(() =>
      factorsOf(
        factors,
        readSettings(whole.method),
        readDataset(
          { name: 'iData.csv', bytes: bytesOf(dataFile(whole.items, nobody, [], false)) },
          { name: 'iMeta.csv', bytes: bytesOf(metaFile(whole.items, false)) },
        ),
      ),
    );
  for (const scheme of whole.schemes) {
    const parsed = SchemeFile.safeParse(JSON.parse(schemeText(scheme, whole.tiers)));
    for (const issue of parsed.error?.issues ?? [])
      faults.push({ at: `${scheme.name} /${issue.path.join('/')}`, ...issueWords(issue) });
  }
  return faults;
}

/** Ranks of an uncertain world, best and worst, by unit. */
interface Interval {
  low: number;
  high: number;
}

interface Robustness {
  intervals: ReadonlyMap<string, Interval>;
  files: readonly BundleFile[];
}

const certain: Robustness = { intervals: new Map(), files: [] };

/** The uncertain choices of a method; refuses those no method can take, and sets of weights in a file. */
function factorsOf(text: string, method: Method, dataset: Dataset): ReturnType<typeof readFactors> {
  const parsed = FactorsFile.safeParse(JSON.parse(text));
  if (parsed.success)
    return readFactors(parsed.data, method, dataset, (_, faults) => {
      faults.push({
        at: 'factors',
        zh: '赛马方法的权重变动请写成 {"perturb": 幅度}，不用另外的文件',
        en: 'a method of the race gives other weights as {"perturb": share}, not by a file',
      });
      return [];
    });
  const faults = parsed.error.issues.map((issue) => ({
    at: `factors /${issue.path.join('/')}`,
    ...issueWords(issue),
  }));
  throw new Refusal(
    'invalid-input',
    {
      zh: `不确定因素有 ${faults.length} 处问题。`,
      en: `The uncertain choices have ${faults.length} faults.`,
    },
    faults,
  );
}

/**
 * Rank intervals under the method's uncertain choices (9 of 10 runs), and the file the bundle keeps of them: what
 * `race robust` prints. Nothing where the method names no factors or no replications.
 */
function judgeRobustness(
  method: MethodRow,
  { dataset, method: settings }: Pick<Weighed, 'dataset' | 'method'>,
): Robustness {
  if (method.factors === null || method.replications === 0) return certain;
  const factors = factorsOf(method.factors, settings, dataset);
  const plan = { replications: method.replications, seed: method.seed };
  const { robust, answer } = answerRobustness(dataset, settings, factors, plan);
  const intervals = new Map(
    dataset.units.flatMap((unit, at) => {
      const found = summarise(robust.tally.countsOf(at));
      return found ? [[unit, { low: Math.floor(found.q5), high: Math.ceil(found.q95) }] as const] : [];
    }),
  );
  return { intervals, files: [{ name: 'robust.json', content: spellJson(answer) }] };
}

const contentOf = (files: readonly BundleFile[], name: string): string =>
  files.find((file) => file.name === name)?.content ?? '';

const scoreText = (value: number | null): string | null =>
  value === null ? null : plainDecimal((Math.abs(value) < 5e-7 ? 0 : value).toFixed(6));

/** The index by unit code; null where a unit has none or was screened out. */
const indexOf = ({ screened, index }: Built): ReadonlyMap<string, number> =>
  new Map(
    screened.flatMap((unit, at) =>
      Number.isNaN(index[at] ?? Number.NaN) ? [] : [[unit, index[at] ?? 0] as const],
    ),
  );

/**
 * Computes a result: ranks by level, by improvement (both years on one scale, the difference of the two), within peer
 * groups, tiers and money by each scheme. Refuses what the engine refuses and schemes that promise more than their pot.
 */
export function computeRace(rows: RaceRows): Computed {
  const { cycle, units, schemes } = rows;
  const inputs = inputFiles(rows);
  const method = readSettings(rows.method);
  const iMeta = contentOf(inputs, 'iMeta.csv');
  const { built, weighed } = buildFrom(contentOf(inputs, 'iData.csv'), iMeta, method);
  const results: BundleFile[] = [{ name: 'result.json', content: spellJson(spellBuilt(built, weighed)) }];
  const twoYears = contentOf(inputs, 'iData-two-years.csv');
  const pooled = twoYears === '' ? null : buildFrom(twoYears, iMeta, method);
  if (pooled)
    results.push({
      name: 'result-two-years.json',
      content: spellJson(spellBuilt(pooled.built, pooled.weighed)),
    });
  const level = indexOf(built);
  const onOneScale = pooled === null ? new Map<string, number>() : indexOf(pooled.built);
  const ordered = units.toSorted(byCode(({ code }) => code));
  const scores = ordered.map(({ code }) => level.get(code) ?? null);
  const improvements = ordered.map(({ code }) => {
    const [now, before] = [onOneScale.get(code), onOneScale.get(`${code}@${cycle.dataYear - 1}`)];
    return now === undefined || before === undefined ? null : now - before;
  });
  const peers = ordered.map((unit, at) => (unit.peerGroup === null ? null : (scores[at] ?? null)));
  const peerRanks = ordered.map(({ peerGroup }, at) => {
    const among = ordered.map((other, place) =>
      other.peerGroup === peerGroup ? (peers[place] ?? null) : null,
    );
    return ranksOf(among)[at] ?? null;
  });
  const basis = {
    level: { scores, ranks: ranksOf(scores) },
    improvement: { scores: improvements, ranks: ranksOf(improvements) },
    peer: { scores: peers, ranks: peerRanks },
  };
  const robust = judgeRobustness(rows.method, weighed);
  const money = new Map<string, bigint>();
  const tierBy = new Map<string, string | null>();
  for (const scheme of schemes.toSorted((one, other) => one.order - other.order)) {
    const by = basis[scheme.basis];
    const ranked = ordered.map(({ code }, at): Ranked => ({
      code,
      score: by.scores[at] ?? null,
      rank: by.ranks[at] ?? null,
    }));
    const given = allot(SchemeFile.parse(JSON.parse(schemeText(scheme, rows.tiers))), ranked);
    if (!('units' in given))
      throw new Refusal('broken-rule', {
        zh: `资助方案“${scheme.name}”：${given.zh}。`,
        en: `Scheme “${scheme.name}”: ${given.en}.`,
      });
    for (const { code, tier, amount } of given.units) {
      money.set(code, (money.get(code) ?? 0n) + amount);
      const place = `${scheme.basis === 'improvement' ? 'improvement' : 'level'} ${code}`;
      if (!tierBy.has(place)) tierBy.set(place, tier);
    }
  }
  const scored = ordered.map(({ code, peerGroup }, at): Scored => ({
    reportingUnit: code,
    score: scoreText(scores[at] ?? null),
    rank: basis.level.ranks[at] ?? null,
    rankLow: robust.intervals.get(code)?.low ?? null,
    rankHigh: robust.intervals.get(code)?.high ?? null,
    improvement: scoreText(improvements[at] ?? null),
    improvementRank: basis.improvement.ranks[at] ?? null,
    peerGroup,
    peerRank: peerRanks[at] ?? null,
    tier: tierBy.get(`level ${code}`) ?? null,
    improvementTier: tierBy.get(`improvement ${code}`) ?? null,
    amount: formatMoney(money.get(code) ?? 0n),
  }));
  const scoreFile = {
    name: 'scores.csv',
    content: table([
      [
        'uCode',
        'uName',
        'score',
        'rank',
        'improvement',
        'improvementRank',
        'peerGroup',
        'peerRank',
        'tier',
        'improvementTier',
        'amount',
      ],
      ...scored.map((one, at) => [
        one.reportingUnit,
        ordered[at]?.name ?? '',
        one.score,
        one.rank,
        one.improvement,
        one.improvementRank,
        one.peerGroup,
        one.peerRank,
        one.tier,
        one.improvementTier,
        one.amount,
      ]),
    ]),
  };
  const files = [...inputs, ...results, ...robust.files, scoreFile];
  const readme = {
    name: 'README.txt',
    content: readmeOf(
      cycle,
      { ...rows.method, digest: methodDigest(rows) },
      files.map(({ name }) => name),
    ),
  };
  return { ...sealFiles([...files, readme]), scores: scored };
}

/** A bundle with its list of digests, and the digest of that list. */
function sealFiles(files: readonly BundleFile[]): { files: BundleFile[]; digest: string } {
  const ordered = files.toSorted(byCode(({ name }) => name));
  const sums = {
    name: 'SHA256SUMS',
    content: ordered.map(({ name, content }) => `${sha256(content)}  ${name}\n`).join(''),
  };
  return { files: [...ordered, sums], digest: sha256(sums.content) };
}
