import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Fault, faultKinds } from '../../src/simulator/faults/faults.ts';
import { call, causeOf, get, KEY_PAIR, send, start, startWith, until } from './harness.ts';

const ROUTE = 'GET /task/:taskId/status';
const PATH = '/task/ada00000000000000007a503/status';
const RIGHT = { createdAt: expect.any(String), status: 'failed', failReason: expect.any(String) };

interface Row {
  readonly createdAt: string;
}

const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a fault of the response', () => {
  it('reset-after-headers: sends headers and no body', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'reset-after-headers' });

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR });
    const length = Number(response.headers.get('content-length'));
    const broken = await causeOf(response.text());

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(length).toBeGreaterThan(80);
    expect(broken).toBe('ECONNRESET');
    expect(simulator.calls()).toMatchObject([{ status: 200 }]);
  });

  it('slow-body: sends the whole response in the end', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'slow-body', ms: 20 });

    const { status, body, text, headers } = await get(simulator, PATH);

    expect([status, body]).toEqual([200, RIGHT]);
    expect(headers.get('content-length')).toBe(String(text.length));
  });

  it('slow-body: sends half of the response at once, and leaves no timer when the client disconnects', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'slow-body', ms: 2_000_000 });
    const client = new AbortController();
    const timers = countTimers();

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR, signal: client.signal });
    const { value } = (await response.body?.getReader().read()) ?? {};
    await until(() => countTimers() > timers);
    client.abort();

    expect(value?.length).toBe(Number(response.headers.get('content-length')) >> 1);
    await until(() => countTimers() === timers);
  });

  it('slow-body: ends when the simulator stops', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'slow-body', ms: 2_000_000 });
    const timers = countTimers();

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR });
    const broken = causeOf(response.text());
    await until(() => countTimers() > timers);
    await simulator.stop();

    expect(await broken).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
    await until(() => countTimers() <= timers);
  });

  it('huge-body: sends JSON with a large filler', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'huge-body', bytes: 200_001 });

    const { status, body, text } = await get(simulator, PATH);

    expect(status).toBe(200);
    expect(body).toEqual({ ...RIGHT, filler: 'x'.repeat(200_001) });
    expect(text.length).toBeGreaterThan(200_001);
  });

  it('huge-body: is 32 MiB by default', async () => {
    const { text } = await get(await startWith({ route: ROUTE, kind: 'huge-body' }), PATH);

    expect(text.length).toBeGreaterThan(32 * 2 ** 20);
  });

  it('huge-body: is generated only while it is read', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'huge-body', bytes: 2 ** 31 - 1, times: 1 });

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();

    expect(first?.value?.length).toBeGreaterThan(0);
    expect((await get(simulator, PATH)).body).toEqual(RIGHT);
  });

  it('huge-header: is larger than clients accept', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'huge-header' });

    expect(await causeOf(get(simulator, PATH))).toBe('UND_ERR_HEADERS_OVERFLOW');
  });

  it('huge-header: has the usual response below it', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'huge-header', bytes: 1_000 });

    const { headers, body } = await get(simulator, PATH);

    expect([headers.get('x-filler'), body]).toEqual(['x'.repeat(1_000), RIGHT]);
  });

  it.each([
    ['empty', 200, '0'],
    ['no-content', 204, null],
  ] as const)('%s: answers %i without a body', async (kind, status, length) => {
    const simulator = await startWith({ route: ROUTE, kind });

    const answer = await get(simulator, PATH);

    expect([answer.status, answer.headers.get('content-length'), answer.text]).toEqual([status, length, '']);
    expect(simulator.calls()).toMatchObject([{ status }]);
  });

  it('redirect: leads to the same URL on the other host, or to the given location', async () => {
    const simulator = await start();
    simulator.addFault({ route: '*', host: 'api', kind: 'redirect', times: 1 });
    simulator.addFault({ route: '*', host: 'pci', kind: 'redirect', times: 1 });
    simulator.addFault({ route: '*', host: 'api', kind: 'redirect', location: 'http://127.0.0.1:9/', times: 1 });
    const init = { headers: KEY_PAIR, redirect: 'manual' } as const;

    const api = await call(`${simulator.apiUrl}${PATH}?a=%20`, init);
    const pci = await call(simulator.pciUrl + PATH, init);
    const told = await call(simulator.apiUrl + PATH, init);

    expect([api.status, api.headers.get('location')]).toEqual([302, `${simulator.pciUrl}${PATH}?a=%20`]);
    expect([pci.status, pci.headers.get('location')]).toEqual([302, simulator.apiUrl + PATH]);
    expect([told.status, told.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/']);
  });

  it('redirect: is visible in the calls when it is followed', async () => {
    const simulator = await startWith({ route: '*', host: 'api', kind: 'redirect' });

    await get(simulator, PATH);

    expect(simulator.calls()).toMatchObject([
      { host: 'api', path: PATH, status: 302 },
      { host: 'pci', path: PATH, apiKey: 'demo-key', status: 200 },
    ]);
  });

  it('wrong-type: gives every value of the key another type, at any depth', async () => {
    const simulator = await start();
    simulator.addUser({ identifier: 'new' });
    simulator.addAccount({ user: 'new', account: { type: 'loan', data: { n: 1, list: [{ n: null }, { n: [] }] } } });
    const change = async (field: string) => {
      simulator.clearFaults();
      simulator.addFault({ route: '*', kind: 'wrong-type', field });
      return (await get(simulator, '/new/pay-link/accounts')).body;
    };

    const scalars = await change('n');
    const object = await change('data');
    const array = await change('accounts');

    const wrong = { unexpected: true };
    expect(scalars.accounts[0].account.data).toEqual({ n: wrong, list: [{ n: wrong }, { n: 'unexpected' }] });
    expect(object.accounts[0].account.data).toBe('unexpected');
    expect(array).toEqual({ accounts: 'unexpected' });
    expect((await change('unexpected')).accounts).toHaveLength(1);
  });

  it('extra-field: is in every object', async () => {
    const simulator = await startWith({ route: '*', kind: 'extra-field', field: 'news' });

    const { body } = await get(simulator, '/user/ada/tasks');
    const written = await send(simulator, 'PUT', '/user', { identifier: 'new', data: {} });

    expect(body).toMatchObject({ news: 'unexpected', data: { news: 'unexpected', tasks: expect.any(Array) } });
    expect(new Set(body.data.tasks.map(({ news }: { news: unknown }) => news))).toEqual(new Set(['unexpected']));
    expect(written.body).toEqual({ news: 'unexpected', data: { news: 'unexpected' } });
  });
});

describe('a fault of a value or a row', () => {
  const listTasks = async (...faults: readonly Fault[]) => {
    const simulator = await start();
    for (const fault of faults) simulator.addFault(fault);
    return get(simulator, '/user/ada/tasks');
  };

  it('other-value: gives every value of the key another one, null included', async () => {
    const dates = await listTasks({ route: '*', kind: 'other-value', field: 'createdAt', value: '05/11/2024' });
    const list = await listTasks({ route: '*', kind: 'other-value', field: 'tasks', value: null });

    expect(new Set(dates.body.data.tasks.map((task: Row) => task.createdAt))).toEqual(new Set(['05/11/2024']));
    expect(list.body).toEqual({ data: { tasks: null } });
  });

  it.each(['750727362669608961', '1e400', '90071992547409.93', '-0'])(
    'exact-number: sends the number %s digit by digit',
    async (number) => {
      const { text } = await listTasks({ route: '*', kind: 'exact-number', field: 'status', number });

      expect(text.match(/"status":[^,}]+/g)).toEqual(Array(6).fill(`"status":${number}`));
    },
  );

  it('other-row: replaces one row and leaves the others', async () => {
    const whole = await listTasks();
    const { body } = await listTasks({ route: '*', kind: 'other-row', row: 2, value: null });

    expect(body.data.tasks).toEqual(whole.body.data.tasks.with(2, null));
  });

  it('changes only the row that it names', async () => {
    const whole = await listTasks();
    const { body } = await listTasks({ route: '*', kind: 'missing-field', field: 'createdAt', row: 5 });
    const beyond = await listTasks({ route: '*', kind: 'missing-field', field: 'createdAt', row: 6 });

    const { createdAt, ...rest } = whole.body.data.tasks[5];
    expect(createdAt).toBeDefined();
    expect(body.data.tasks).toEqual(whole.body.data.tasks.with(5, rest));
    expect(beyond.body).toEqual(whole.body);
  });
});

describe('a fault that compresses', () => {
  it.each(['gzip', 'br', 'deflate'] as const)('encoded: sends the response in %s', async (encoding) => {
    const simulator = await startWith({ route: ROUTE, kind: 'encoded', encoding });

    const { status, headers, body } = await get(simulator, PATH);

    expect([status, headers.get('content-encoding'), body]).toEqual([200, encoding, RIGHT]);
  });

  it('encoded: compresses errors too', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'encoded', encoding: 'gzip' });

    const { status, headers, body } = await get(simulator, PATH, {});

    expect([status, headers.get('content-encoding'), body.code]).toEqual([401, 'gzip', 40101]);
  });

  it('encoded: packs any number of bytes into a few', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'encoded', encoding: 'br', bytes: 2 ** 24 });

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR });

    expect((await response.text()).length).toBeGreaterThan(2 ** 24);
  });
});

describe('the manual', () => {
  it('explains every kind of fault', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');

    const explained = [...text.matchAll(/^\| `([a-z-]+)`.*\|$/gm)].map(([, kind]) => kind);

    expect(explained).toEqual(expect.arrayContaining([...faultKinds]));
  });
});
