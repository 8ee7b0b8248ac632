import { memoryUsage } from 'node:process';

/** Loaded into a process before its program, with `--expose-gc`: on SIGUSR2 it prints the heap in use, in bytes. */
let reports = 0;

process.on('SIGUSR2', () => {
  // Objects with a finaliser need a second collection.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    const { heapUsed, external } = memoryUsage();
    reports += 1;
    console.log(`alive ${reports}: ${heapUsed + external}`);
  });
});
