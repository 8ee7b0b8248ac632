import type { JsonObject } from '../state/stored.ts';

const DAY_MS = 86_400_000;

/** The dates of the world, all relative to when it is made, so that bills stay due soon and history stays recent. */
export interface Dates {
  /** That many days from today (or before it, when negative), at a time of day in UTC. */
  day(days: number, time?: string): string;
  /** That many seconds from now (or before it, when negative). */
  second(seconds: number): string;
  /** A bill's history: the newest amount first, then one every thirty days before. */
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
