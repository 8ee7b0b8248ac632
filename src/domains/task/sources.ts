import type { ItemKind } from '../../planning/scope.ts';
import { routes } from '../../upstream/routes.ts';

/** The facts about a task that both its row in a list and its details report. Every endpoint reports its progress. */
const inRows = ['authenticated', 'product', 'productCode', 'user'] as const;

const inDetailsAlone = [
  'updatedAt',
  'company',
  'connector',
  'linkedAccountId',
  'linkedAccount',
  'workflow',
  'metadata',
  'userAtomicId',
] as const;

const inRowsAlone = ['payrollDataAvailable'] as const;

export type TaskFact = (typeof inRows | typeof inDetailsAlone | typeof inRowsAlone)[number];

export type TaskSource = 'taskStatus' | 'taskDetails';

/** The endpoint to call for one task. The details also report the user, whose list has the facts of the rows. */
export function chooseTaskSource(facts: ReadonlySet<string>): TaskSource {
  return facts.size === 0 ? 'taskStatus' : 'taskDetails';
}

const rowFacts: ReadonlySet<string> = new Set([...inRows, ...inRowsAlone]);

/** Whether the row of a task in the list of its user reports all facts. */
export function isToldByRow(facts: ReadonlySet<string>): boolean {
  return facts.isSubsetOf(rowFacts);
}

export const task: ItemKind<TaskFact> = {
  list: routes.userTasks,
  ownerFact: 'user',
  sourceOf: (facts) => routes[chooseTaskSource(facts)],
  sourceBesideRow: (facts) => (isToldByRow(facts) ? null : routes.taskDetails),
};
