import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { call, causeOf, get, KEY_PAIR, send, start, startWith, until } from './harness.ts';

const ROUTE = 'GET /task/:taskId/status';
const PATH = '/task/ada00000000000000007a503/status';

describe('a write', () => {
  const write = (simulator: Simulator) => send(simulator, 'PUT', '/user', { identifier: 'new', data: {} });

  it.each<Fault>([
    { route: 'PUT /user', kind: 'status', status: 500 },
    { route: 'PUT /user', kind: 'status', status: 422 },
    { route: 'PUT /user', kind: 'reset' },
    { route: 'PUT /user', kind: 'redirect', location: '/elsewhere', times: 1 },
    { route: 'PUT /user', kind: 'firewall' },
  ])('has no effect when stopped before: %j', async (fault) => {
    const simulator = await startWith(fault);

    await causeOf(write(simulator));

    expect(simulator.findUser('new')).toBeUndefined();
    expect(simulator.calls()[0]).toMatchObject({ bodyPaths: ['data', 'identifier'] });
  });

  it('has no effect when nothing responds', async () => {
    const simulator = await startWith({ route: 'PUT /user', kind: 'hang' });

    const ended = causeOf(write(simulator));
    await until(() => simulator.calls()[0]?.bodyPaths.length === 2);
    await get(simulator, '/__simulator/clock');

    expect(simulator.findUser('new')).toBeUndefined();
    await simulator.stop();
    await ended;
  });

  it.each<Fault>([
    { route: 'PUT /user', kind: 'truncated' },
    { route: 'PUT /user', kind: 'reset-after-headers' },
    { route: 'PUT /user', kind: 'slow-body', ms: 1 },
    { route: 'PUT /user', kind: 'huge-body', bytes: 1_000 },
    { route: 'PUT /user', kind: 'huge-header' },
    { route: 'PUT /user', kind: 'empty' },
    { route: 'PUT /user', kind: 'no-content' },
    { route: 'PUT /user', kind: 'wrong-type', field: 'data' },
    { route: 'PUT /user', kind: 'extra-field', field: 'data' },
    { route: 'PUT /user', kind: 'other-value', field: 'data', value: null },
    { route: 'PUT /user', kind: 'exact-number', field: 'data', number: '1' },
    { route: 'PUT /user', kind: 'other-row', row: 0, value: null },
    { route: 'PUT /user', kind: 'encoded', encoding: 'gzip' },
    { route: 'PUT /user', kind: 'non-json' },
    { route: 'PUT /user', kind: 'latency', ms: 1 },
    { route: 'PUT /user', kind: 'missing-field', field: 'data' },
    { route: 'PUT /user', kind: 'unknown-enum', field: 'data' },
    { route: 'PUT /user', kind: 'status', status: 202, body: {} },
  ])('takes effect when only its response is broken: %j', async (fault) => {
    const simulator = await startWith(fault);

    await causeOf(write(simulator));

    expect(simulator.findUser('new')).toBeDefined();
  });
});

describe('a fault applies', () => {
  it('to one route', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'status', status: 500 });

    const other = await get(simulator, '/task/ada00000000000000007a503/details');

    expect([other.status, (await get(simulator, PATH)).status]).toEqual([200, 500]);
  });

  it('to one host', async () => {
    const simulator = await startWith({ route: '*', host: 'pci', kind: 'status', status: 500 });

    const pci = await call(simulator.pciUrl + PATH, { headers: KEY_PAIR });

    expect([(await get(simulator, PATH)).status, pci.status]).toEqual([200, 500]);
  });

  it('to one id in the decoded path', async () => {
    const simulator = await startWith({ route: '*', match: 'tenant/7?', kind: 'status', status: 500 });

    const hit = await get(simulator, `/user/${encodeURIComponent('tenant/7?user=ä#1 %2F..')}/tasks`);

    expect([hit.status, (await get(simulator, PATH)).status]).toEqual([500, 200]);
  });

  it('as often as it says, and before later faults', async () => {
    const simulator = await start();
    simulator.addFault({ route: ROUTE, kind: 'status', status: 500, times: 2 });
    simulator.addFault({ route: '*', kind: 'status', status: 429, times: 1 });
    const statuses: number[] = [];

    for (let count = 0; count < 4; count += 1) statuses.push((await get(simulator, PATH)).status);

    expect(statuses).toEqual([500, 500, 429, 200]);
  });

  it('no longer once it is cleared', async () => {
    const simulator = await startWith({ route: '*', kind: 'reset' });

    simulator.clearFaults();

    expect((await get(simulator, PATH)).status).toBe(200);
  });

  it('never to the control plane', async () => {
    const simulator = await startWith({ route: '*', kind: 'reset' });

    expect((await get(simulator, '/__simulator/state')).status).toBe(200);
  });

  it('before credentials are checked', async () => {
    const simulator = await startWith({ route: '*', kind: 'status', status: 503 });

    expect((await get(simulator, PATH, {})).status).toBe(503);
  });
});

describe('a fault with a share', () => {
  const listStatuses = async (simulator: Simulator) => {
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) statuses.push((await get(simulator, PATH)).status);
    return statuses;
  };
  const half: Fault = { route: ROUTE, kind: 'status', status: 500, share: 0.5 };

  it('applies to some calls: to the same ones after a reset, and in another simulator with the same seed', async () => {
    const simulator = await startWith(half);

    const first = await listStatuses(simulator);
    simulator.reset();
    simulator.addFault(half);
    const again = await listStatuses(simulator);
    const elsewhere = await listStatuses(await startWith(half));

    expect(first.filter((status) => status === 500).length).toBeGreaterThan(10);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(10);
    expect([again, elsewhere]).toEqual([first, first]);
  });

  it('applies to other calls with another seed, or after the faults were cleared without a reset', async () => {
    const [simulator, other] = await Promise.all([startWith(half), start({ seed: 2 })]);
    other.addFault(half);

    const first = await listStatuses(simulator);
    simulator.clearFaults();
    simulator.addFault(half);

    expect(await listStatuses(other)).not.toEqual(first);
    expect(await listStatuses(simulator)).not.toEqual(first);
  });

  it('leaves spared calls to the next fault, and uses none of its times for them', async () => {
    const simulator = await start();
    simulator.addFault({ ...half, times: 5 });
    simulator.addFault({ route: '*', kind: 'status', status: 429 });

    const statuses = await listStatuses(simulator);

    expect(statuses.filter((status) => status === 500)).toHaveLength(5);
    expect(statuses.slice(0, statuses.lastIndexOf(500))).toContain(429);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
  });

  it('of 1 applies to every call', async () => {
    const simulator = await startWith({ ...half, share: 1 });

    expect(new Set(await listStatuses(simulator))).toEqual(new Set([500]));
  });
});
