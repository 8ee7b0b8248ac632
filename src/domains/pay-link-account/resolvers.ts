import type { PayLinkAccountFilter, UserResolvers } from '../../graphql/generated.ts';
import type { PayLinkAccount } from './model.ts';

/** The account fields of a user. */
export const User = {
  accounts: async ({ identifier }, { filter }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts.filter((account) => matches(account, filter ?? {}));
  },
  account: async ({ identifier }, { id }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts.find((account) => account.id === id) ?? null;
  },
} satisfies UserResolvers;

function matches({ type, company }: PayLinkAccount, filter: PayLinkAccountFilter): boolean {
  return (filter.type ?? type) === type && (filter.companyId ?? company?.id) === company?.id;
}
