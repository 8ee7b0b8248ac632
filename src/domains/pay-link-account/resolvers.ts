import type {
  AccountType,
  BillingResolvers,
  PayLinkAccountFilter,
  PayLinkAccountResolvers,
  UserResolvers,
} from '../../graphql/generated.ts';
import type { Billing as BillingModel, PaymentMethod } from '../billing/model.ts';
import { createListFilter, findById, toDistinct } from '../list/model.ts';
import { formatNodeId } from '../node/model.ts';
import type { PayLinkAccount as PayLinkAccountModel } from './model.ts';
import { sortAccounts } from './order.ts';

/** The account fields of a user. Filters are applied here, so that all filters share one upstream call. */
export const User = {
  accounts: async ({ identifier }, { filter, orderBy }, { loaders }) => {
    const accounts = await loaders.payLinkAccount.byUser.load(identifier);
    const sorted = sortAccounts(accounts, orderBy ?? null);
    return filter ? filterAccounts(sorted, filter) : sorted;
  },
  account: async ({ identifier }, { id }, { loaders }) =>
    findById(await loaders.payLinkAccount.byUser.load(identifier), id),
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

function filterAccounts(
  accounts: readonly PayLinkAccountModel[],
  { types, companyId, ...unread }: PayLinkAccountFilter,
): readonly PayLinkAccountModel[] {
  unread satisfies Record<string, never>;
  const ofTypes = types ? filterByType(accounts, types) : accounts;
  return companyId == null ? ofTypes : ofTypes.filter(({ company }) => company?.id === companyId);
}

const filterByType = createListFilter<PayLinkAccountModel, readonly AccountType[]>(
  (types) => JSON.stringify(toDistinct(types)),
  (accounts, types) => accounts.filter(({ type }) => type !== null && types.includes(type)),
);
