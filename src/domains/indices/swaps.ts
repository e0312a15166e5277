/** How firm an order is: the smallest change of one weight that swaps neighbours, and what each indicator does to it. */
import { combine, Measured, Ranking, roomFor, type Room } from './aggregate.ts';
import { meansOf, topLevel, type Built } from './compute.ts';
import type { Column, Dataset } from './dataset.ts';
import { Evaluator } from './evaluator.ts';
import type { Mean, Method } from './method.ts';

/** The smallest change of one weight that puts the lower of two neighbours level with the upper. */
export interface Swap {
  upper: string;
  lower: string;
  /** Whose weight; null where no change of one weight swaps them. */
  change: { code: string; weight: number; to: number; share: number; toShare: number } | null;
}

/** Shares of its group's weight a node is tried at. */
const steps = 64;
/** Halvings: a change of share down to 2⁻⁴⁰ of a step is found. */
const halvings = 40;

interface Node {
  code: string;
  weight: number;
  parent: string | null;
  level: number;
}

/** The tree over a built index, some of its units, and the index when one node's share of its group is another. */
class Path {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #below: ReadonlyMap<string, Node[]>;
  readonly #columns: ReadonlyMap<string, Measured>;
  readonly #means: readonly Mean[];
  readonly #threshold: number;
  readonly #room: Room[];

  constructor(dataset: Dataset, method: Method, built: Built, units: readonly number[]) {
    const nodes: Node[] = [...dataset.indicators.map((one) => ({ ...one, level: 1 })), ...dataset.aggregates];
    this.#nodes = new Map(nodes.map((node) => [node.code, node]));
    this.#below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
    this.#columns = new Map(
      [...built.normalised, ...built.aggregates].map(([code, column]) => [
        code,
        new Measured(Float64Array.from(units, (unit) => column[unit] ?? Number.NaN)),
      ]),
    );
    this.#means = meansOf(method, topLevel(dataset) - 1);
    this.#threshold = method.threshold ?? 0;
    this.#room = this.#means.map(() => roomFor(units.length));
  }

  /** The node's share of its group's weight, and the weight of the others; null where it is alone or they weigh nothing. */
  shareOf(code: string): { from: number; rest: number; weight: number } | null {
    const node = this.#nodes.get(code);
    if (!node || node.parent === null) return null;
    const rest = (this.#below.get(node.parent) ?? [])
      .filter((one) => one !== node)
      .reduce((sum, { weight }) => sum + weight, 0);
    return rest > 0 ? { from: node.weight / (node.weight + rest), rest, weight: node.weight } : null;
  }

  /** The index with another weight for one node; overwritten by the next call. */
  indexWith(code: string, weight: number): Column {
    let below = this.#nodes.get(code);
    let moved: Measured | null = null;
    while (below && below.parent !== null) {
      const children = this.#below.get(below.parent) ?? [];
      const { code: changed } = below;
      const parts = children.map(
        (child) => (child.code === changed ? moved : null) ?? (this.#columns.get(child.code) as Measured),
      );
      const weights = children.map((child) =>
        child.code === changed && moved === null ? weight : child.weight,
      );
      const above: Node | undefined = this.#nodes.get(below.parent);
      const at = (above?.level ?? 2) - 2;
      moved = combine(
        parts,
        weights,
        this.#means[at] ?? 'arithmetic',
        this.#threshold,
        this.#room[at] as Room,
      );
      below = above;
    }
    return moved?.values ?? new Float64Array();
  }
}

/** Outwards from a share, the step in which an order no longer holds: where it still did, and where not. */
function firstTurn(
  grid: readonly number[],
  from: number,
  side: 1 | -1,
  holds: (at: number) => boolean,
  within: number,
): [number, number] | null {
  let inner = from;
  for (let at = side === 1 ? 0 : grid.length - 1; at >= 0 && at < grid.length; at += side) {
    const share = grid[at] ?? 0;
    if ((share - from) * side <= 0) continue;
    if (Math.abs(inner - from) >= within) return null;
    if (!holds(at)) return [inner, share];
    inner = share;
  }
  return null;
}

/** The share at which an order no longer holds, between one where it does and one where not. */
function halve([inside, outside]: [number, number], holds: (share: number) => boolean): number {
  let [inner, outer] = [inside, outside];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (inner + outer) / 2;
    if (holds(middle)) inner = middle;
    else outer = middle;
  }
  return outer;
}

/**
 * For each pair of neighbours in the order, the weight whose share within its group must change least to draw them
 * level, the others of the group keeping their proportions. Found by trying shares from 0 to 1 and halving.
 */
export function findSwaps(dataset: Dataset, method: Method, built: Built): Swap[] {
  const { ranks, index, screened } = built;
  const order = [...ranks.keys()]
    .filter((unit) => ranks[unit] !== null)
    .toSorted((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0) || one - other);
  const everyone = [...index.keys()];
  const isPaired = meansOf(method, topLevel(dataset) - 1).includes('copeland');
  const all = new Path(dataset, method, built, everyone);
  const pairs = order.slice(1).map((lower, at) => {
    const upper = order[at] ?? 0;
    return {
      upper,
      lower,
      // Copeland's scores take all units; other means the two alone.
      path: isPaired ? all : new Path(dataset, method, built, [upper, lower]),
      isTied: ranks[upper] === ranks[lower],
      best: Number.POSITIVE_INFINITY,
      change: null as Swap['change'],
    };
  });
  for (const { code } of [...dataset.indicators, ...dataset.aggregates]) {
    const own = all.shareOf(code);
    if (!own) continue;
    const { from, rest } = own;
    const toWeight = (share: number): number => (rest * share) / (1 - share);
    // All of the group's weight on the node is never asked for: the others keep some.
    const grid = Array.from({ length: steps }, (_, at) => at / steps);
    const tried = grid.map((share) => Float64Array.from(all.indexWith(code, toWeight(share))));
    for (const pair of pairs) {
      if (pair.isTied) continue;
      const { upper, lower, path } = pair;
      const gapAt = (share: number): number => {
        const scores = path.indexWith(code, toWeight(share));
        return isPaired ? (scores[upper] ?? 0) - (scores[lower] ?? 0) : (scores[0] ?? 0) - (scores[1] ?? 0);
      };
      const holds = (at: number): boolean => (tried[at]?.[upper] ?? 0) > (tried[at]?.[lower] ?? 0);
      for (const side of [1, -1] as const) {
        const turn = firstTurn(grid, from, side, holds, pair.best);
        if (!turn) continue;
        const share = halve(turn, (middle) => gapAt(middle) > 0);
        const moved = Math.abs(share - from);
        if (moved >= pair.best) continue;
        pair.best = moved;
        pair.change = { code, weight: own.weight, to: toWeight(share), share: from, toShare: share };
      }
    }
  }
  return pairs.map(({ upper, lower, change }) => ({
    upper: screened[upper] ?? '',
    lower: screened[lower] ?? '',
    change,
  }));
}

/** Ranks without one indicator: who moves, and by how much on average. */
export interface LeftOut {
  code: string;
  meanShift: number;
  maxShift: number;
  /** New ranks of the units that move. */
  moved: ReadonlyMap<string, number>;
}

/** The order without each indicator in turn, the weights of its group rescaled. */
export function leaveEachOut(dataset: Dataset, method: Method): LeftOut[] {
  const evaluator = new Evaluator(dataset, method);
  const ranking = new Ranking(dataset.units.length);
  const own = Float64Array.from(evaluator.weightsOf([]));
  const nominal = Int32Array.from(ranking.rank(evaluator.scoresOf([])));
  return dataset.indicators.map(({ code }, node) => {
    const weights = Float64Array.from(own);
    weights[node] = 0;
    const ranks = ranking.rank(evaluator.scoresOf([], weights));
    const moved = new Map<string, number>();
    let [sum, count, max] = [0, 0, 0];
    for (const [unit, rank] of ranks.entries()) {
      const before = nominal[unit] ?? 0;
      if (rank === 0 || before === 0) continue;
      const shift = Math.abs(rank - before);
      sum += shift;
      count += 1;
      max = Math.max(max, shift);
      if (shift > 0) moved.set(dataset.units[unit] ?? '', rank);
    }
    return { code, meanShift: count === 0 ? 0 : sum / count, maxShift: max, moved };
  });
}
