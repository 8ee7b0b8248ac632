export interface Random {
  /** From 0 to below 1. */
  fraction(): number;
  /** From 0 to below the limit. */
  integer(limit: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** The same seed and name draw the same for ever: mulberry32. */
export function createRandom(seed: number, name: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (limit: number) => Math.floor(fraction() * limit);
  return { fraction, integer, pick: (choices) => choices[integer(choices.length)] ?? choices[0] };
}
