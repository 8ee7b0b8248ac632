export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export const TASK_STATUSES = ['queued', 'processing', 'completed', 'failed'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Stored documents are replaced, never changed in place. `customer` is always the API key of its owner. */
export interface StoredUser {
  readonly id: string;
  readonly customer: string;
  readonly identifier: string;
  readonly createdAt: string;
  readonly identity: JsonObject;
  readonly cards: readonly JsonObject[];
  readonly accounts: readonly JsonObject[];
  readonly payLinkAccounts: readonly JsonObject[];
  /** Whether the payroll data of the user is monitored. */
  readonly monitoring: boolean;
  readonly monitoringEndedAt: string | null;
  /** The latest public token of the user, and the secret of the key pair that created it. */
  readonly token?: { readonly publicToken: string; readonly secret: string };
}

/** The task has this status from `at` on. */
export interface TaskStep {
  readonly at: string;
  readonly status: TaskStatus;
  readonly failReason?: string;
}

export interface StoredTask {
  /** Differs from `id`, because the reference's own list contains one id twice. */
  readonly key: string;
  readonly id: string;
  readonly customer: string;
  readonly user: string;
  readonly createdAt: string;
  readonly steps: readonly [TaskStep, ...TaskStep[]];
  readonly product: string;
  /** Null derives the value from the status. */
  readonly authenticated: boolean | null;
  /** Null derives the value from product and status. */
  readonly payrollDataAvailable: boolean | null;
  readonly company: JsonObject | null;
  readonly connector: JsonObject | null;
  readonly linkedAccount: string | null;
  readonly metadata: JsonObject | null;
  readonly taskWorkflow: string;
}

export interface StoredToken {
  readonly publicToken: string;
  readonly customer: string;
  readonly user: string;
  readonly expiresAt: string;
}
