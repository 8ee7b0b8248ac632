import type { JsonObject } from '../state/stored.ts';

const DAY_MS = 86_400_000;

/** Dates relative to the creation of the world, so that bills stay due soon and history stays recent. */
export interface Dates {
  /** A day before (negative) or after today, at a time of day in UTC. */
  day(days: number, time?: string): string;
  /** A time before (negative) or after now, in seconds. */
  second(seconds: number): string;
  /** The history of a bill: the newest amount first, then one for every thirty days before. */
  monthly(newestDay: number, amounts: readonly number[]): JsonObject[];
}

export function createDates(now: Date): Dates {
  const day = (days: number, time = '23:59:59.000') =>
    `${new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10)}T${time}Z`;
  return {
    day,
    second: (seconds) => new Date(now.getTime() + seconds * 1_000).toISOString(),
    monthly: (newestDay, amounts) =>
      amounts.map((amount, index) => ({ date: day(newestDay - 30 * index, '09:14:27.318'), amount })),
  };
}
