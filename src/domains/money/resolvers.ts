import type { MoneyResolvers } from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { formatMoney, type Money as MoneyModel } from './model.ts';

export const Money: Complete<MoneyResolvers, MoneyModel> = {
  amount: (money, _args, { currencyCode }) => formatMoney(money, currencyCode),
  currencyCode: (_money, _args, { currencyCode }) => currencyCode,
};
