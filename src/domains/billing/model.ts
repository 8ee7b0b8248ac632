import type { Money } from '../money/model.ts';

export interface Billing {
  readonly accountNumber: string | null;
  readonly accountNumberLastFour: string | null;
  readonly amount: Money | null;
  readonly dueDate: Date | null;
  /** A calendar day, as the upstream wrote it: `2024-11-20`. */
  readonly dueOn: string | null;
  readonly autopay: Autopay | null;
  readonly items: readonly BillingItem[];
  readonly history: readonly BillingHistoryEntry[];
  readonly paymentMethods: readonly PaymentMethod[];
}

export interface Autopay {
  readonly status: string | null;
  readonly cycle: string | null;
}

export interface BillingItem {
  readonly description: string | null;
  readonly amount: Money | null;
}

export interface BillingHistoryEntry {
  readonly date: Date | null;
  /** A calendar day. */
  readonly paidOn: string | null;
  readonly amount: Money | null;
}

export interface PaymentMethod {
  readonly type: string | null;
  readonly lastFour: string | null;
  readonly brand: string | null;
  readonly title: string | null;
  readonly expiry: string | null;
  readonly accountType: string | null;
  readonly isPrimary: boolean | null;
}
