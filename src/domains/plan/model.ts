import type { Money } from '../money/model.ts';
import type { PayLinkAccount } from '../pay-link-account/model.ts';

export interface Plan {
  readonly sourceId: string | null;
  readonly status: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly freeTrial: boolean | null;
  readonly pendingChange: PendingChange | null;
  readonly account: PayLinkAccount;
}

export interface PendingChange {
  readonly type: string | null;
  readonly changes: PlanChanges | null;
  readonly startDate: Date | null;
  /** A calendar day, as the upstream wrote it: `2024-11-20`. */
  readonly startsOn: string | null;
  readonly endDate: Date | null;
  /** A calendar day. */
  readonly endsOn: string | null;
}

export interface PlanChanges {
  readonly status: string | null;
  readonly title: string | null;
  readonly amount: Money | null;
}
