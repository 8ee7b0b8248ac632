import type { PayLinkAccountOrder } from '../../graphql/generated.ts';
import { deriveOnce } from '../list/model.ts';
import { compareMoney } from '../money/model.ts';
import { findPotentialSavings } from '../suggestion/model.ts';
import type { PayLinkAccount } from './model.ts';

type Compare = (a: PayLinkAccount, b: PayLinkAccount) => number;

const collator = new Intl.Collator('en');

const comparisons: Readonly<Record<PayLinkAccountOrder, Compare>> = {
  COMPANY_NAME: byValue(({ company }) => company?.name ?? null, collator.compare),
  DUE_DATE: byValue(
    ({ billing }) => billing?.dueDate?.getTime() ?? null,
    (a, b) => a - b,
  ),
  BILL_AMOUNT: (a, b) => compareMoney(a.billing?.amount ?? null, b.billing?.amount ?? null),
  POTENTIAL_MONTHLY_SAVINGS: (a, b) => compareMoney(findPotentialSavings(a), findPotentialSavings(b)),
};

/** Accounts that compare equal keep the upstream's order. */
const sortings = new Map(
  Object.entries(comparisons).map(([order, compare]) => [
    order,
    deriveOnce((accounts: readonly PayLinkAccount[]): readonly PayLinkAccount[] => accounts.toSorted(compare)),
  ]),
);

export function sortAccounts(
  accounts: readonly PayLinkAccount[],
  order: PayLinkAccountOrder | null,
): readonly PayLinkAccount[] {
  return (order === null ? null : sortings.get(order)?.(accounts)) ?? accounts;
}

/** Sorts accounts without the value last. */
function byValue<Value>(
  read: (account: PayLinkAccount) => Value | null,
  compare: (a: Value, b: Value) => number,
): Compare {
  return (left, right) => {
    const [a, b] = [read(left), read(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return compare(a, b);
  };
}
