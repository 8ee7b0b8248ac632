import type { NewAccount, NewTask, NewUser } from '../state/additions.ts';

export type WorldAccount = Omit<NewAccount, 'user' | 'customer'>;
export type WorldTask = Omit<NewTask, 'user' | 'customer'>;

/** One user of the seeded world with their accounts and tasks. */
export interface Household {
  readonly user: NewUser;
  readonly accounts: readonly WorldAccount[];
  readonly tasks: readonly WorldTask[];
}
