import type { Upstream } from './client.ts';

/** Knows when one operation has come to rest: no read is under way, and what the last one led to has been asked for. */
export interface Activity {
  readonly upstream: Upstream;
  readonly rest: () => Promise<void>;
}

/** Watches the reads that go through the `upstream` it gives. */
export function watchActivity(upstream: Upstream): Activity {
  let underWay = 0;
  let waiting: (() => void)[] = [];

  const check = () => {
    if (underWay > 0) return;
    const resting = waiting;
    waiting = [];
    for (const resume of resting) resume();
  };
  // By the next turn of the event loop every resolver that waited for an answer has gone on with it.
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
    rest: () =>
      new Promise((resume) => {
        waiting.push(resume);
        checkSoon();
      }),
  };
}
