// Random numbers that a seed repeats.

/** Returns a function that draws numbers from 0 to 1, as `Math.random` does, the same ones for the same seed. */
export function drawFrom(seed) {
  let state = seed >>> 0;
  // "mulberry32".
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run. */
export const SEED = Number(process.env.SEED);
