import Type from 'typebox';
import { invalid } from '../api-errors.ts';
import { DEMO_CUSTOMER } from '../customers.ts';
import { TASK_STATUSES, type TaskStatus } from '../state/stored.ts';
import { check, filled } from '../validation.ts';

const clockChange = Type.Object({
  advanceMs: Type.Optional(Type.Integer({ minimum: -1e12, maximum: 1e12 })),
  now: Type.Optional(Type.String()),
});

const taskChange = Type.Object({
  customer: Type.Optional(filled),
  status: Type.Enum([...TASK_STATUSES]),
  failReason: Type.Optional(filled),
});

export function checkClockChange(input: unknown): { now?: string; advanceMs?: number } {
  const change = check(clockChange, input);
  if (change.now === undefined && change.advanceMs === undefined) throw invalid('advanceMs or now is required');
  if (change.now !== undefined && Number.isNaN(Date.parse(change.now))) throw invalid('now must be an ISO 8601 date');
  return change;
}

export function checkTaskChange(input: unknown): { customer: string; status: TaskStatus; failReason?: string } {
  return { customer: DEMO_CUSTOMER, ...check(taskChange, input) };
}
