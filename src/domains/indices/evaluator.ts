/**
 * The index of many variants of one method over the same data. Each stage is kept by the choices that reach it, so that
 * a variant costs what it changes. One variant's scores stand until the next is asked for.
 */
import { Refusal } from '#kernel/contract/refusal.ts';
import { combine, findBeyondMean, isWithinMean, Measured, roomFor, type Room } from './aggregate.ts';
import { beyondMean, meansOf, normalise, prepare, topLevel, treat, type Prepared } from './compute.ts';
import type { Column, Dataset } from './dataset.ts';
import { levelsOf, methodJson, patchMethod, type Factor } from './factors.ts';
import { Method, type Mean } from './method.ts';
import type { Stage } from './impute.ts';
import { drawAt } from './random.ts';
import { refuse } from './refuse.ts';

/** Keys of a method by the stage they first reach. */
const stageKeys = [['denominate', 'impute', 'screen'], ['treat'], ['normalise'], ['aggregate', 'threshold']];

/** Bytes of group columns kept at most; beyond it they are made anew. */
const kept = 64 * 2 ** 20;

interface Normal {
  prepared: Prepared;
  columns: readonly Measured[];
}

interface Means {
  means: readonly Mean[];
  threshold: number;
}

/** A choice of a level (from 0) for each factor; for weights drawn, a number from 0 to below 1. */
export type Choice = readonly number[] | Float64Array;

/** A group of the tree by places of nodes. */
interface Group {
  code: string;
  node: number;
  level: number;
  children: readonly number[];
  /** Places of the factors its column depends on; null where it is not worth keeping. */
  reach: readonly number[] | null;
  kept: Map<number, Measured>;
  /** Its children's columns and weights in this run. */
  parts: Measured[];
  weights: Float64Array;
}

export class Evaluator {
  readonly dataset: Dataset;
  readonly factors: readonly Factor[];
  readonly #json: ReturnType<typeof methodJson>;
  /** For each stage, the places of the factors that reach it or a stage before. */
  readonly #reach: readonly (readonly number[])[];
  readonly #weighing: readonly number[];
  readonly #noisy: readonly number[];
  readonly #seed: number;
  readonly #groups: readonly Group[];
  readonly #own: Float64Array;
  readonly #prepared = new Map<number, Prepared>();
  readonly #treated = new Map<number, Stage>();
  readonly #normals = new Map<number, Normal>();
  readonly #means = new Map<number, Means>();
  readonly #weights = new Map<number, Float64Array>();
  readonly #drawn: Float64Array;
  /** Room for groups that are not kept, by the number of units left. */
  readonly #rooms = new Map<number, Room[]>();
  #bytes = 0;
  readonly #scores: Float64Array;

  constructor(dataset: Dataset, method: Method, factors: readonly Factor[] = [], seed = 0) {
    this.dataset = dataset;
    this.factors = factors;
    this.#seed = seed;
    this.#json = methodJson(method);
    const reaches = (factor: Factor, keys: readonly string[]): boolean =>
      factor.is === 'method' && factor.patches.some((patch) => keys.some((key) => key in patch));
    // The last stage stands for itself: means do not depend on the columns they are taken of.
    this.#reach = stageKeys.map((keys, stage) =>
      [...factors.keys()].filter((at) => {
        const factor = factors[at];
        if (!factor) return false;
        return reaches(factor, stage === 3 ? keys : stageKeys.slice(0, stage + 1).flat());
      }),
    );
    this.#weighing = [...factors.keys()].filter((at) => factors[at]?.is === 'weights');
    this.#noisy = [...factors.keys()].filter((at) => factors[at]?.is === 'noise');
    const nodes = [...dataset.indicators, ...dataset.aggregates];
    const below = Map.groupBy(nodes.keys(), (place) => nodes[place]?.parent ?? '');
    const count = dataset.indicators.length;
    const reaching = nodes.map((_, node) => new Set(node < count ? this.#reach[2] : []));
    this.#groups = dataset.aggregates.map(({ code, level }, at): Group => {
      const children = below.get(code) ?? [];
      const own = reaching[count + at] ?? new Set();
      for (const factor of this.#reach[3] ?? []) own.add(factor);
      for (const factor of [...this.#weighing, ...this.#noisy])
        if (children.some((child) => this.#moves(factor, child, level - 1))) own.add(factor);
      for (const child of children) for (const factor of reaching[child] ?? []) own.add(factor);
      const isDrawn = this.#noisy.some((factor) => own.has(factor));
      return {
        code,
        node: count + at,
        level,
        children,
        reach: isDrawn || own.size === factors.length ? null : [...own],
        kept: new Map(),
        parts: [],
        weights: new Float64Array(children.length),
      };
    });
    this.#own = Float64Array.from(nodes, ({ weight }) => weight);
    this.#drawn = new Float64Array(nodes.length);
    this.#scores = new Float64Array(dataset.units.length);
  }

  /** Whether a factor moves the weight of a node of a level. */
  #moves(at: number, node: number, level: number): boolean {
    const factor = this.factors[at];
    if (factor?.is === 'weights') return factor.sets.some(({ weights }) => !Number.isNaN(weights[node]));
    return factor?.is === 'noise' && (factor.levels === null || factor.levels.includes(level));
  }

  /** How many variants there are; null where weights are drawn. */
  get variants(): number | null {
    let count = 1;
    for (const factor of this.factors) {
      const levels = levelsOf(factor);
      if (levels === null) return null;
      count *= levels;
    }
    return count;
  }

  /** One whole number for the levels chosen by some of the factors. */
  #keyOf(places: readonly number[], choice: Choice): number {
    let key = 0;
    for (const at of places) {
      const factor = this.factors[at];
      if (factor) key = key * (levelsOf(factor) ?? 1) + (choice[at] ?? 0);
    }
    return key;
  }

  /** The method with the patches of some of the factors. */
  #methodOf(places: readonly number[], choice: Choice): Method {
    let json = this.#json;
    for (const at of places) {
      const factor = this.factors[at];
      const patch = factor?.is === 'method' ? factor.patches[choice[at] ?? 0] : undefined;
      if (patch) json = patchMethod(json, patch);
    }
    const parsed = Method.safeParse(json);
    if (parsed.success) return parsed.data;
    throw refuse(
      parsed.error.issues.map(({ path, message }) => {
        const [zh = message, en = message] = message.split(' | ');
        return { at: `method /${path.join('/')}`, zh, en };
      }),
    );
  }

  #normalOf(choice: Choice): Normal {
    const [first = [], second = [], third = []] = this.#reach;
    const key = this.#keyOf(third, choice);
    const before = this.#normals.get(key);
    if (before) return before;
    const method = this.#methodOf(third, choice);
    const firstKey = this.#keyOf(first, choice);
    const prepared = this.#prepared.get(firstKey) ?? prepare(this.dataset, method);
    this.#prepared.set(firstKey, prepared);
    const secondKey = this.#keyOf(second, choice);
    const treated = this.#treated.get(secondKey) ?? treat(prepared, method.treat).treated;
    this.#treated.set(secondKey, treated);
    const stage = normalise(this.dataset.indicators, treated, method.normalise);
    const columns = this.dataset.indicators.map(
      ({ code }) => new Measured(stage.get(code) ?? new Float64Array()),
    );
    const normal = { prepared, columns };
    this.#normals.set(key, normal);
    return normal;
  }

  #meansOf(choice: Choice): Means {
    const places = this.#reach[3] ?? [];
    const key = this.#keyOf(places, choice);
    const before = this.#means.get(key);
    if (before) return before;
    const method = this.#methodOf(places, choice);
    const means = {
      means: meansOf(method, topLevel(this.dataset) - 1),
      threshold: method.threshold ?? 0,
    };
    this.#means.set(key, means);
    return means;
  }

  /** Weights of all nodes as this choice has them: indicators, then aggregates. Drawn ones are overwritten by the next. */
  weightsOf(choice: Choice): Float64Array {
    const key = this.#keyOf(this.#weighing, choice);
    let weights = this.#weights.get(key);
    if (!weights) {
      weights = Float64Array.from(this.#own);
      for (const at of this.#weighing) {
        const factor = this.factors[at];
        const set = factor?.is === 'weights' ? factor.sets[choice[at] ?? 0] : undefined;
        for (const [node, weight] of set?.weights.entries() ?? [])
          if (!Number.isNaN(weight)) weights[node] = weight;
      }
      this.#weights.set(key, weights);
    }
    if (this.#noisy.length === 0) return weights;
    const drawn = this.#drawn;
    drawn.set(weights);
    for (const at of this.#noisy) {
      const factor = this.factors[at];
      if (factor?.is !== 'noise') continue;
      const run = Math.floor((choice[at] ?? 0) * 2 ** 32);
      for (const group of this.#groups) {
        if (factor.levels && !factor.levels.includes(group.level - 1)) continue;
        for (const node of group.children)
          drawn[node] =
            (drawn[node] as number) * (1 + factor.share * (2 * drawAt(this.#seed, run, node) - 1));
      }
    }
    return drawn;
  }

  /**
   * The index of every unit by one choice; NaN for a unit without one. Overwritten by the next call. Refuses what no
   * method can compute, naming the levels chosen.
   */
  scoresOf(choice: Choice, weights?: Float64Array): Column {
    try {
      return this.#scoresOf(choice, weights);
    } catch (error) {
      throw error instanceof Refusal ? this.#named(error, choice) : error;
    }
  }

  #scoresOf(choice: Choice, given: Float64Array | undefined): Column {
    const { prepared, columns: normal } = this.#normalOf(choice);
    const { means, threshold } = this.#meansOf(choice);
    const weights = given ?? this.weightsOf(choice);
    const scores = this.#scores.fill(Number.NaN);
    if (means.length === 0) return scores;
    const columns: Measured[] = [...normal];
    const units = prepared.left.length;
    const rooms = this.#rooms.get(units) ?? this.#groups.map(() => roomFor(units));
    this.#rooms.set(units, rooms);
    for (let at = 0; at < this.#groups.length; at++) {
      const group = this.#groups[at] as Group;
      const key = given || !group.reach ? -1 : this.#keyOf(group.reach, choice);
      let column = key < 0 ? undefined : group.kept.get(key);
      if (!column) {
        const mean = means[group.level - 2] ?? 'arithmetic';
        const keeps = key >= 0 && this.#bytes < kept;
        const room = rooms[at] as Room;
        if (keeps) room.sums = new Float64Array(units);
        column = this.#groupOf(group, columns, weights, mean, threshold, prepared, room);
        if (keeps) {
          group.kept.set(key, column);
          this.#bytes += column.bytes;
        }
      }
      columns[group.node] = column;
    }
    columns.at(-1)?.writeTo(scores, units === scores.length ? null : prepared.left);
    return scores;
  }

  #groupOf(
    { code, children, parts, weights }: Group,
    columns: readonly Measured[],
    all: Float64Array,
    mean: Mean,
    threshold: number,
    { screened }: Prepared,
    room: Room,
  ): Measured {
    for (let part = 0; part < children.length; part++) {
      const child = children[part] as number;
      parts[part] = columns[child] as Measured;
      weights[part] = all[child] as number;
    }
    if (!isWithinMean(parts, mean)) {
      const beyond = findBeyondMean(parts, mean)[0];
      const child = [...this.dataset.indicators, ...this.dataset.aggregates][
        children[beyond?.part ?? 0] ?? 0
      ];
      throw refuse([beyondMean(screened[beyond?.unit ?? 0] ?? '', child?.code ?? '', code)]);
    }
    return combine(parts, weights, mean, threshold, room);
  }

  /** A refusal with the levels at which it arose. */
  #named({ code, faults, details }: Refusal, choice: Choice): Refusal {
    const chosen = this.factors
      .map((factor, at) => (factor.is === 'noise' ? factor.name : `${factor.name}=${(choice[at] ?? 0) + 1}`))
      .join(', ');
    const [first] = faults;
    const place = chosen === '' ? '' : `${chosen} · `;
    return new Refusal(
      code,
      {
        zh: `${chosen === '' ? '' : `不确定因素取 ${chosen} 时`}不能测算：${first?.at ?? ''} ${first?.zh ?? ''}`,
        en: `The index cannot be computed${chosen === '' ? '' : ` with ${chosen}`}: ${first?.at ?? ''} ${first?.en ?? ''}`,
      },
      faults.map((fault) => ({ ...fault, at: `${place}${fault.at}` })),
      details,
    );
  }
}
