import type { GraphQLResolveInfo } from 'graphql';
import type { TaskOwners } from '../auth/access.ts';
import { type Caller, ownerOf } from '../auth/caller.ts';
import type { PublicTokens } from '../auth/public-token.ts';
import type { TaskMemory } from '../auth/task-owners.ts';
import type { InputChecks } from '../domains/user-data/rules.ts';
import type { CallPlan } from '../planning/call-plan.ts';
import { needsNoRead } from '../planning/selection.ts';
import type { CallLimiter } from '../state/call-limit.ts';
import type { Idempotency } from '../state/idempotency.ts';
import { type CallCounter, createCallCounter } from '../upstream/call-counter.ts';
import type { Upstream, UpstreamClient } from '../upstream/client.ts';
import { type Deadline, signalOf } from '../upstream/deadline.ts';
import { costs } from './costs.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ResponseCounter } from './response-counter.ts';

/** The context that resolvers receive. It belongs to one request of one caller, and is complete when it is made. */
export interface Context {
  readonly requestId: string;
  readonly caller: Caller;
  readonly upstream: Upstream;
  readonly loaders: Loaders;
  readonly taskOwners: TaskOwners;
  /** ISO 4217. */
  readonly currencyCode: string;
  /** How strictly the inputs of mutations are checked. */
  readonly inputChecks: InputChecks;
  readonly plan: CallPlan;
  readonly response: ResponseCounter;
  /** The REST calls made so far. */
  readonly calls: CallCounter;
  /** Writes; for an input with an `idempotencyKey`, once for all requests with the same key and input. */
  readonly once: <Result>(operation: string, input: KeyedInput, write: () => Promise<Result>) => Promise<Result>;
  /** Keeps the user of a new public token, so that the token is accepted as a credential here. */
  readonly keepToken: (identifier: string, token: { publicToken: string; expiresAtMs: number }) => Promise<void>;
  /** Whether every reference to the object that a resolver returns has all fields that are selected of it. */
  readonly needsNoRead: (info: GraphQLResolveInfo) => boolean;
}

/** The resources that the contexts of all requests share. */
export interface ContextResources {
  readonly client: UpstreamClient;
  readonly idempotency: Idempotency;
  readonly publicTokens: PublicTokens;
  readonly taskMemory: TaskMemory;
  /** Null where callers may make any number of calls. */
  readonly limiter: CallLimiter | null;
  readonly currencyCode: string;
  readonly inputChecks: InputChecks;
}

interface KeyedInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** One operation that is about to be executed. */
export interface ContextOptions {
  readonly requestId: string;
  readonly caller: Caller;
  /** The network address of the client. */
  readonly address: string;
  readonly taskOwners: TaskOwners;
  readonly deadline: Deadline;
  readonly plan: CallPlan;
  readonly response: ResponseCounter;
}

export function createContext(
  { client, idempotency, publicTokens, limiter, currencyCode, inputChecks }: ContextResources,
  { requestId, caller, address, taskOwners, deadline, plan, response }: ContextOptions,
): Context {
  const calls = createCallCounter();
  const { credentials } = caller;
  const owner = ownerOf(caller);
  const takeCall = limiter?.startFor(owner) ?? null;
  const upstream = client.actingFor({ owner, address, deadline, counter: calls, takeCall });
  return {
    requestId,
    calls,
    caller,
    upstream,
    loaders: createLoaders(upstream, taskOwners),
    taskOwners,
    currencyCode,
    inputChecks,
    plan,
    response,
    keepToken: (identifier, token) => publicTokens.keep({ ...token, identifier, credentials }),
    needsNoRead: (info) => needsNoRead(costs, info),
    once: (operation, { idempotencyKey: key, ...input }, write) =>
      key == null ? write() : idempotency.run({ owner, operation, key, input, signal: signalOf(deadline) }, write),
  };
}
