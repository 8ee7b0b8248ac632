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
const operationTimeoutMs = 3000;
const env = {
  PORT: '0',
  UPSTREAM_TIMEOUT_MS: '1000',
  UPSTREAM_BREAKER_OPEN_MS: '1000',
  OPERATION_TIMEOUT_MS: String(operationTimeoutMs),
  NODE_OPTIONS: `--expose-gc --import=${projectFolder}test/support/chaos/report-heap.ts`,
};

/** Outcomes of keyed writes are kept for ten minutes, and code is compiled late. Some KB more for each request is too much. */
const maxGrowthBytes = 6 * 2 ** 20;

/** The codes of faults that leave no usable response. */
const struckOutcomes = ['timeout', 'unavailable', 'invalid-response', 'rate-limited', 'outcome-unknown'];

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
  const health = await fetch(`${url}/health/ready`);
  const { code, stderr, stdout } = await gateway.stop();

  expect([...warmUp.faults, ...main.faults]).toEqual([]);
  expect(health.status).toBe(200);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toMatch(/"level":[56]0/);
  expect(findExcess(calls, 2)).toEqual([]);
  expect(calls.filter(({ host, method }) => method === (host === 'pci' ? 'GET' : 'POST'))).toEqual([]);
  expect(aliveAfter - aliveBefore).toBeLessThan(maxGrowthBytes);

  // Without these, nothing would have been shown.
  const struck = struckOutcomes.map((outcome) =>
    readMetric(metrics, 'paylink_upstream_calls_total', `outcome="${outcome}"`),
  );
  expect(Math.min(...struck)).toBeGreaterThan(0);
  expect(struck.reduce((sum, count) => sum + count) / calls.length).toBeGreaterThan(0.1);
  expect(readMetric(metrics, 'paylink_upstream_drift_total')).toBeGreaterThan(0);
  expect(readMetric(metrics, 'paylink_upstream_retries_total')).toBeGreaterThan(0);
  expect(main.ends.served).toBeGreaterThan(10 * seconds);
  expect(calls.filter(({ method }) => method === 'POST').length).toBeGreaterThan(seconds / 2);
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

/** The memory in use when no request is under way. */
async function measureAlive(report: number): Promise<number> {
  const busy = /^paylink_upstream_calls_(active|waiting)\{.*\} [1-9]/m;
  while (busy.test(await readMetrics()));
  gateway.signal('SIGUSR2');
  const line = new RegExp(`^alive ${report}: (\\d+)$`, 'm');
  return Number(line.exec(await gateway.find(line))?.[1]);
}

/** Every operation is served, once the breakers have had their time. */
async function recover(): Promise<void> {
  for (const [index, household] of households.slice(0, 2).entries()) {
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
  return !/"errors":|"userErrors":\[\{/.test(await response.text());
}
