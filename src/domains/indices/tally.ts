/** How often each unit had each rank, over many runs. */

/** Units up to which ranks are counted; of more, they are kept run by run. */
const counted = 4000;

export class RankTally {
  readonly #units: number;
  /** By unit and rank; rank 0 is none. Null where runs are kept. */
  readonly #counts: Float64Array | null;
  readonly #runs: { ranks: Int32Array; times: number }[] = [];

  constructor(units: number) {
    this.#units = units;
    this.#counts = units <= counted ? new Float64Array(units * (units + 1)) : null;
  }

  /** Adds a run's ranks (0: none) a number of times. */
  add(ranks: Int32Array, times: number): void {
    const counts = this.#counts;
    if (counts === null) {
      this.#runs.push({ ranks: Int32Array.from(ranks), times });
      return;
    }
    const width = this.#units + 1;
    for (let unit = 0; unit < ranks.length; unit++) {
      const at = unit * width + (ranks[unit] as number);
      counts[at] = (counts[at] as number) + times;
    }
  }

  /** How often a unit had each rank; place 0 is none. */
  countsOf(unit: number): Float64Array {
    const width = this.#units + 1;
    if (this.#counts) return this.#counts.subarray(unit * width, (unit + 1) * width);
    const counts = new Float64Array(width);
    for (const { ranks, times } of this.#runs) {
      const rank = ranks[unit] as number;
      counts[rank] = (counts[rank] as number) + times;
    }
    return counts;
  }
}

/** Mean and quantiles (type 7 of Hyndman and Fan) of ranks by their counts; null where there is none. */
export function summarise(
  counts: Float64Array,
): { mean: number; median: number; q5: number; q95: number } | null {
  let [number, sum] = [0, 0];
  for (let rank = 1; rank < counts.length; rank++) {
    number += counts[rank] as number;
    sum += rank * (counts[rank] as number);
  }
  if (number === 0) return null;
  // The rank at a place (from 0) of all runs in order.
  const rankAt = (place: number): number => {
    let passed = 0;
    for (let rank = 1; rank < counts.length; rank++) {
      passed += counts[rank] as number;
      if (place < passed) return rank;
    }
    return counts.length - 1;
  };
  const quantile = (share: number): number => {
    const place = (number - 1) * share;
    const below = Math.floor(place);
    const low = rankAt(below);
    return place === below ? low : low + (place - below) * (rankAt(below + 1) - low);
  };
  return { mean: sum / number, median: quantile(0.5), q5: quantile(0.05), q95: quantile(0.95) };
}
