import { Big } from 'big.js';

/** An exact decimal amount, such as `20.46`, in the configured currency; the upstream states none. */
export type Money = string;

/** The shortest decimal that parses to the same number, which is the decimal that the upstream wrote. */
export function toMoney(amount: number | null | undefined): Money | null {
  return amount === null || amount === undefined ? null : String(amount);
}

export function sumMoney(amounts: readonly (Money | null)[]): Money {
  return amounts.reduce((sum, amount) => sum.plus(amount ?? 0), new Big(0)).toFixed();
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
