import type { KeyPair, Owner } from '../credentials/key-pair.ts';
import type { CallCounter } from './call-counter.ts';
import type { Deadline } from './deadline.ts';
import type { Drift } from './drift.ts';
import type { UpstreamError } from './errors.ts';
import type { UpstreamPath } from './path.ts';
import type { Shape } from './shape.ts';

/** Card data may go to the PCI host only. */
export type UpstreamHost = 'api' | 'pci';

export type Method = 'GET' | 'POST' | 'PUT';

/** One operation of one caller. */
export interface Caller {
  readonly owner: Owner;
  /** The network address of the client; empty when there is no client. */
  readonly address: string;
  readonly deadline: Deadline;
  readonly counter: CallCounter;
  /** Null when the caller has no call limit. */
  readonly takeCall: TakeCall | null;
}

/** Takes one call from the limit of the caller: resolves to null, or to the milliseconds until a call is available. */
export type TakeCall = () => Promise<number | null>;

/** The same with the hashes that stand for the credentials in shared keys. */
export interface CallOrigin extends Omit<Caller, 'owner'> {
  readonly credentials: KeyPair;
  /** Of the credentials. */
  readonly pairHash: string;
  /** Of the credentials and of the caller, as several callers may share the credentials of the gateway. */
  readonly callerHash: string;
}

/** One REST call on its way through the layers of `client.ts`. The fields that are not `readonly` change on the way. */
export interface Call {
  readonly host: UpstreamHost;
  readonly method: Method;
  readonly path: UpstreamPath;
  /** Such as `GET /task/:taskId/status`. */
  readonly endpoint: string;
  readonly body: object | undefined;
  /** Null when any 2xx is a success, whatever its body. */
  readonly shape: Shape<unknown> | null;
  /** The user that the call reads or writes; null when the call does not say. */
  readonly user: string | null;
  readonly origin: CallOrigin;
  /** The deadline of the caller; with several callers, the latest. On the clock of `performance.now()`. */
  deadlineAtMs: number;
  /** 1 for the first attempt. */
  attempt: number;
  /** Whether the request of this attempt has begun to go out. */
  isSent: boolean;
  /** Whether the upstream is known to accept the key pair. */
  isProven: boolean;
  /** Whether the attempt has left the queue. */
  hasTurn: boolean;
  /** Whether the breaker of the host closes when this call succeeds. */
  isTrial: boolean;
  /** Set when no caller waits any more. */
  reason: UpstreamError | null;
  /** Ends the current wait of the call. Set by the layer that waits; null while no layer does. */
  cancel: ((reason: UpstreamError) => void) | null;
  drift: readonly Drift[];
}

/** Receives the outcome of a call, once. The value is of the shape of the call. */
export type Done = (error: UpstreamError | null, value?: unknown) => void;

export type Send = (call: Call, done: Done) => void;

/** One step of every call: runs code on the way down to `next`, and in the `done` of `next` on the way up. */
export type Layer = (next: Send) => Send;

/** Ends a call for which no caller waits any more. A read on trial goes on, as its outcome decides for other callers. */
export function abandon(call: Call, reason: UpstreamError): void {
  call.reason = reason;
  if (!call.isTrial || call.method !== 'GET') call.cancel?.(reason);
}

/** One attempt at a call that has ended, for logs and metrics. It has no id, no credential and no content. */
export interface EndedAttempt {
  readonly host: UpstreamHost;
  readonly method: Method;
  readonly route: string;
  readonly endpoint: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Whether the upstream was known to accept the key pair. */
  readonly isProven: boolean;
  /** Null when the attempt succeeded. */
  readonly error: UpstreamError | null;
  /** Whether the attempt failed and may have taken effect. */
  readonly isOutcomeUnknown: boolean;
}

/** A difference between a response of an endpoint and its declaration. */
export interface DriftOfAnswer extends Drift {
  readonly endpoint: string;
}
