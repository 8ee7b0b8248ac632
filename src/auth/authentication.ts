import type { Config } from '../config/config.ts';
import { createMemoryStore } from '../state/memory-store.ts';
import type { Store } from '../state/store.ts';
import { createBearerIdentifier, refuseBearer } from './bearer.ts';
import { type Caller, identifyCaller } from './caller.ts';
import { type KeySetHooks, openKeySet } from './key-set.ts';
import { createPublicTokens, type PublicTokens } from './public-token.ts';

export interface AuthenticationHooks extends KeySetHooks {
  /** Called when the owner of a new public token could not be stored. */
  readonly onForgotten: () => void;
}

/** Identifies callers with every configured kind of credentials. */
export interface Authentication {
  /** Takes the raw headers of a request: names and values alternate, as received. */
  readonly identify: (rawHeaders: readonly string[]) => Promise<Caller>;
  readonly publicTokens: PublicTokens;
  close(): Promise<void>;
}

/** `shared` is the store that all replicas use; null when there is only this process. */
export function openAuthentication(
  { tokens, upstream, acceptsKeyPairs }: Config,
  shared: Store | null,
  hooks: AuthenticationHooks,
): Authentication {
  const { ownCredentials, demoCredentials: demo } = upstream;
  const { onForgotten } = hooks;
  // In memory, public tokens have their own store, so that other entries cannot evict them.
  const publicTokens = createPublicTokens({ store: shared ?? createMemoryStore(), own: ownCredentials, onForgotten });
  const keySet = tokens && openKeySet(tokens.jwksUrl, tokens.proxyUrl, hooks);
  // Load the keys at start: problems are logged immediately, and the first caller does not wait.
  keySet?.load().catch(() => undefined);
  const identifyBearer =
    tokens && keySet && ownCredentials
      ? createBearerIdentifier({ ...tokens, credentials: ownCredentials, getKey: keySet.getKey })
      : refuseBearer;
  const methods = { acceptsKeyPairs, demo, identifyBearer, identifyPublicToken: publicTokens.identify };
  return {
    publicTokens,
    identify: (rawHeaders) => identifyCaller(rawHeaders, methods),
    close: async () => keySet?.close(),
  };
}
