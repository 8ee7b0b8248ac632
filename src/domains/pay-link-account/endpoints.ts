import type { Upstream } from '../../upstream/client.ts';
import { path } from '../../upstream/path.ts';
import type { PayLinkAccount } from './model.ts';
import { accountsEnvelope, toPayLinkAccount } from './wire.ts';

/** GET /{identifier}/pay-link/accounts. The upstream has no endpoint for one account. */
export async function listPayLinkAccounts(upstream: Upstream, identifier: string): Promise<PayLinkAccount[]> {
  const { accounts } = await upstream.get(path`/${identifier}/pay-link/accounts`, accountsEnvelope, identifier);
  const user = { identifier };
  return accounts.map((account) => toPayLinkAccount(account, user));
}
