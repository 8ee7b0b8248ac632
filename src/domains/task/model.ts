import type { FailReason, TaskProduct, TaskStatus } from '../../graphql/generated.ts';
import type { Company } from '../company/model.ts';
import type { User } from '../user/model.ts';

/** The fields that all three task endpoints return. */
export interface TaskProgress {
  readonly id: string;
  readonly status: TaskStatus;
  readonly statusCode: string;
  readonly createdAt: Date;
  readonly failReason: FailReason | null;
  readonly failReasonCode: string | null;
}

/** A row of a user's list of tasks. */
export interface TaskRow extends TaskProgress {
  readonly authenticated: boolean | null;
  readonly payrollDataAvailable: boolean | null;
  readonly product: TaskProduct | null;
  readonly productCode: string | null;
  readonly user: User;
}

/** Every field of a task except `payrollDataAvailable`, which only a list row has. */
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
  /** Atomic's own id of the user. */
  readonly userAtomicId: string | null;
}

export interface TaskWorkflow {
  readonly id: string;
}

/** A task as returned by the endpoint that read it. Fields missing from that endpoint are undefined, not null. */
export type Task = TaskProgress &
  Partial<Omit<TaskDetails, keyof TaskProgress>> & { readonly payrollDataAvailable?: boolean | null };
