import type { KeyPair } from '../credentials/key-pair.ts';
import { openVaultOf, type Vault } from '../credentials/vault.ts';
import type { Store } from '../state/store.ts';
import { type Caller, unauthenticated } from './caller.ts';

export interface PublicTokensOptions {
  readonly store: Store;
  /** What the gateway has of its own; null where it has none. */
  readonly own: KeyPair | null;
  /** Called when a token was made and could not be kept: it is good for Atomic's SDK, but not here. */
  readonly onForgotten: () => void;
}

/** A token that was just made. */
export interface MintedToken {
  readonly publicToken: string;
  readonly expiresAtMs: number;
  readonly identifier: string;
  /** Of whoever had it made. */
  readonly credentials: KeyPair;
}

export interface PublicTokens {
  /** Keeps whom a token was made for, until it expires. */
  keep(token: MintedToken): Promise<void>;
  /** The end user whom it was made for. */
  identify(publicToken: string): Promise<Caller>;
}

interface Entry {
  readonly identifier: string;
  /** Null for the gateway's own, whatever they are by then. */
  readonly credentials: KeyPair | null;
  readonly expiresAtMs: number;
}

/** What the upstream makes has a few dozen characters. */
const maxLength = 1024;

/**
 * The end users that public tokens stand for. Of a token only a keyed hash is kept, and whom it is for is encrypted under the token
 * itself, together with the gateway's own secret where it has one: whoever reads the store learns neither.
 */
export function createPublicTokens({ store, own, onForgotten }: PublicTokensOptions): PublicTokens {
  const openPlace = (publicToken: string) => {
    const vault = openVaultOf([publicToken, own?.apiKey ?? null, own?.apiSecret ?? null], 'public-token');
    return { vault, name: vault.nameOf('caller') };
  };

  return {
    async keep({ publicToken, expiresAtMs, identifier, credentials }) {
      const { vault, name } = openPlace(publicToken);
      const entry: Entry = { identifier, credentials: isSame(credentials, own) ? null : credentials, expiresAtMs };
      const lifetimeMs = Math.max(1, Math.floor(expiresAtMs - Date.now()));
      await store.set(name, vault.seal(name, entry), lifetimeMs).catch(onForgotten);
    },
    async identify(publicToken) {
      if (publicToken === '' || publicToken.length > maxLength) throw unknownToken();
      const { vault, name } = openPlace(publicToken);
      const sealed = await store.get(name);
      const entry = sealed === null ? null : open(vault, name, sealed);
      const credentials = entry?.credentials ?? own;
      if (entry === null || credentials === null || entry.expiresAtMs <= Date.now()) throw unknownToken();
      return { kind: 'end-user', identifier: entry.identifier, scopes: new Set(), credentials };
    },
  };
}

function unknownToken() {
  return unauthenticated('`x-public-token` must be a token that was made through this gateway and has not expired.');
}

/** Null for what was not put there by us. */
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
