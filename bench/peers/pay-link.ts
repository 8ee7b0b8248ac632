/** The REST API as the peers see it, typed as far as they need it. */
export interface PayLink {
  /** GET /task/:taskId/details */
  getTask(id: string): Promise<TaskWire>;
  /** GET /task/:taskId/status */
  getTaskStatus(id: string): Promise<StatusWire>;
  /** GET /user/:identifier/tasks */
  listTasks(identifier: string): Promise<readonly TaskWire[]>;
  /** GET /:identifier/pay-link/accounts */
  listAccounts(identifier: string): Promise<readonly AccountWire[]>;
}

export interface Credentials {
  readonly 'x-api-key': string;
  readonly 'x-api-secret': string;
}

export interface StatusWire {
  readonly status: string;
  readonly createdAt: string;
  readonly failReason?: string;
}

/** A row of a user's list, or the details, which hold more but not whether payroll data is available. */
export interface TaskWire extends StatusWire {
  readonly _id: string;
  readonly updatedAt?: string;
  readonly product?: string;
  readonly authenticated?: boolean;
  readonly payrollDataAvailable?: boolean;
  readonly company?: CompanyWire;
  readonly connector?: CompanyWire;
  readonly linkedAccount?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly taskWorkflow?: { readonly _id: string };
  readonly user?: { readonly _id?: string; readonly identifier: string };
}

export interface CompanyWire {
  readonly _id: string;
  readonly name: string;
  readonly branding?: object;
}

export interface AccountWire {
  readonly _id: string;
  readonly type: string;
  readonly company?: CompanyWire;
  readonly account?: {
    readonly type?: string;
    readonly sourceId?: string;
    readonly suggestions?: readonly SuggestionWire[];
    readonly identities?: readonly object[];
    readonly billing?: BillingWire;
    readonly data?: { readonly plans?: readonly object[]; readonly usage?: readonly object[] };
  };
  readonly actions?: readonly ActionWire[];
}

export interface BillingWire {
  readonly amount?: number;
  readonly accountNumber?: string;
  readonly items?: readonly object[];
  readonly history?: readonly object[];
  readonly paymentMethods?: readonly object[];
}

export interface ActionWire {
  readonly id?: string;
  readonly type?: string;
}

export interface SuggestionWire {
  readonly monthlySavings?: number;
  readonly category?: string;
}

export interface TaskEnvelope {
  readonly data: { readonly task: TaskWire };
}

export interface TasksEnvelope {
  readonly data: { readonly tasks: readonly TaskWire[] };
}

export interface AccountsEnvelope {
  readonly accounts: readonly AccountWire[];
}
