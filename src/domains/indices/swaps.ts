/** How firm an order is: the smallest change of one weight that swaps neighbours, and what each indicator does to it. */
import { combine, Measured, Ranking, roomFor, scaleOf, type Room, type Scale } from './aggregate.ts';
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

/** The tree over a built index, and the index when one node's weight is another. */
class Path {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #below: ReadonlyMap<string, Node[]>;
  readonly #columns: ReadonlyMap<string, Measured>;
  readonly #means: readonly Mean[];
  readonly #threshold: number;
  readonly #room: Room[];

  constructor(dataset: Dataset, method: Method, built: Built) {
    const nodes: Node[] = [...dataset.indicators.map((one) => ({ ...one, level: 1 })), ...dataset.aggregates];
    this.#nodes = new Map(nodes.map((node) => [node.code, node]));
    this.#below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
    this.#columns = new Map(
      [...built.normalised, ...built.aggregates].map(([code, column]) => [code, new Measured(column)]),
    );
    this.#means = meansOf(method, topLevel(dataset) - 1);
    this.#threshold = method.threshold ?? 0;
    this.#room = this.#means.map(() => roomFor(built.screened.length));
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

  /** Groups from a node's own up to the index, each with its children and the place of the one below. */
  #climb(code: string): { children: readonly Node[]; at: number; mean: Mean; level: number }[] {
    const groups = [];
    for (let below = this.#nodes.get(code); below && below.parent !== null;) {
      const children = this.#below.get(below.parent) ?? [];
      const above = this.#nodes.get(below.parent);
      const level = (above?.level ?? 2) - 2;
      groups.push({ children, at: children.indexOf(below), mean: this.#means[level] ?? 'arithmetic', level });
      below = above;
    }
    return groups;
  }

  /**
   * The scale on which the index is a straight line in a node's share: where all means above it are of one scale and
   * nothing is missing. Null where it is none.
   */
  lineOf(code: string): Scale | null {
    const groups = this.#climb(code);
    const [mean] = groups.map((group) => group.mean);
    if (mean === undefined || mean === 'copeland') return null;
    const scale = scaleOf(mean);
    for (const group of groups) {
      if (group.mean === 'copeland' || scaleOf(group.mean) !== scale) return null;
      if (group.children.some((child) => !(this.#columns.get(child.code) as Measured).whole)) return null;
    }
    return scale;
  }

  /** The index of all units with another weight for one node; overwritten by the next call. */
  indexWith(code: string, weight: number, scale: Scale | null = null): Column {
    let moved: Measured | null = null;
    for (const { children, at, mean, level } of this.#climb(code)) {
      const parts = children.map((child) => this.#columns.get(child.code) as Measured);
      const weights = children.map((child) => child.weight);
      if (moved) parts[at] = moved;
      else weights[at] = weight;
      moved = combine(parts, weights, mean, this.#threshold, this.#room[level] as Room);
    }
    return (scale ? moved?.on(scale) : moved?.values) ?? new Float64Array();
  }

  /** How far one unit is ahead of another by a node's weight. */
  gapOf(code: string): (upper: number, lower: number, weight: number) => number {
    const groups = this.#climb(code);
    if (groups.some(({ mean }) => mean === 'copeland'))
      return (upper, lower, weight) => {
        const scores = this.indexWith(code, weight);
        return (scores[upper] ?? 0) - (scores[lower] ?? 0);
      };
    // What the other parts of a group bring to it does not change.
    const steps = groups.map(({ children, at, mean }, place) => {
      const scale = scaleOf(mean as Exclude<Mean, 'copeland'>);
      const others = children.flatMap((child, one) =>
        one === at
          ? []
          : [{ column: (this.#columns.get(child.code) as Measured).on(scale), weight: child.weight }],
      );
      const own = place === 0 ? (this.#columns.get(code) as Measured).values : null;
      return { scale, others, own, weight: children[at]?.weight ?? 0, count: children.length };
    });
    const scoreOf = (unit: number, weight: number): number => {
      let value = Number.NaN;
      for (const { scale, others, own, weight: given, count } of steps) {
        const mine = own ? (own[unit] as number) : value;
        const weighs = own ? weight : given;
        let [sum, whole, present] = mine === mine ? [weighs * scale.to(mine), weighs, 1] : [0, 0, 0];
        for (const other of others) {
          const part = other.column[unit] as number;
          if (part !== part) continue;
          sum += other.weight * part;
          whole += other.weight;
          present += 1;
        }
        value = whole > 0 && present >= this.#threshold * count ? scale.back(sum / whole) : Number.NaN;
      }
      return value;
    };
    return (upper, lower, weight) => scoreOf(upper, weight) - scoreOf(lower, weight);
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
 * level, the others of the group keeping their proportions. Where the index is a straight line in the share it is
 * found at once, elsewhere by trying shares from 0 to 1 and halving.
 */
export function findSwaps(dataset: Dataset, method: Method, built: Built): Swap[] {
  const { ranks, screened } = built;
  const order = [...ranks.keys()]
    .filter((unit) => ranks[unit] !== null)
    .toSorted((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0) || one - other);
  const path = new Path(dataset, method, built);
  const pairs = order.slice(1).map((lower, at) => {
    const upper = order[at] ?? 0;
    return {
      upper,
      lower,
      isTied: ranks[upper] === ranks[lower],
      best: Number.POSITIVE_INFINITY,
      change: null as Swap['change'],
    };
  });
  for (const { code } of [...dataset.indicators, ...dataset.aggregates]) {
    const own = path.shareOf(code);
    if (!own) continue;
    const { from, rest } = own;
    const toWeight = (share: number): number => (rest * share) / (1 - share);
    const line = path.lineOf(code);
    if (line) {
      const [start, half] = [0, 0.5].map((share) =>
        Float64Array.from(path.indexWith(code, toWeight(share), line)),
      );
      for (const pair of pairs) {
        if (pair.isTied) continue;
        const gapIn = (column: Float64Array | undefined): number =>
          (column?.[pair.upper] ?? 0) - (column?.[pair.lower] ?? 0);
        const [none, some] = [gapIn(start), gapIn(half)];
        const share = none / (2 * (none - some));
        const moved = Math.abs(share - from);
        if (!(share >= 0 && share < 1 && moved < pair.best)) continue;
        pair.best = moved;
        pair.change = { code, weight: own.weight, to: toWeight(share), share: from, toShare: share };
      }
      continue;
    }
    // All of the group's weight on the node is never asked for: the others keep some.
    const grid = Array.from({ length: steps }, (_, at) => at / steps);
    const gapOf = path.gapOf(code);
    const tried = grid.map((share) => Float64Array.from(path.indexWith(code, toWeight(share))));
    for (const pair of pairs) {
      if (pair.isTied) continue;
      const { upper, lower } = pair;
      const holds = (at: number): boolean => (tried[at]?.[upper] ?? 0) > (tried[at]?.[lower] ?? 0);
      for (const side of [1, -1] as const) {
        const turn = firstTurn(grid, from, side, holds, pair.best);
        if (!turn) continue;
        const share = halve(turn, (middle) => gapOf(upper, lower, toWeight(middle)) > 0);
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
