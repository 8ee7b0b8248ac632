import type { Config } from '../config/config.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import { listPayLinkAccounts } from '../domains/pay-link-account/endpoints.ts';
import { getTaskDetails, getTaskStatus, listUserTasks } from '../domains/task/endpoints.ts';
import { createCallCounter } from '../upstream/call-counter.ts';
import { createUpstreamClient, type Upstream } from '../upstream/client.ts';
import { endDeadline, startDeadline } from '../upstream/deadline.ts';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/errors.ts';
import { routes } from '../upstream/routes.ts';

/** One way in which the responses of an endpoint differ from their declaration. */
export interface Difference {
  readonly endpoint: string;
  readonly path: string;
  readonly kind: string;
  /** Number of responses that differ in this way. */
  answers: number;
}

export interface UpstreamReader {
  /** Returns why the read failed; null when it succeeded. */
  read(call: (upstream: Upstream) => Promise<unknown>): Promise<UpstreamErrorKind | null>;
  /** The differences in all responses so far. */
  differences(): readonly Difference[];
  close(): Promise<void>;
}

export interface Target {
  readonly urls: { readonly api: string; readonly pci: string };
  readonly credentials: KeyPair;
}

/** Reads from the upstream as the gateway does, but without retries and breaker, so that each failure shows. */
export function createUpstreamReader(config: Config, { urls, credentials }: Target): UpstreamReader {
  const found = new Map<string, Difference>();
  const client = createUpstreamClient({
    ...config.upstream,
    apiUrl: urls.api,
    pciUrl: urls.pci,
    proofStore: null,
    maxRetries: 0,
    breaker: { calls: 0, openMs: 0 },
    observer: {
      onEnd: () => undefined,
      onDrift({ endpoint, path, kind }) {
        const key = `${endpoint} ${kind} ${path}`;
        const difference = found.get(key) ?? { endpoint, path, kind, answers: 0 };
        difference.answers += 1;
        found.set(key, difference);
      },
    },
  });

  return {
    async read(call) {
      const deadline = startDeadline(config.operationTimeoutMs);
      const owner = { ...credentials, onBehalfOf: null };
      try {
        await call(client.actingFor({ owner, address: '', deadline, counter: createCallCounter(), takeCall: null }));
        return null;
      } catch (thrown) {
        if (!(thrown instanceof UpstreamError)) throw thrown;
        return thrown.kind;
      } finally {
        endDeadline(deadline);
      }
    },
    differences: () => [...found.values()],
    close: () => client.close(),
  };
}

/** The read endpoints, by the kind of id they take. */
export const reads = {
  user: [
    { endpoint: routes.userTasks.route, read: listUserTasks },
    { endpoint: routes.userAccounts.route, read: listPayLinkAccounts },
  ],
  task: [
    { endpoint: routes.taskStatus.route, read: getTaskStatus },
    { endpoint: routes.taskDetails.route, read: getTaskDetails },
  ],
} as const;
