import type { Upstream } from '../../upstream/client.ts';
import { path } from '../../upstream/path.ts';
import { type Route, routes } from '../../upstream/routes.ts';
import { toUserDataBody, type UserData } from '../user-data/wire.ts';

/** Only the PCI host may receive card data. */
export function chooseUpdateRoute(cards: readonly unknown[] | null | undefined): Route {
  return cards?.length ? routes.updateUserCards : routes.updateUser;
}

/** PUT /user, on the PCI host when the data includes cards */
export async function updateUser(upstream: Upstream, identifier: string, data: UserData): Promise<void> {
  const { host } = chooseUpdateRoute(data.cards);
  await upstream.put(host, path`/user`, { user: identifier, body: { identifier, data: toUserDataBody(data) } });
}

/** PUT /user/{identifier}/end-monitoring */
export async function endMonitoring(upstream: Upstream, identifier: string): Promise<void> {
  await upstream.put(routes.endMonitoring.host, path`/user/${identifier}/end-monitoring`, { user: identifier });
}
