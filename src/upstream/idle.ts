/** Watches the reads of one operation. */
export function watchIdle() {
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
    begin(): void {
      underWay += 1;
    },
    end(): void {
      underWay -= 1;
      if (underWay === 0 && waiting.length > 0) checkSoon();
    },
    /** Resolves when no read is under way, and the resolvers have continued with the last response. */
    whenIdle: () =>
      new Promise<void>((resume) => {
        waiting.push(resume);
        checkSoon();
      }),
  };
}
