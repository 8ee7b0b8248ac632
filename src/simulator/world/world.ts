import type { NewAccount, NewTask, NewUser } from '../additions.ts';
import { createAda } from './ada.ts';
import { createDates } from './dates.ts';
import { createGrace } from './grace.ts';
import { createLinus } from './linus.ts';
import { createMargaret } from './margaret.ts';
import { createHedy, createHostile, createSecondAda } from './others.ts';

export type WorldAccount = Omit<NewAccount, 'user' | 'customer'>;
export type WorldTask = Omit<NewTask, 'user' | 'customer'>;

/** One user of the seeded world and everything of theirs. */
export interface Household {
  readonly user: NewUser;
  readonly accounts: readonly WorldAccount[];
  readonly tasks: readonly WorldTask[];
}

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
