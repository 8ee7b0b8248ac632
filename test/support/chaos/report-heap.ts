import { memoryUsage } from 'node:process';

/** Loaded into a process before its program, with `--expose-gc`: on SIGUSR2 it prints what is alive, in bytes. */
let reports = 0;

process.on('SIGUSR2', () => {
  // What has a finaliser takes a second collection.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    const { heapUsed, external } = memoryUsage();
    reports += 1;
    console.log(`alive ${reports}: ${heapUsed + external}`);
  });
});
