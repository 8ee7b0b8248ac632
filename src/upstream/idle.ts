import type { Upstream } from './client.ts';

export interface IdleWatch {
  readonly upstream: Upstream;
  /** Resolves when no read of the operation is under way, and the resolvers have continued with the last response. */
  readonly whenIdle: () => Promise<void>;
}

/** Watches the reads that go through the `upstream` of the result. */
export function watchIdle(upstream: Upstream): IdleWatch {
  let underWay = 0;
  let waiting: (() => void)[] = [];

  const check = () => {
    if (underWay > 0) return;
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };
  // Resolvers that waited for a response continue before the next turn of the event loop.
  const checkSoon = () => setImmediate(check);

  return {
    upstream: {
      ...upstream,
      async get(path, shape, user) {
        underWay += 1;
        try {
          return await upstream.get(path, shape, user);
        } finally {
          underWay -= 1;
          checkSoon();
        }
      },
    },
    whenIdle: () =>
      new Promise((resume) => {
        waiting.push(resume);
        checkSoon();
      }),
  };
}
