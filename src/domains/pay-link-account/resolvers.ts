import type { PayLinkAccountFilter, UserResolvers } from '../../graphql/generated.ts';
import type { PayLinkAccount } from './model.ts';

/** What accounts add to a user. */
export const User = {
  accounts: async ({ identifier }, { filter }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts.filter((account) => fits(account, filter ?? {}));
  },
  account: async ({ identifier }, { id }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts.find((account) => account.id === id) ?? null;
  },
} satisfies UserResolvers;

function fits({ type, company }: PayLinkAccount, filter: PayLinkAccountFilter): boolean {
  return (filter.type ?? type) === type && (filter.companyId ?? company?.id) === company?.id;
}
