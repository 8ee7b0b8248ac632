import type { Config } from '../config/config.ts';
import { createMemoryStore, type Store } from '../state/store.ts';
import { createBearerIdentifier, refuseBearer } from './bearer.ts';
import { type Caller, identifyCaller } from './caller.ts';
import { type KeySetHooks, openKeySet } from './key-set.ts';
import { createPublicTokens, type PublicTokens } from './public-token.ts';

export interface IdentityHooks extends KeySetHooks {
  /** Called when whom a public token was made for could not be kept. */
  readonly onForgotten: () => void;
}

/** Tells who is asking, in all the ways that are configured. */
export interface Identity {
  /** By the headers of a request: names and values in turn, as they were sent. */
  readonly identify: (rawHeaders: readonly string[]) => Promise<Caller>;
  readonly publicTokens: PublicTokens;
  close(): Promise<void>;
}

/** `shared` is what the replicas have in common; null where this process shares nothing. */
export function openIdentity({ tokens, upstream }: Config, shared: Store | null, hooks: IdentityHooks): Identity {
  const { ownCredentials, demoCredentials: demo } = upstream;
  const { onForgotten } = hooks;
  // In this process they have a store of their own: no flood of anything else is to push them out.
  const publicTokens = createPublicTokens({ store: shared ?? createMemoryStore(), own: ownCredentials, onForgotten });
  const keySet = tokens && openKeySet(tokens.jwksUrl, hooks);
  // What is wrong with the keys shows at once, and the first caller need not wait for them.
  keySet?.load().catch(() => undefined);
  const identifyBearer =
    tokens && keySet && ownCredentials
      ? createBearerIdentifier({ ...tokens, credentials: ownCredentials, getKey: keySet.getKey })
      : refuseBearer;
  const proofs = { demo, identifyBearer, identifyPublicToken: publicTokens.identify };
  return {
    publicTokens,
    identify: (rawHeaders) => identifyCaller(rawHeaders, proofs),
    close: async () => keySet?.close(),
  };
}
