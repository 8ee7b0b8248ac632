import type { Upstream } from '../../upstream/client.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import { path } from '../../upstream/path.ts';
import { routes } from '../../upstream/routes.ts';
import { toUserDataBody, type UserData } from '../user-data/wire.ts';
import type { AccessToken } from './model.ts';
import { accessTokenEnvelope, toAccessToken } from './wire.ts';

export interface AccessTokenRequest {
  readonly identifier: string;
  readonly tokenLifetimeSeconds: number;
  readonly userData: UserData;
}

/** POST /access-token, on the PCI host */
export async function createAccessToken(upstream: Upstream, request: AccessTokenRequest): Promise<AccessToken> {
  const { identifier, tokenLifetimeSeconds, userData } = request;
  const body = { identifier, tokenLifetime: tokenLifetimeSeconds, ...toUserDataBody(userData) };
  const sentAtMs = Date.now();
  const { host } = routes.createAccessToken;
  const { data } = await upstream
    .post(host, path`/access-token`, { user: identifier, body }, accessTokenEnvelope)
    .catch(refuseAddress);
  return toAccessToken(data, sentAtMs, tokenLifetimeSeconds);
}

/** The call creates the user, so a 404 means that the address of the upstream is wrong. */
function refuseAddress(error: unknown): never {
  const isAbsent = error instanceof UpstreamError && error.kind === 'not-found';
  throw isAbsent ? new UpstreamError('wrong-address', { status: 404, cause: error }) : error;
}
