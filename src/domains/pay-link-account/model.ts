import { hash } from 'node:crypto';
import type { AccountType, ActionType } from '../../graphql/generated.ts';
import type { Billing } from '../billing/model.ts';
import type { Company } from '../company/model.ts';
import type { Identity } from '../identity/model.ts';
import { deriveOnce } from '../list/model.ts';
import type { Plan } from '../plan/model.ts';
import type { Suggestion } from '../suggestion/model.ts';
import type { User } from '../user/model.ts';

export interface PayLinkAccount {
  readonly id: string;
  readonly userIdentifier: string;
  readonly user: User;
  readonly company: Company | null;
  readonly type: AccountType | null;
  readonly typeCode: string | null;
  readonly sourceId: string | null;
  readonly linkStatus: string | null;
  readonly suggestions: readonly Suggestion[];
  /** Whether the upstream sent a monthly saving that is not an amount, so that no sum is right. */
  readonly hasUnreadableSavings: boolean;
  readonly identities: readonly Identity[];
  readonly billing: Billing | null;
  readonly plans: readonly Plan[];
  readonly usage: readonly Usage[];
  readonly actions: readonly AccountAction[];
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The account as the upstream sent it; null for a reference to an account that has not been read. */
  readonly raw: Readonly<Record<string, unknown>> | null;
}

export interface Usage {
  readonly title: string | null;
  readonly description: string | null;
}

export interface AccountAction {
  readonly actionId: string | null;
  readonly type: ActionType | null;
  readonly typeCode: string | null;
  readonly automated: boolean | null;
}

/**
 * Derives ids for parts of an account that have none upstream. An id is a hash of the account and of the description of the
 * part; parts with equal descriptions are numbered. The ids of one account are derived together, when the first is needed.
 */
export function createIdFinder<Part extends object>(
  listParts: (account: PayLinkAccount) => readonly Part[],
  describe: (part: Part) => readonly (string | null)[],
): (account: PayLinkAccount, part: Part) => string {
  const idsOf = deriveOnce((account: PayLinkAccount) => deriveIds(account, listParts(account), describe));
  return (account, part) => idsOf(account).get(part) ?? '';
}

function deriveIds<Part>(
  { userIdentifier, id }: PayLinkAccount,
  parts: readonly Part[],
  describe: (part: Part) => readonly (string | null)[],
): ReadonlyMap<Part, string> {
  const counts = new Map<string, number>();
  const ids = new Map<Part, string>();
  for (const part of parts) {
    const description = JSON.stringify([userIdentifier, id, ...describe(part)]);
    const count = counts.get(description) ?? 0;
    counts.set(description, count + 1);
    ids.set(part, hash('sha256', `${count} ${description}`, 'base64url'));
  }
  return ids;
}
