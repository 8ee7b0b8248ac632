import { join } from 'node:path';
import { copyWithLargerSchema } from './larger-schema.ts';
import { createPool, send } from './load/node.ts';
import { firstId } from './operations.ts';
import { type RunningProcess, startCopiedProcess } from './processes.ts';
import type { Setting } from './setting.ts';
import { startUpstream } from './upstreams/upstream.ts';

/** The cost of operations with one number of fields at a gateway with a schema of one size. */
export interface GrowthPoint {
  /** 5 is five times as large as it is. */
  readonly schemaSize: number;
  readonly typeCount: number;
  readonly startMs: number;
  readonly fieldCount: number;
  /** CPU time of a request with a document that the gateway has not seen before. */
  readonly firstMs: number;
  /** CPU time of each request after it with the same document. */
  readonly nextMs: number;
}

const schemaSizes = [1, 5, 20];
const fieldCounts = [10, 100, 1000, 3000];

/** As many as an operation of 3,000 fields needs. */
const limits = { MAX_TOKENS: '10000', MAX_ALIASES: '10000' };

/** Six fields. */
const selections = ['status', 'createdAt', 'failReason', 'product', 'company { name }'];

export async function measureGrowth(setting: Setting): Promise<GrowthPoint[]> {
  const upstream = await startUpstream(setting.recordingFile);
  const points: GrowthPoint[] = [];
  for (const schemaSize of schemaSizes) {
    const folder = join(setting.folder, `schema-${schemaSize}`);
    const typeCount = copyWithLargerSchema(folder, schemaSize);
    const startedAt = performance.now();
    const running = await startCopiedProcess(folder, './ours.ts', upstream.url, JSON.stringify(limits));
    const startMs = performance.now() - startedAt;
    for (const fieldCount of fieldCounts) {
      // The first time compiles the code of the gateway.
      await measureOperation(running, fieldCount);
      points.push({ schemaSize, typeCount, startMs, fieldCount, ...(await measureOperation(running, fieldCount)) });
    }
    await running.stop();
  }
  await upstream.stop();
  return points;
}

let documentCount = 0;

async function measureOperation(running: RunningProcess, fieldCount: number) {
  const requestCount = Math.min(400, Math.max(20, Math.round(40_000 / fieldCount)));
  const bodies = Array.from({ length: requestCount }, () => createBody(fieldCount));
  const firstMs = await cpuMsOf(running, bodies);
  const nextMs = await cpuMsOf(running, Array(requestCount).fill(bodies.at(-1)));
  return { firstMs, nextMs };
}

/** Of each request, sent one after another. */
async function cpuMsOf(running: RunningProcess, bodies: readonly string[]): Promise<number> {
  const pool = createPool(running);
  const path = new URL(running.url).pathname;
  const { cpuMs: before } = await running.usage();
  for (const body of bodies) {
    const answer = await send(pool, { method: 'POST', path, body });
    if (answer.includes('"errors"')) throw new Error(answer.slice(0, 500));
  }
  const { cpuMs } = await running.usage();
  await pool.close();
  return (cpuMs - before) / bodies.length;
}

/** A document like no other: the aliases of each are its own. */
function createBody(fieldCount: number): string {
  documentCount += 1;
  const length = Math.round((fieldCount * selections.length) / (selections.length + 1));
  const fields = Array.from(
    { length },
    (_, index) => `a${documentCount}_${index}: ${selections[index % selections.length]}`,
  );
  const query = `query ($id: ID!) { task(id: $id) { ${fields.join(' ')} } }`;
  return JSON.stringify({ query, variables: { id: `${firstId}-task-1` } });
}
