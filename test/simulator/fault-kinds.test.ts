import { describe, expect, it } from '@jest/globals';
import { call, causeOf, get, KEY_PAIR, send, start, startWith, until } from './harness.ts';

const ROUTE = 'GET /task/:taskId/status';
const PATH = '/task/ada00000000000000007a503/status';

describe('a fault', () => {
  it('latency: sends the usual response later', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'latency', ms: 40 });
    const begin = performance.now();

    const { status, body } = await get(simulator, PATH);

    expect([status, body.status]).toEqual([200, 'failed']);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(38);
  });

  it('latency: leaves no timer when the client disconnects', async () => {
    const simulator = await startWith({ route: 'PUT /user', kind: 'latency', ms: 2_000_000 });
    const body = JSON.stringify({ identifier: 'new', data: {} });
    const headers = { ...KEY_PAIR, 'content-type': 'application/json' };
    const client = new AbortController();

    const cause = causeOf(call(`${simulator.apiUrl}/user`, { method: 'PUT', headers, body, signal: client.signal }));
    await until(() => simulator.findUser('new') !== undefined);
    client.abort();

    expect(await cause).toBe('AbortError');
    expect(simulator.calls()).toMatchObject([{ status: null }]);
  });

  it('hang: never responds', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'hang' });

    const client = new AbortController();
    let isAnswered = false;

    const cause = causeOf(call(simulator.apiUrl + PATH, { headers: KEY_PAIR, signal: client.signal }));
    cause.then(() => {
      isAnswered = true;
    });
    await until(() => simulator.calls().length > 0);
    await get(simulator, '/__simulator/clock');

    expect(isAnswered).toBe(false);
    client.abort();
    expect(await cause).toBe('AbortError');
    expect(simulator.calls()).toMatchObject([{ route: ROUTE, status: null }]);
  });

  it('hang: ends at once when the simulator stops', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'hang' });
    const hanging = causeOf(get(simulator, PATH));
    await until(() => simulator.calls().length > 0);

    await simulator.stop();

    expect(await hanging).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
  });

  it('reset: breaks the connection', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'reset' });

    expect(await causeOf(get(simulator, PATH))).toBe('ECONNRESET');
    expect(simulator.calls()).toMatchObject([{ status: null }]);
  });

  it('truncated: sends less than its content length', async () => {
    const simulator = await startWith({ route: ROUTE, kind: 'truncated' });

    const response = await fetch(simulator.apiUrl + PATH, { headers: KEY_PAIR });

    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(80);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('non-json: responds with a web page', async () => {
    const { status, headers, text } = await get(await startWith({ route: ROUTE, kind: 'non-json' }), PATH);

    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toMatch(/^<!doctype html>/);
  });

  it('status: responds with the given error', async () => {
    const simulator = await start();
    simulator.addFault({ route: ROUTE, kind: 'status', status: 503, times: 1 });
    simulator.addFault({ route: ROUTE, kind: 'status', status: 429, retryAfter: 7, times: 1 });
    simulator.addFault({ route: ROUTE, kind: 'status', status: 502, body: 'Bad gateway', times: 1 });
    simulator.addFault({ route: ROUTE, kind: 'status', status: 400, body: { error: { message: 'no' } }, times: 1 });
    simulator.addFault({ route: ROUTE, kind: 'status', status: 200, body: null, times: 1 });

    const unavailable = await get(simulator, PATH);
    const limited = await get(simulator, PATH);
    const text = await get(simulator, PATH);
    const nested = await get(simulator, PATH);
    const replaced = await get(simulator, PATH);

    expect([unavailable.status, unavailable.body.code]).toEqual([503, 50300]);
    expect([limited.status, limited.headers.get('retry-after'), limited.body.code]).toEqual([429, '7', 42900]);
    expect([text.status, text.text, text.headers.get('content-type')]).toEqual([
      502,
      'Bad gateway',
      'text/plain; charset=utf-8',
    ]);
    expect([nested.status, nested.body]).toEqual([400, { error: { message: 'no' } }]);
    expect([replaced.status, replaced.body]).toEqual([200, null]);
    expect(simulator.calls().map(({ status }) => status)).toEqual([503, 429, 502, 400, 200]);
  });

  it('status: has the given headers, one of them twice', async () => {
    const headers = { 'retry-after': ['7', ' 7 '], date: 'Tue, 15 Jan 2030 12:00:00 GMT' };
    const simulator = await startWith({ route: ROUTE, kind: 'status', status: 503, headers });

    const answer = await get(simulator, PATH);

    expect([answer.headers.get('retry-after'), answer.headers.get('date')]).toEqual(['7, 7 ', headers.date]);
  });

  it('firewall: refuses with a web page, and nothing takes effect', async () => {
    const simulator = await start();
    simulator.addFault({ route: '*', kind: 'firewall', times: 1 });
    simulator.addFault({ route: '*', kind: 'firewall', status: 401, times: 1 });

    const forbidden = await send(simulator, 'PUT', '/user', { identifier: 'new', data: {} });
    const unauthorized = await get(simulator, PATH);

    expect([forbidden.status, unauthorized.status]).toEqual([403, 401]);
    for (const { headers, text } of [forbidden, unauthorized]) {
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(text).toMatch(/^<!doctype html>/);
    }
    expect(simulator.findUser('new')).toBeUndefined();
  });

  it('unknown-enum: replaces every value of the key', async () => {
    const simulator = await startWith({ route: '*', kind: 'unknown-enum', field: 'type' });

    const { body } = await get(simulator, '/ada/pay-link/accounts');

    expect(body.accounts[0]).toMatchObject({ type: 'never-heard-of', account: { type: 'never-heard-of' } });
    expect(body.accounts[0].actions[2].type).toBe('never-heard-of');
    expect(body.accounts[0].account.billing.amount).toBe(28.98);
  });

  it('missing-field: removes the key everywhere', async () => {
    const simulator = await startWith({ route: '*', kind: 'missing-field', field: '_id' });

    const { text } = await get(simulator, '/task/ada00000000000000007a501/details');

    expect(text).not.toContain('_id');
    expect(text).toContain('"identifier":"ada"');
  });
});
