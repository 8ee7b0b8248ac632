import type { Canary } from './canaries.ts';
import { bearing, type IdentityProvider } from './identity-provider.ts';

type Headers = Readonly<Record<string, string>>;

/** A key pair that the simulator accepts. */
const keyPair = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
const strangers = {
  'x-api-key': 'Canary1Key2Header3',
  'x-api-secret': 'Canary4Secret5Header6',
  'x-public-token': 'Canary7Token8Header9',
  authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl',
  cookie: 'session=Canary0Cookie1Header2',
};

/** Headers of each kind of credentials, valid and invalid, alone and combined. */
export async function listCallers(
  provider: IdentityProvider,
  user: string,
  publicToken: string,
): Promise<readonly Headers[]> {
  const { authorization, cookie, 'x-public-token': unknownToken, ...unknownPair } = strangers;
  const wrong = [unknownPair, { 'x-public-token': unknownToken }, { authorization }, { cookie }, strangers];
  const bearers = await Promise.all(
    ['paylink:sensitive paylink:write', ''].map((scope) => provider.sign({ sub: user, scope })),
  );
  return [keyPair, ...wrong, { 'x-public-token': publicToken }, ...bearers.map(bearing)];
}

/** Every header value as a canary. */
export function canariesOf(callers: readonly Headers[]): Canary[] {
  return callers
    .flatMap((headers) => Object.entries(headers))
    .map(([name, value]) => ({
      place: `${name}: ${value.slice(0, 6)}`,
      secret: value.replace(/^Bearer |^session=/, ''),
    }));
}
