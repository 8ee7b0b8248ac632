import { toFraction } from '../ids.ts';
import type { StoredTask, TaskStatus, TaskStep } from './stored.ts';

export interface TimelinePlan {
  readonly seed: number;
  readonly taskId: string;
  readonly createdAt: string;
  /** `completed`, or the reason of the failure. */
  readonly outcome: string;
  readonly queuedMs?: number;
  readonly processingMs?: number;
}

const QUEUED_MS = 2_000;
const PROCESSING_MS = 6_000;

/** Makes a duration up to a fifth shorter or longer. */
const vary = (ms: number, fraction: number) => Math.round(ms * (0.8 + 0.4 * fraction));

/** Plans all steps of a task when it is created. */
export function planTimeline(plan: TimelinePlan): StoredTask['steps'] {
  const start = Date.parse(plan.createdAt);
  const queuedMs = plan.queuedMs ?? vary(QUEUED_MS, toFraction(plan.seed, plan.taskId, 'queued'));
  const processingMs = plan.processingMs ?? vary(PROCESSING_MS, toFraction(plan.seed, plan.taskId, 'processing'));
  const end = new Date(start + queuedMs + processingMs).toISOString();
  return [
    { at: plan.createdAt, status: 'queued' },
    { at: new Date(start + queuedMs).toISOString(), status: 'processing' },
    plan.outcome === 'completed'
      ? { at: end, status: 'completed' }
      : { at: end, status: 'failed', failReason: plan.outcome },
  ];
}

export function stepAt(steps: StoredTask['steps'], now: Date): TaskStep {
  return steps.findLast(({ at }) => Date.parse(at) <= now.getTime()) ?? steps[0];
}

export const isSettled = ({ status }: TaskStep) => status === 'completed' || status === 'failed';

/** By default, a task is authenticated once it is no longer queued. */
export function isAuthenticated(task: StoredTask, status: TaskStatus): boolean {
  return task.authenticated ?? status !== 'queued';
}

/** Keeps the past steps and sets the status from now on. */
export function changeStatus(
  steps: StoredTask['steps'],
  now: Date,
  status: TaskStatus,
  failReason: string | undefined,
): StoredTask['steps'] {
  const past = steps.filter(({ at }) => Date.parse(at) < now.getTime());
  const step = toStep(now.toISOString(), status, failReason);
  const [first, ...rest] = [...past, step];
  return [first ?? step, ...rest];
}

export function toStep(at: string, status: TaskStatus, failReason: string | undefined): TaskStep {
  return failReason === undefined ? { at, status } : { at, status, failReason };
}
