import type {
  BillingResolvers,
  PayLinkAccountFilter,
  PayLinkAccountResolvers,
  UserResolvers,
} from '../../graphql/generated.ts';
import type { Billing as BillingModel, PaymentMethod } from '../billing/model.ts';
import { formatNodeId } from '../node/model.ts';
import type { PayLinkAccount as PayLinkAccountModel } from './model.ts';
import { sortAccounts } from './order.ts';

/** The account fields of a user. Filters are applied here, so that all filters share one upstream call. */
export const User = {
  accounts: async ({ identifier }, { filter, orderBy }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return sortAccounts(filter ? accounts.filter(createFilter(filter)) : accounts, orderBy ?? null);
  },
  account: async ({ identifier }, { id }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    return accounts.find((account) => account.id === id) ?? null;
  },
} satisfies UserResolvers;

export const PayLinkAccount = {
  nodeId: ({ id, userIdentifier }) => formatNodeId({ type: 'PayLinkAccount', identifier: userIdentifier, id }),
} satisfies PayLinkAccountResolvers;

export const Billing = {
  primaryPaymentMethod: ({ paymentMethods }) => findPrimary(paymentMethods),
} satisfies BillingResolvers;

function findPrimary(methods: BillingModel['paymentMethods']): PaymentMethod | null {
  const [only, ...others] = methods;
  return (
    methods.find(({ isPrimary }) => isPrimary) ??
    (others.length === 0 && only?.isPrimary !== false ? only : null) ??
    null
  );
}

function createFilter({
  types,
  companyId,
  ...unread
}: PayLinkAccountFilter): (account: PayLinkAccountModel) => boolean {
  unread satisfies Record<string, never>;
  return ({ type, company }) =>
    (types == null || (type !== null && types.includes(type))) && (companyId == null || company?.id === companyId);
}
