import { createAda } from './ada.ts';
import { createDates } from './dates.ts';
import { createGrace } from './grace.ts';
import type { Household } from './household.ts';
import { createLinus } from './linus.ts';
import { createMargaret } from './margaret.ts';
import { createHedy, createHostile, createSecondAda } from './others.ts';

export function createWorld(now: Date): readonly Household[] {
  const dates = createDates(now);
  return [
    createAda(dates),
    createGrace(dates),
    createLinus(dates),
    createMargaret(dates),
    createHedy(),
    createHostile(dates),
    createSecondAda(dates),
  ];
}
