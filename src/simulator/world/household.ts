import type { NewAccount } from '../state/accounts.ts';
import type { NewTask } from '../state/tasks.ts';
import type { NewUser } from '../state/users.ts';

export type WorldAccount = Omit<NewAccount, 'user' | 'customer'>;
export type WorldTask = Omit<NewTask, 'user' | 'customer'>;

/** One user of the seeded world with their accounts and tasks. */
export interface Household {
  readonly user: NewUser;
  readonly accounts: readonly WorldAccount[];
  readonly tasks: readonly WorldTask[];
}
