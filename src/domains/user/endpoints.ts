import type { Upstream } from '../../upstream/client.ts';
import { path } from '../../upstream/path.ts';
import { toUserDataBody, type UserData } from '../user-data/wire.ts';

/** PUT /user, on the PCI host when cards are among the data */
export async function updateUser(upstream: Upstream, identifier: string, data: UserData): Promise<void> {
  const host = data.cards?.length ? 'pci' : 'api';
  await upstream.put(host, path`/user`, { identifier, data: toUserDataBody(data) });
}

/** PUT /user/{identifier}/end-monitoring */
export async function endMonitoring(upstream: Upstream, identifier: string): Promise<void> {
  await upstream.put('api', path`/user/${identifier}/end-monitoring`);
}
