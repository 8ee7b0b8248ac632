import type { SuggestionCategory } from '../../graphql/generated.ts';
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
export function findPotentialSavings({ suggestions, hasUnreadableSavings, billing }: PayLinkAccount): Money | null {
  if (hasUnreadableSavings) return null;
  const total = sumMoney(suggestions.flatMap(({ monthlySavings }) => monthlySavings ?? []));
  const bill = billing?.amount ?? null;
  return bill === null ? total : minMoney(total, bill);
}

/** The first suggestion of an account that saves the most; null where none states a saving. */
export function findBest({ suggestions }: PayLinkAccount): Suggestion | null {
  const [best] = suggestions.toSorted((a, b) => compareMoney(a.monthlySavings, b.monthlySavings));
  return best && best.monthlySavings !== null ? best : null;
}
