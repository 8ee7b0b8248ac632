import type {
  PayLinkAccountResolvers,
  SuggestionFilter,
  SuggestionResolvers,
  UserResolvers,
} from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { createListFilter, toDistinct } from '../list/model.ts';
import { compareMoney, sumMoney } from '../money/model.ts';
import { createIdFinder } from '../pay-link-account/model.ts';
import { badUserInput } from '../user-error/model.ts';
import { findBest, findPotentialSavings, type Suggestion as SuggestionModel, sortSuggestions } from './model.ts';

const maxFirst = 100;

const findId = createIdFinder(
  ({ suggestions }) => suggestions,
  ({ categoryCode, actionUrl, shortDescription }) => [categoryCode, actionUrl, shortDescription],
);

export const Suggestion: Complete<SuggestionResolvers, SuggestionModel> = {
  id: (suggestion) => findId(suggestion.account, suggestion),
  isBest: (suggestion) => findBest(suggestion.account) === suggestion,
  actionLink: ({ actionUrl }) => toLink(actionUrl),
};

/** The suggestion fields of an account. */
export const PayLinkAccount = {
  potentialMonthlySavings: (account) => findPotentialSavings(account),
} satisfies PayLinkAccountResolvers;

/** The suggestion fields of a user, over all accounts. */
export const User = {
  suggestions: async ({ identifier }, { filter, first }, { loaders }) => {
    if (first != null && (first < 1 || first > maxFirst)) {
      throw badUserInput('first', `must be between 1 and ${maxFirst}`);
    }
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    const suggestions = sortSuggestions(accounts);
    const matching = filter ? filterSuggestions(suggestions, filter) : suggestions;
    return first == null ? matching : matching.slice(0, first);
  },
  potentialMonthlySavings: async ({ identifier }, _args, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    const savings = accounts.map(findPotentialSavings);
    return savings.every((amount) => amount !== null) ? sumMoney(savings) : null;
  },
} satisfies UserResolvers;

const filterSuggestions = createListFilter<SuggestionModel, SuggestionFilter>(
  ({ categories, minimumMonthlySavings, ...unread }) => {
    unread satisfies Record<string, never>;
    return JSON.stringify([toDistinct(categories), minimumMonthlySavings ?? null]);
  },
  (suggestions, { categories, minimumMonthlySavings: minimum }) => {
    const wanted = categories ? new Set(categories) : null;
    return suggestions.filter(
      ({ category, monthlySavings }) =>
        (wanted === null || (category !== null && wanted.has(category))) &&
        (minimum == null || (monthlySavings !== null && compareMoney(monthlySavings, minimum) <= 0)),
    );
  },
);

function toLink(url: string | null): string | null {
  const link = url === null ? null : URL.parse(url);
  return link?.protocol === 'https:' ? link.href : null;
}
