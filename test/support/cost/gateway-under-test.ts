import type { TestProcess } from '../process.ts';

export interface Measurement {
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** The longest time for which the event loop of the gateway was blocked. */
  readonly longestMs: number;
}

export interface MeasuredGateway {
  measure(body: string): Promise<Measurement>;
  /** The memory in use after a garbage collection. */
  readMemory(): Promise<number>;
}

export const probeFlags = ['--expose-gc', '--import', new URL('./probe.ts', import.meta.url).href];

/** A gateway process that was started with `probeFlags`. */
export async function findMeasuredGateway(started: TestProcess): Promise<MeasuredGateway> {
  const probe = JSON.parse(/.*"probe".*/.exec(await started.find(/"probe".*\n/))?.[0] ?? '').probe;
  const listening = JSON.parse(
    /.*"gateway listening".*/.exec(await started.find(/"gateway listening".*\n/))?.[0] ?? '',
  );
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${probe.port}${path}`);
    return (await response.json()) as { longestMs: number; keptBytes: number };
  };
  return {
    async measure(body) {
      await ask('/');
      const response = await fetch(new URL('/graphql', listening.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body,
      });
      const responseBytes = (await response.arrayBuffer()).byteLength;
      const { longestMs } = await ask('/');
      return { status: response.status, requestBytes: Buffer.byteLength(body), responseBytes, longestMs };
    },
    readMemory: async () => (await ask('/memory')).keptBytes,
  };
}
