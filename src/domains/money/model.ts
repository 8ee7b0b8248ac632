import { Big } from 'big.js';

/** An exact decimal amount, such as `20.46`, in the configured currency; the upstream states none. */
export type Money = string;

/** Enough digits for any amount. Longer numbers and exponents are refused, because they are slow to parse and to add up. */
const amountPattern = /^-?\d{1,30}(\.\d{1,30})?$/;

export function isAmount(text: string): boolean {
  return amountPattern.test(text);
}

/** Returns the decimal that the upstream wrote; null for a number that is not exact. */
export function toMoney(amount: number | string | null | undefined): Money | null {
  if (amount === null || amount === undefined) return null;
  const text = typeof amount === 'number' ? new Big(amount).toFixed() : amount;
  return isAmount(text) ? text : null;
}

export function sumMoney(amounts: readonly Money[]): Money {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toFixed();
}

export function minMoney(a: Money, b: Money): Money {
  return new Big(a).lte(b) ? a : b;
}

/** Sorts the largest amount first and null last. */
export function compareMoney(a: Money | null, b: Money | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return new Big(b).cmp(a);
}

/** Pads an amount to the usual decimals of the currency; an amount with more decimals keeps them all. */
export function formatMoney(amount: Money, currencyCode: string): string {
  const exact = new Big(amount);
  const decimals = Math.max(minorUnits(currencyCode), (exact.toFixed().split('.')[1] ?? '').length);
  return exact.toFixed(decimals);
}

const minorUnitsByCurrency = new Map<string, number>();

function minorUnits(currencyCode: string): number {
  const known = minorUnitsByCurrency.get(currencyCode);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  minorUnitsByCurrency.set(currencyCode, digits);
  return digits;
}
