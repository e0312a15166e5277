/** Randomness by counting: what is drawn for a run and a factor depends on the seed and those two alone. */

/** Every bit of the result depends on every bit given (the finaliser of MurmurHash3, public domain). */
function stir(bits: number): number {
  let mixed = bits;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** A number from 0 to below 1, of 2³² equally likely ones; the same on every machine. */
export function drawAt(seed: number, run: number, factor: number): number {
  const high = Math.floor(seed / 2 ** 32);
  let mixed = stir((seed >>> 0) ^ 0x9e3779b9);
  mixed = stir(mixed ^ Math.imul(high + 1, 0x27d4eb2f));
  mixed = stir(mixed ^ Math.imul(run + 1, 0x165667b1));
  mixed = stir(mixed ^ Math.imul(factor + 1, 0x9e3779b1));
  return (mixed >>> 0) / 2 ** 32;
}
