/** Equal values have equal numbers. A number is as short in a key as a value may be long. */
export type Numbering = (value: unknown) => number;

export function createNumbering(): Numbering {
  const numbers = new Map<unknown, number>();
  /** The same for lists and objects, by the numbers of their parts. */
  const numbersOfShapes = new Map<string, number>();
  let last = 0;

  function numberOf(value: unknown): number {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    const shape = describe(value);
    const number = (shape === null ? undefined : numbersOfShapes.get(shape)) ?? ++last;
    numbers.set(value, number);
    if (shape !== null) numbersOfShapes.set(shape, number);
    return number;
  }

  function describe(value: unknown): string | null {
    if (typeof value !== 'object' || value === null) return null;
    if (Array.isArray(value)) return `[${value.map(numberOf).join()}]`;
    if (value instanceof Date) return `date ${value.getTime()}`;
    return `{${Object.entries(value).flat().map(numberOf).join()}}`;
  }

  return numberOf;
}
