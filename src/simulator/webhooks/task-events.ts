import type { State } from '../state/state.ts';
import type { JsonObject, StoredTask, TaskStep } from '../state/stored.ts';
import { isAuthenticated, isSettled, stepAt } from '../state/timeline.ts';
import { announce } from './announce.ts';

/** A task at one of its steps. */
export interface Moment {
  readonly task: StoredTask;
  readonly step: TaskStep;
}

/** Sends the events of a change to a task. */
export function announceStep(state: State, before: Moment, { task, step }: Moment): void {
  const previous = before.step;
  if (previous.status !== step.status || previous.failReason !== step.failReason) {
    announceTask(state, task, isSettled(previous) ? 'task-status-patched' : 'task-status-updated', {
      previousStatus: previous.status,
      status: step.status,
      ...(step.failReason !== undefined && { failReason: step.failReason }),
    });
  }
  const authenticated = isAuthenticated(task, step.status);
  if (isAuthenticated(before.task, previous.status) !== authenticated) {
    announceTask(state, task, 'task-authentication-status-updated', { authenticated });
  }
  if (isSettled(step) && !isSettled(previous)) announceWorkflow(state, task, new Date(step.at));
}

/** Sends `task-workflow-finished` if all tasks of the workflow are settled. */
function announceWorkflow(state: State, { customer, user: identifier, taskWorkflow }: StoredTask, now: Date): void {
  const user = state.store.user(customer, identifier);
  const tasks = state.store.tasks(customer, identifier).filter((task) => task.taskWorkflow === taskWorkflow);
  const steps = tasks.map((task) => stepAt(task.steps, now));
  if (!user || !steps.every(isSettled)) return;
  const data = {
    taskWorkflow: { _id: taskWorkflow },
    tasks: tasks.map(({ id, product }, index) => ({ _id: id, product, status: steps[index]?.status ?? null })),
  };
  announce(state, { type: 'task-workflow-finished', user, data });
}

function announceTask(state: State, task: StoredTask, type: string, data: JsonObject): void {
  const user = state.store.user(task.customer, task.user);
  if (user) announce(state, { type, user, task, data });
}
