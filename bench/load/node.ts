import { Pool } from 'undici';
import { userCount } from '../operations.ts';
import { type RequestParts, requestHeaders } from '../subjects.ts';
import { connectionCount, type Load } from './load.ts';

/** A connection of its own for each request that is under way. */
export function createPool(subject: { readonly url: string }): Pool {
  return new Pool(new URL(subject.url).origin, { connections: connectionCount });
}

export async function send(pool: Pool, { method, path, body }: RequestParts): Promise<string> {
  const response = await pool.request({ method, path, headers: requestHeaders, body: body || null });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${text.slice(0, 500)}`);
  return text;
}

/** Calls `act` with one number after another, as often at once as there are connections. */
export async function actAtOnce(act: (number: number) => Promise<void>, isOver: (number: number) => boolean) {
  let next = 0;
  const actOneByOne = async () => {
    while (!isOver(next)) {
      const number = next;
      next += 1;
      await act(number);
    }
  };
  await Promise.all(Array.from({ length: connectionCount }, actOneByOne));
}

export function createNodeLoad(): Load {
  return {
    name: 'a Node client',
    async run(subject, operation, seconds, bodyBytes) {
      const pool = createPool(subject);
      const requests = Array.from({ length: userCount }, (_, user) => subject.requestFor(operation, user));
      const latenciesMs: number[] = [];
      const startedAt = performance.now();
      const ask = async (number: number) => {
        const sentAt = performance.now();
        const text = await send(pool, requests[number % userCount] as RequestParts);
        latenciesMs.push(performance.now() - sentAt);
        if (Buffer.byteLength(text) !== bodyBytes) {
          throw new Error(`${subject.name} fails at ${operation.title} under load: ${text.slice(0, 500)}`);
        }
      };
      await actAtOnce(ask, () => performance.now() > startedAt + seconds * 1000);
      const elapsedSeconds = (performance.now() - startedAt) / 1000;
      await pool.close();
      latenciesMs.sort((a, b) => a - b);
      const quantile = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN;
      return {
        requestCount: latenciesMs.length,
        seconds: elapsedSeconds,
        p50Ms: quantile(0.5),
        p99Ms: quantile(0.99),
      };
    },
  };
}
