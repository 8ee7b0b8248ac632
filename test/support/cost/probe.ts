import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Runs inside the process of a gateway, started with `--import`, and reports how long its event loop was blocked. */
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();

const server = createServer(({ url }, response) => {
  const longestMs = delays.max / 1e6;
  if (url === '/memory') gc?.();
  const { heapUsed, external } = process.memoryUsage();
  response.end(JSON.stringify({ longestMs, keptBytes: heapUsed + external }));
  setImmediate(() => delays.reset());
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ probe: server.address() }));
});
server.unref();
