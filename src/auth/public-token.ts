import { hashCredentials } from '../credentials/fingerprint.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import { openVaultOf, type Vault } from '../credentials/vault.ts';
import type { Store } from '../state/store.ts';
import { type Caller, unauthenticated } from './caller.ts';

export interface PublicTokensOptions {
  readonly store: Store;
  /** The gateway's own credentials; null if there are none. */
  readonly own: KeyPair | null;
  /** Called when a new token could not be stored. Atomic's SDK accepts such a token, but this gateway does not. */
  readonly onForgotten: () => void;
}

export interface MintedToken {
  readonly publicToken: string;
  readonly expiresAtMs: number;
  readonly identifier: string;
  /** The credentials that created the token. */
  readonly credentials: KeyPair;
}

export interface PublicTokens {
  /** Stores the owner of a token until the token expires. */
  keep(token: MintedToken): Promise<void>;
  /** Returns the end user of a token. */
  identify(publicToken: string): Promise<Caller>;
}

interface Entry {
  readonly identifier: string;
  /** Null for the gateway's own credentials, as configured when the token is used. */
  readonly credentials: KeyPair | null;
  readonly expiresAtMs: number;
}

/** Tokens of the upstream have a few dozen characters. */
const maxLength = 1024;

/**
 * Maps public tokens to end users. Only a keyed hash of a token is stored. Its end user is stored encrypted with a key derived
 * from the token and the gateway's own credentials, if there are any, so the store reveals neither.
 */
export function createPublicTokens({ store, own, onForgotten }: PublicTokensOptions): PublicTokens {
  const openEntry = (publicToken: string) => {
    const vault = openVaultOf([publicToken, own?.apiKey ?? null, own?.apiSecret ?? null], 'public-token');
    return { vault, name: vault.nameOf('caller') };
  };

  return {
    async keep({ publicToken, expiresAtMs, identifier, credentials }) {
      const { vault, name } = openEntry(publicToken);
      const entry: Entry = { identifier, credentials: isSame(credentials, own) ? null : credentials, expiresAtMs };
      const lifetimeMs = Math.max(1, Math.floor(expiresAtMs - Date.now()));
      const { apiKey, apiSecret } = credentials;
      const owner = hashCredentials(apiKey, apiSecret);
      await store.set(name, vault.seal(name, entry), lifetimeMs, owner).catch(onForgotten);
    },
    async identify(publicToken) {
      if (publicToken === '' || publicToken.length > maxLength) throw unknownToken();
      const { vault, name } = openEntry(publicToken);
      const sealed = await store.get(name);
      const entry = sealed === null ? null : open(vault, name, sealed);
      const credentials = entry?.credentials ?? own;
      if (entry === null || credentials === null || entry.expiresAtMs <= Date.now()) throw unknownToken();
      return { kind: 'end-user', identifier: entry.identifier, scopes: new Set(), credentials };
    },
  };
}

function unknownToken() {
  return unauthenticated('`x-public-token` must be an unexpired token created through this gateway.');
}

/** Returns null for an entry that this gateway did not write. */
function open(vault: Vault, name: string, sealed: string): Entry | null {
  try {
    return vault.open(name, sealed) as Entry;
  } catch {
    return null;
  }
}

function isSame(one: KeyPair, other: KeyPair | null): boolean {
  return one.apiKey === other?.apiKey && one.apiSecret === other.apiSecret;
}
