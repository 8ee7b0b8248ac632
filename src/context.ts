import type { GraphQLResolveInfo } from 'graphql';
import type { Caller } from './auth/caller.ts';
import { createLoaders, type Loaders } from './graphql/loaders.ts';
import { selectedFields } from './graphql/selection.ts';
import type { Upstream, UpstreamClient } from './upstream/client.ts';

/** What a resolver receives: all of it belongs to one request of one caller. */
export interface Context {
  readonly requestId: string;
  readonly caller: Caller;
  readonly upstream: Upstream;
  readonly loaders: Loaders;
  /** ISO 4217. */
  readonly currencyCode: string;
  /** The names of the fields that are selected of what the resolver answers with. */
  readonly selects: (info: GraphQLResolveInfo) => ReadonlySet<string>;
}

export interface ContextOptions {
  readonly client: UpstreamClient;
  readonly currencyCode: string;
}

export function createContext({ client, currencyCode }: ContextOptions, caller: Caller, requestId: string): Context {
  const upstream = client.actingFor(caller.credentials);
  return { requestId, caller, upstream, loaders: createLoaders(upstream), currencyCode, selects: selectedFields };
}
