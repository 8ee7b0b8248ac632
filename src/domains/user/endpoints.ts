import { catalog, chooseUpdateEndpoint } from '../../upstream/catalog.ts';
import type { Upstream } from '../../upstream/client.ts';
import { path } from '../../upstream/path.ts';
import { toUserDataBody, type UserData } from '../user-data/wire.ts';

/** PUT /user, on the PCI host when the data includes cards */
export async function updateUser(upstream: Upstream, identifier: string, data: UserData): Promise<void> {
  const { host } = catalog[chooseUpdateEndpoint(data.cards)];
  await upstream.put(host, path`/user`, { user: identifier, body: { identifier, data: toUserDataBody(data) } });
}

/** PUT /user/{identifier}/end-monitoring */
export async function endMonitoring(upstream: Upstream, identifier: string): Promise<void> {
  await upstream.put(catalog.endMonitoring.host, path`/user/${identifier}/end-monitoring`, { user: identifier });
}
