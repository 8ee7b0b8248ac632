import DataLoader from 'dataloader';
import { eachKey } from '../../upstream/batch.ts';
import type { Upstream } from '../../upstream/client.ts';
import { listPayLinkAccounts } from './endpoints.ts';
import type { PayLinkAccount } from './model.ts';

export function createPayLinkAccountLoaders(upstream: Upstream) {
  return {
    byUser: new DataLoader<string, readonly PayLinkAccount[]>(
      eachKey((identifier) => listPayLinkAccounts(upstream, identifier)),
      { name: 'payLinkAccount.byUser', batch: false },
    ),
  };
}
