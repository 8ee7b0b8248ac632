import { Big } from 'big.js';

/** Stands for a number that JavaScript cannot hold exactly. No input type accepts it, so it never becomes another number. */
export class InexactNumber {}

/** A number with fewer digits and no exponent is exact; its text also occurs in strings, which are parsed twice in vain. */
const mayBeInexact = /[\d.]{16}|\d[eE]/;

/** The length of a number that is compared with its text; a longer number is not exact. */
const maxDigits = 400;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON without changing a number. `parsed` is the result of a parser that does not look at this. */
export function parseExactJson(text: string, parsed: unknown = undefined): unknown {
  if (!mayBeInexact.test(text)) return parsed === undefined ? JSON.parse(text) : parsed;
  const revive: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && !isExact(value, source) ? new InexactNumber() : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

function isExact(value: number, source = ''): boolean {
  if (!Number.isFinite(value) || source.length > maxDigits) return false;
  return new Big(source).eq(new Big(String(value)));
}
