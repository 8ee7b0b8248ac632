import { type BreakerOptions, type BreakerState, breakCircuit, createBreaker } from './breaker.ts';
import type { Caller, Layer, UpstreamHost } from './call.ts';
import { actFor } from './caller.ts';
import { coalesce } from './coalesce.ts';
import { limitDuration } from './deadline.ts';
import { createFairQueue } from './fair-queue.ts';
import { limit } from './limit.ts';
import { type Observer, observe } from './observe.ts';
import type { UpstreamPath } from './path.ts';
import { createProofs, type ProofOptions } from './proofs.ts';
import { prove } from './prove.ts';
import { takeTurns } from './queue.ts';
import { readResponses } from './response.ts';
import { retry } from './retry.ts';
import { createSender, type SendOptions } from './send.ts';
import type { Shape } from './shape.ts';

/** The upstream for one operation of one caller. `user` is the user that a call reads or writes, where the call says so. */
export interface Upstream {
  get<T>(path: UpstreamPath, shape: Shape<T>, user?: string): Promise<T>;
  /** Not sent again unless it provably never left. */
  post<T>(host: UpstreamHost, path: UpstreamPath, write: Write, shape: Shape<T>): Promise<T>;
  /** Idempotent. The response to a PUT is not documented: any 2xx is a success, and the body is ignored. */
  put(host: UpstreamHost, path: UpstreamPath, write: Write): Promise<void>;
  /** Resolves when no read of the operation is under way, and the resolvers have continued with the last response. */
  whenIdle(): Promise<void>;
}

export interface Write {
  readonly user: string;
  readonly body?: object;
}

export interface UpstreamOptions extends SendOptions, ProofOptions {
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** How many calls to a host may wait for others to end. */
  readonly maxQueue: number;
  readonly breaker: BreakerOptions;
  readonly observer: Observer;
}

export interface UpstreamClient {
  /** The upstream for one operation of one caller. */
  actingFor(caller: Caller): Upstream;
  readonly state: () => Readonly<Record<UpstreamHost, HostState>>;
  close(): Promise<void>;
}

export interface HostState {
  readonly breaker: BreakerState;
  /** Calls that are under way. */
  readonly active: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
}

/** Makes REST calls. Every call goes down through these layers, and its response goes up through them. */
export function createUpstreamClient(options: UpstreamOptions): UpstreamClient {
  const hosts = { api: createHost(options), pci: createHost(options) };
  const sender = createSender(options);
  const layers: readonly Layer[] = [
    coalesce(),
    retry(options.maxRetries),
    prove(createProofs(options), options),
    // Below retries, so that each attempt counts.
    limit(),
    observe(options.observer),
    breakCircuit({ api: hosts.api.breaker, pci: hosts.pci.breaker }),
    takeTurns({ api: hosts.api.queue, pci: hosts.pci.queue }),
    limitDuration(options.timeoutMs),
    readResponses(),
  ];
  const send = layers.reduceRight((next, layer) => layer(next), sender.send);

  return {
    actingFor: (caller) => actFor(caller, send),
    state: () => ({ api: hosts.api.state(), pci: hosts.pci.state() }),
    close: sender.close,
  };
}

/** The two hosts fail and recover independently. */
function createHost({ maxConcurrency, maxQueue, breaker: breakerOptions }: UpstreamOptions) {
  const queue = createFairQueue({ maxActive: maxConcurrency, maxWaiting: maxQueue });
  const breaker = createBreaker(breakerOptions, queue.refuseAll);
  const state = (): HostState => ({ breaker: breaker.state(), active: queue.active(), waiting: queue.waiting() });
  return { queue, breaker, state };
}
