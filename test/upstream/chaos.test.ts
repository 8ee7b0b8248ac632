import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { findExcess } from '../support/chaos/call-log.ts';
import { createFaults } from '../support/chaos/faults.ts';
import { runLoad, type Tally } from '../support/chaos/load.ts';
import { readMetric } from '../support/chaos/metrics.ts';
import { addHouseholds, drawOperation, type Household, listReads, listWrites } from '../support/chaos/operations.ts';
import { projectFolder, type TestProcess, useProcesses } from '../support/process.ts';

const seed = Number(process.env.CHAOS_SEED ?? 1);
const seconds = Number(process.env.CHAOS_SECONDS ?? 30);
const clients = 40;
const operationTimeoutMs = 1500;
const env = {
  PORT: '0',
  UPSTREAM_TIMEOUT_MS: '400',
  OPERATION_TIMEOUT_MS: String(operationTimeoutMs),
  NODE_OPTIONS: `--expose-gc --import=${projectFolder}test/support/chaos/report-heap.ts`,
};

/** What may stay alive: outcomes of keyed writes are kept for ten minutes, and code that is compiled later. */
const maxGrowthBytes = 8 * 2 ** 20;

jest.setTimeout(60_000 + seconds * 1000);

const processes = useProcesses();
let simulator: Simulator;
let households: [Household, ...Household[]];
let gateway: TestProcess;
let url: string;

beforeEach(async () => {
  simulator = await startSimulator({ port: 0, pciPort: 0, seed });
  households = addHouseholds(simulator);
  const urls = { PAYLINK_API_URL: simulator.apiUrl, PAYLINK_PCI_URL: simulator.pciUrl };
  gateway = processes.startCli(['start'], { env: { ...env, ...urls } });
  url = JSON.parse(await gateway.find(/"gateway listening".*\n/)).url;
});
afterEach(() => simulator.stop());

it('answers every request while a fifth of the calls goes wrong, and is as it was afterwards', async () => {
  for (const fault of createFaults(0.2)) simulator.addFault(fault);

  const warmUp = await load(seed, 0.25);
  const aliveBefore = await measureAlive(1);
  const main = await load(seed + 1_000_000, 0.75);
  const aliveAfter = await measureAlive(2);
  const metrics = await readMetrics();
  const calls = simulator.calls();
  simulator.clearFaults();
  await recover();
  const { code, stderr, stdout } = await gateway.stop();
  console.log(
    warmUp.ends,
    main.ends,
    aliveBefore,
    aliveAfter,
    aliveAfter - aliveBefore,
    calls.length,
    metrics
      .split('\n')
      .filter((l) => /^paylink_(upstream_(calls|retries)|drift)/.test(l))
      .join('\n'),
  );

  expect([...warmUp.faults, ...main.faults]).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toMatch(/"level":[56]0/);
  expect(findExcess(calls, 2)).toEqual([]);
  expect(aliveAfter - aliveBefore).toBeLessThan(maxGrowthBytes);

  // Without these, nothing would have been shown.
  const failed = readMetric(metrics, 'paylink_upstream_calls_total', (labels) => !labels.includes('outcome="ok"'));
  expect(main.ends.served).toBeGreaterThan(20 * seconds);
  expect(failed / calls.length).toBeGreaterThan(0.1);
});

const load = (seedOfLoad: number, share: number): Promise<Tally> =>
  runLoad({
    url,
    seed: seedOfLoad,
    clients,
    durationMs: share * seconds * 1000,
    hangMs: 5 * operationTimeoutMs,
    draw: (random, name) => drawOperation(random, simulator, households, name),
  });

const readMetrics = async () => (await fetch(`${url}/metrics`)).text();

/** What is alive when nothing is under way any more. */
async function measureAlive(report: number): Promise<number> {
  const busy = /^paylink_upstream_calls_(active|waiting)\{.*\} [1-9]/m;
  while (busy.test(await readMetrics()));
  gateway.signal('SIGUSR2');
  const line = new RegExp(`^alive ${report}: (\\d+)$`, 'm');
  return Number(line.exec(await gateway.find(line))?.[1]);
}

/** Every operation is served, once the breakers have had their time. */
async function recover(): Promise<void> {
  for (const [index, household] of households.entries()) {
    const writes = [false, true].flatMap((isKeyed) => listWrites(simulator, household, `recovered-${index}`, isKeyed));
    for (const { query, variables, headers } of [...listReads(household), ...writes]) {
      while (!(await isServed({ query, variables }, headers)));
    }
  }
}

async function isServed(request: object, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return !('errors' in ((await response.json()) as object));
}
