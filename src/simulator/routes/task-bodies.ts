import { isPayrollProduct } from '../state/products.ts';
import type { StoredTask, StoredUser } from '../state/stored.ts';
import { isAuthenticated, stepAt } from '../state/timeline.ts';

/** The response of GET /task/:taskId/details. */
export function toTaskDetailsBody(task: StoredTask, user: StoredUser, now: Date) {
  const { at, status, failReason } = stepAt(task.steps, now);
  const details = {
    _id: task.id,
    authenticated: isAuthenticated(task, status),
    ...(task.company && { company: task.company }),
    ...(task.connector && { connector: task.connector }),
    createdAt: task.createdAt,
    updatedAt: at,
    ...(failReason !== undefined && { failReason }),
    ...(task.linkedAccount !== null && { linkedAccount: task.linkedAccount }),
    ...(task.metadata && { metadata: task.metadata }),
    product: task.product,
    status,
    taskWorkflow: { _id: task.taskWorkflow },
    user: { _id: user.id, identifier: user.identifier },
  };
  return { data: { task: details } };
}

/** The response of GET /task/:taskId/status. */
export function toTaskStatusBody(task: StoredTask, now: Date) {
  const { status, failReason } = stepAt(task.steps, now);
  return { createdAt: task.createdAt, status, ...(failReason !== undefined && { failReason }) };
}

/** One row of GET /user/:identifier/tasks. */
export function toTaskRow(task: StoredTask, now: Date) {
  const { status, failReason } = stepAt(task.steps, now);
  return {
    _id: task.id,
    authenticated: isAuthenticated(task, status),
    createdAt: task.createdAt,
    ...(failReason !== undefined && { failReason }),
    payrollDataAvailable: task.payrollDataAvailable ?? (isPayrollProduct(task.product) && status === 'completed'),
    product: task.product,
    status,
  };
}
