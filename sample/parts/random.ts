/** Repeatable chance: the same seed gives the same province on every machine. */

export interface Chance {
  /** From 0 to below 1. */
  next: () => number;
  /** A whole number from `min` to `max`, both included. */
  whole: (min: number, max: number) => number;
  pick: <T>(list: readonly T[]) => T;
  /** One of the entries, each as likely as its weight says. */
  weigh: <T>(entries: readonly (readonly [T, number])[]) => T;
  shuffle: <T>(list: readonly T[]) => T[];
  /** True in `percent` of a hundred cases. */
  happens: (percent: number) => boolean;
  /** Around zero, spread one. */
  normal: () => number;
}

/** Opens a stream of chance (mulberry32). */
export function openChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[whole(0, list.length - 1)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  return {
    next,
    whole,
    pick,
    weigh(entries) {
      let rest = next() * entries.reduce((total, [, weight]) => total + weight, 0);
      for (const [value, weight] of entries) {
        rest -= weight;
        if (rest < 0) return value;
      }
      throw new Error('nothing to weigh');
    },
    shuffle<T>(list: readonly T[]): T[] {
      const rest = [...list];
      const mixed: T[] = [];
      while (rest.length > 0) mixed.push(...rest.splice(whole(0, rest.length - 1), 1));
      return mixed;
    },
    happens: (percent) => next() * 100 < percent,
    // Twelve uniform draws are near enough to the bell, and the same on every processor.
    normal: () => Array.from({ length: 12 }, next).reduce((total, draw) => total + draw, -6),
  };
}
