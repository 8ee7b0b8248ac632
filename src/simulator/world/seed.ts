import { saveAccount } from '../state/accounts.ts';
import type { State } from '../state/state.ts';
import { addTask } from '../state/tasks.ts';
import { addUser } from '../state/users.ts';
import { createReferenceExamples } from './reference-examples.ts';
import { createWorld } from './world.ts';

/** Fills an empty store. All dates are relative to the current time of the clock. */
export function seedWorld(state: State): void {
  const { store, clock } = state;
  store.together(() => {
    for (const { user, accounts, tasks } of createWorld(clock.now())) {
      addUser(state, user);
      const owner = { user: user.identifier, ...(user.customer !== undefined && { customer: user.customer }) };
      for (const account of accounts) saveAccount(state, { ...account, ...owner });
      for (const task of tasks) addTask(state, { ...task, ...owner });
    }
    const examples = createReferenceExamples();
    for (const user of examples.users) store.saveUser(user);
    for (const task of examples.tasks) store.saveTask(task);
    store.saveSetting('seeded', 1);
  });
}
