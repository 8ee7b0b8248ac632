import type { AccountType, ActionType } from '../../graphql/generated.ts';
import type { Billing } from '../billing/model.ts';
import type { Company } from '../company/model.ts';
import type { Identity } from '../identity/model.ts';
import type { Plan } from '../plan/model.ts';
import type { Suggestion } from '../suggestion/model.ts';
import type { User } from '../user/model.ts';

export interface PayLinkAccount {
  readonly id: string;
  readonly user: User;
  readonly company: Company | null;
  readonly type: AccountType | null;
  readonly typeCode: string | null;
  readonly sourceId: string | null;
  readonly linkStatus: string | null;
  readonly suggestions: readonly Suggestion[];
  readonly identities: readonly Identity[];
  readonly billing: Billing | null;
  readonly plans: readonly Plan[];
  readonly usage: readonly Usage[];
  readonly actions: readonly AccountAction[];
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface Usage {
  readonly title: string | null;
  readonly description: string | null;
}

export interface AccountAction {
  readonly id: string | null;
  readonly type: ActionType | null;
  readonly typeCode: string | null;
}
