import type { Config } from '../config/config.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import { listPayLinkAccounts } from '../domains/pay-link-account/endpoints.ts';
import { getTaskDetails, getTaskStatus, listUserTasks } from '../domains/task/endpoints.ts';
import { catalog, routeOf } from '../upstream/catalog.ts';
import { createUpstreamClient, type Upstream } from '../upstream/client.ts';
import { startDeadline } from '../upstream/deadline.ts';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/errors.ts';

/** How the answers of an endpoint differ from what is declared of them. */
export interface Difference {
  readonly endpoint: string;
  readonly path: string;
  readonly kind: string;
  /** In how many answers. */
  answers: number;
}

export interface Prober {
  /** Why the read gave nothing; null when it did not fail. */
  read(ask: (upstream: Upstream) => Promise<unknown>): Promise<UpstreamErrorKind | null>;
  /** Of all answers so far. */
  differences(): readonly Difference[];
  close(): Promise<void>;
}

export interface Target {
  readonly urls: { readonly api: string; readonly pci: string };
  readonly credentials: KeyPair;
}

/** Reads from the upstream as the gateway does, but tries once: it is to be seen what fails. */
export function createProber(config: Config, { urls, credentials }: Target): Prober {
  const found = new Map<string, Difference>();
  const client = createUpstreamClient({
    ...config.upstream,
    apiUrl: urls.api,
    pciUrl: urls.pci,
    maxRetries: 0,
    breaker: { calls: 0, openMs: 0 },
    onAttempt: () => undefined,
    onDrift({ method, route, path, kind }) {
      const endpoint = routeOf(method, route);
      const key = `${endpoint} ${kind} ${path}`;
      const difference = found.get(key) ?? { endpoint, path, kind, answers: 0 };
      difference.answers += 1;
      found.set(key, difference);
    },
  });

  return {
    async read(ask) {
      const { deadline, end } = startDeadline(config.operationTimeoutMs);
      try {
        await ask(
          client.actingFor({ credentials, onBehalfOf: null, deadline, onCall: () => undefined, takeCall: null }),
        );
        return null;
      } catch (thrown) {
        if (!(thrown instanceof UpstreamError)) throw thrown;
        return thrown.kind;
      } finally {
        end();
      }
    },
    differences: () => [...found.values()],
    close: () => client.close(),
  };
}

/** The reads that there are of a user, and of a task. */
export const probes = {
  user: [
    { endpoint: catalog.userTasks.route, read: listUserTasks },
    { endpoint: catalog.userAccounts.route, read: listPayLinkAccounts },
  ],
  task: [
    { endpoint: catalog.taskStatus.route, read: getTaskStatus },
    { endpoint: catalog.taskDetails.route, read: getTaskDetails },
  ],
} as const;
