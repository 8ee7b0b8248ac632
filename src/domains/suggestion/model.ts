import type { SuggestionCategory } from '../../graphql/generated.ts';
import { deriveOnce } from '../list/model.ts';
import { compareMoney, type Money, minMoney, sumMoney } from '../money/model.ts';
import type { PayLinkAccount } from '../pay-link-account/model.ts';

export interface Suggestion {
  readonly monthlySavings: Money | null;
  readonly category: SuggestionCategory | null;
  readonly categoryCode: string | null;
  readonly actionUrl: string | null;
  readonly shortDescription: string | null;
  readonly detailedDescription: string | null;
  readonly buttonTitle: string | null;
  readonly account: PayLinkAccount;
}

/** Suggestions may be alternatives, so the savings are at most the bill. Null where a saving is unreadable. */
export const findPotentialSavings = deriveOnce(
  ({ suggestions, hasUnreadableSavings, billing }: PayLinkAccount): Money | null => {
    if (hasUnreadableSavings) return null;
    const total = sumMoney(suggestions.flatMap(({ monthlySavings }) => monthlySavings ?? []));
    const bill = billing?.amount ?? null;
    return bill === null ? total : minMoney(total, bill);
  },
);

/** The suggestions of all accounts, the largest saving first and null last. */
export const sortSuggestions = deriveOnce((accounts: readonly PayLinkAccount[]): readonly Suggestion[] =>
  accounts.flatMap(({ suggestions }) => suggestions).sort(compareSavings),
);

/** The first suggestion of an account that saves the most; null where none states a saving. */
export const findBest = deriveOnce(({ suggestions }: PayLinkAccount): Suggestion | null => {
  const [best] = suggestions.toSorted(compareSavings);
  return best && best.monthlySavings !== null ? best : null;
});

function compareSavings(a: Suggestion, b: Suggestion): number {
  return compareMoney(a.monthlySavings, b.monthlySavings);
}
