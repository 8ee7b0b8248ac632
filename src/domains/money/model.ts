import { Big } from 'big.js';

/** An exact decimal number of units of the one currency, such as `20.46`; the upstream states no currency. */
export type Money = string;

/** The shortest text of the number that the upstream wrote, which is what it meant. */
export function toMoney(amount: number | null | undefined): Money | null {
  return amount === null || amount === undefined ? null : String(amount);
}

export function sumMoney(amounts: readonly (Money | null)[]): Money {
  return amounts.reduce((sum, amount) => sum.plus(amount ?? 0), new Big(0)).toFixed();
}

/** Largest first; what has no amount comes last. */
export function compareMoney(a: Money | null, b: Money | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return new Big(b).cmp(a);
}

/** With at least the decimals that are usual for the currency, and more where the amount has more. */
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
