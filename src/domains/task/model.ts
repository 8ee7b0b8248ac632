import type { FailReason, TaskProduct, TaskStatus } from '../../graphql/generated.ts';
import type { Company } from '../company/model.ts';
import type { User } from '../user/model.ts';

/** What each of the three places that tell of a task tells. */
export interface TaskProgress {
  readonly id: string;
  readonly status: TaskStatus;
  readonly statusCode: string;
  readonly createdAt: Date;
  readonly failReason: FailReason | null;
  readonly failReasonCode: string | null;
}

/** A row of the list of a user's tasks. */
export interface TaskRow extends TaskProgress {
  readonly authenticated: boolean | null;
  readonly payrollDataAvailable: boolean | null;
  readonly product: TaskProduct | null;
  readonly productCode: string | null;
  readonly user: User;
}

/** All that there is about a task, but for whether its payroll data is available. */
export interface TaskDetails extends TaskProgress {
  readonly updatedAt: Date | null;
  readonly authenticated: boolean | null;
  readonly product: TaskProduct | null;
  readonly productCode: string | null;
  readonly company: Company | null;
  readonly connector: Company | null;
  readonly linkedAccountId: string | null;
  readonly workflow: TaskWorkflow | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly user: User | null;
}

export interface TaskWorkflow {
  readonly id: string;
}

/** A task as far as the call that found it tells of it. What it does not tell is undefined, not null. */
export type Task = TaskProgress &
  Partial<Omit<TaskDetails, keyof TaskProgress>> & { readonly payrollDataAvailable?: boolean | null };
