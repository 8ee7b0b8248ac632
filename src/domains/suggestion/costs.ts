import { free, reads } from '../../planning/cost.ts';
import { routes } from '../../upstream/routes.ts';

export const Suggestion = { id: free, isBest: free, actionLink: free };

/** The cost of suggestions for an account. */
export const PayLinkAccount = { potentialMonthlySavings: free };

/** The cost of suggestions for a user. */
export const User = {
  suggestions: reads(routes.userAccounts),
  potentialMonthlySavings: reads(routes.userAccounts),
};
