import { free, known, reads } from '../../planning/cost.ts';
import { routes } from '../../upstream/routes.ts';

/** The cost of accounts for a user. */
export const User = {
  accounts: reads(routes.userAccounts),
  account: reads(routes.userAccounts),
};

export const PayLinkAccount = { id: known, nodeId: known, userIdentifier: known, user: known };

export const Billing = { primaryPaymentMethod: free };
