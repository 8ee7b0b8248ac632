import type { GraphQLResolveInfo } from 'graphql';
import type { TaskOwners } from '../auth/access.ts';
import { type Caller, ownerOf } from '../auth/caller.ts';
import type { PublicTokens } from '../auth/public-token.ts';
import type { TaskMemory } from '../auth/task-owners.ts';
import { type CallPlan, emptyPlan } from '../planning/plan.ts';
import { answersMention } from '../planning/selection.ts';
import type { CallLimiter } from '../state/call-limit.ts';
import type { Idempotency } from '../state/idempotency.ts';
import { type CallCounter, createCallCounter } from '../upstream/call-counter.ts';
import type { Upstream, UpstreamClient } from '../upstream/client.ts';
import type { Deadline } from '../upstream/deadline.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What a resolver receives: all of it belongs to one request of one caller. */
export interface Context {
  readonly requestId: string;
  readonly caller: Caller;
  readonly upstream: Upstream;
  readonly loaders: Loaders;
  readonly taskOwners: TaskOwners;
  /** ISO 4217. */
  readonly currencyCode: string;
  /** Set once the operation is known, before any resolver runs. */
  plan: CallPlan;
  /** The calls that were made so far. */
  readonly calls: CallCounter;
  /** Writes, but where the input has an `idempotencyKey`, once for all who ask for the same by that key. */
  readonly once: <Result>(operation: string, input: KeyedInput, write: () => Promise<Result>) => Promise<Result>;
  /** Keeps whom a token was made for, so that it is good as a credential here. */
  readonly keepToken: (identifier: string, token: { publicToken: string; expiresAtMs: number }) => Promise<void>;
  /** Whether nothing is selected of what the resolver answers with but what is known without reading it. */
  readonly isMention: (info: GraphQLResolveInfo) => boolean;
}

export interface ContextOptions {
  readonly client: UpstreamClient;
  readonly idempotency: Idempotency;
  readonly publicTokens: PublicTokens;
  readonly taskMemory: TaskMemory;
  /** Null where callers may make any number of calls. */
  readonly limiter: CallLimiter | null;
  readonly currencyCode: string;
}

interface KeyedInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** One request: its caller and its deadline. */
export interface Asking {
  readonly requestId: string;
  readonly caller: Caller;
  readonly deadline: Deadline;
}

export function createContext(
  { client, idempotency, publicTokens, taskMemory, limiter, currencyCode }: ContextOptions,
  { caller, requestId, deadline }: Asking,
): Context {
  const calls = createCallCounter();
  const { credentials } = caller;
  const owner = ownerOf(caller);
  const taskOwners = taskMemory.startFor(caller);
  const takeCall = limiter?.startFor(owner) ?? null;
  const upstream = client.actingFor({
    credentials,
    onBehalfOf: owner.onBehalfOf,
    deadline,
    onCall: calls.add,
    takeCall,
  });
  return {
    requestId,
    calls,
    caller,
    upstream,
    loaders: createLoaders(upstream, taskOwners),
    taskOwners,
    currencyCode,
    plan: emptyPlan,
    keepToken: (identifier, token) => publicTokens.keep({ ...token, identifier, credentials }),
    isMention: answersMention,
    once: (operation, { idempotencyKey: key, ...input }, write) =>
      key == null ? write() : idempotency.run({ owner, operation, key, input, signal: deadline.signal }, write),
  };
}
