/** Whether the JSON of a value has more than that many bytes. The walk over the value ends there. */
export function isLargerThan(value: unknown, maxBytes: number): boolean {
  // Most responses are within the limit even with the longest escape for each character.
  return subtract(value, maxBytes, boundOfText) < 0 && subtract(value, maxBytes, bytesOfText) < 0;
}

/** Returns the bytes that are left after the JSON of a value, or a negative number. */
function subtract(value: unknown, left: number, sizeOf: (text: string) => number): number {
  if (left < 0 || value === undefined) return left;
  if (typeof value === 'string') return left - sizeOf(value);
  if (value === null || typeof value !== 'object') return left - String(value).length;
  if (Array.isArray(value)) {
    let after = left - 2 - Math.max(0, value.length - 1);
    for (const item of value) after = subtract(item, after, sizeOf);
    return after;
  }
  if (value instanceof Date) return left - sizeOf(value.toJSON());
  let after = left - 1;
  for (const name in value) {
    const below: unknown = Reflect.get(value, name);
    if (below !== undefined) after = subtract(below, after - sizeOf(name) - 2, sizeOf);
  }
  // Without a comma after the last property, and with the closing brace.
  return after === left - 1 ? left - 2 : after;
}

/** The longest escape of a character is `\u0000`. */
function boundOfText(text: string): number {
  return 6 * text.length + 2;
}

function bytesOfText(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
