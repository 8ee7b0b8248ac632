import type { PayLinkAccountResolvers, SuggestionFilter, UserResolvers } from '../../graphql/generated.ts';
import { compareMoney, type Money, sumMoney } from '../money/model.ts';
import type { Suggestion } from './model.ts';

/** The suggestion fields of an account. */
export const PayLinkAccount = {
  potentialMonthlySavings: ({ suggestions }) => sumSavings(suggestions),
} satisfies PayLinkAccountResolvers;

/** The suggestion fields of a user, over all accounts. */
export const User = {
  suggestions: async ({ identifier }, { filter }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts
      .flatMap((account) => account.suggestions)
      .filter((suggestion) => matches(suggestion, filter ?? {}))
      .sort((a, b) => compareMoney(a.monthlySavings, b.monthlySavings));
  },
  potentialMonthlySavings: async ({ identifier }, _args, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return sumSavings(accounts.flatMap((account) => account.suggestions));
  },
} satisfies UserResolvers;

function matches({ category, monthlySavings }: Suggestion, filter: SuggestionFilter): boolean {
  if ((filter.category ?? category) !== category) return false;
  const minimum = filter.minimumMonthlySavings ?? null;
  return minimum === null || (monthlySavings !== null && compareMoney(monthlySavings, minimum) <= 0);
}

function sumSavings(suggestions: readonly Suggestion[]): Money {
  return sumMoney(suggestions.map(({ monthlySavings }) => monthlySavings));
}
