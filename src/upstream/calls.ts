import type { UpstreamError } from './errors.ts';

/** Card data may go to the PCI host only. */
export type UpstreamHost = 'api' | 'pci';

/** One call that was asked for: sent, sent again, or joined with an equal one that was under way. */
export interface AskedCall {
  readonly host: UpstreamHost;
  readonly method: string;
  readonly route: string;
  readonly how: 'sent' | 'repeated' | 'joined';
}

/** One attempt at a call that has ended, for logs and metrics: no id, no credential, nothing that was sent. */
export interface EndedAttempt {
  readonly host: UpstreamHost;
  readonly method: string;
  readonly route: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Null when it succeeded. */
  readonly error: UpstreamError | null;
  /** When the next attempt follows; null when none does. */
  readonly retryInMs: number | null;
}
