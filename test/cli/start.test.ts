import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { anyPorts, type ProcessOptions, useProcesses } from '../support/process.ts';

jest.setTimeout(60_000);

const processes = useProcesses();

describe('start', () => {
  it('prints a first query that works', async () => {
    const { url, banner } = await start();
    const pasted = /^(#|query\b|\{).*^\}$/ms.exec(banner)?.[0] ?? '';

    const { data, errors } = await query(url, pasted);

    expect(errors).toBeUndefined();
    const { accounts, tasks } = data.user;
    expect(tasks.totalCount).toBeGreaterThan(0);
    expect(tasks.nodes.length).toBeGreaterThan(0);
    for (const part of ['suggestions', 'plans']) {
      expect(accounts.flatMap((account: Record<string, unknown[]>) => account[part])).not.toEqual([]);
    }
    expect(accounts.filter((account: { billing: unknown }) => account.billing)).not.toEqual([]);
  });

  it('prints addresses that respond', async () => {
    const { url, banner } = await start();
    const addresses = banner.match(/http:\/\/localhost:\d+[\w/]*/g) ?? [];

    const statuses = await Promise.all(addresses.map(async (address) => (await fetch(address)).status));

    expect(addresses).toContain(url);
    expect(addresses).toContain(url.replace(/graphql$/, 'graphiql'));
    // GraphQL refuses a request without a query, and the simulator one without a path.
    expect(statuses.every((status) => [200, 400, 404].includes(status))).toBe(true);
    expect(banner).toContain('x-api-key: demo-key    x-api-secret: demo-secret');
  });

  it('does not mention the explorer when it is off', async () => {
    const { banner } = await start({ env: { EXPLORER: 'off' } });

    expect(banner).not.toMatch(/Sandbox|graphiql|explorer/i);
    expect(banner).toMatch(/Upstream +simulator: http:/);
  });

  it('logs one line instead of the banner when its upstream is not its own simulator', async () => {
    const urls = { PAYLINK_API_URL: 'http://127.0.0.1:1', PAYLINK_PCI_URL: 'http://127.0.0.1:1' };
    const gateway = processes.startCli(['start'], { env: { ...anyPorts, PAYLINK_UPSTREAM: 'custom', ...urls } });

    const line = JSON.parse(await gateway.find(/\n/));

    expect(line).toMatchObject({ msg: 'gateway listening', upstream: 'custom', url: expect.any(String) });
    expect((await fetch(`${line.url}/health/ready`)).status).toBe(200);
    expect(await gateway.stop()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it.each(['start', 'simulator'])('stops %s gracefully while a connection is open', async (command) => {
    const running = processes.startCli([command], { env: anyPorts });
    const banner = await running.find(/Stop with Ctrl-C/);
    const connection = connect(Number(/:(\d+)/.exec(banner)?.[1]), '127.0.0.1').setEncoding('utf8');
    connection.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: keep-alive\r\n\r\n');
    const [answer] = await once(connection, 'data');

    const { code, stderr } = await running.stop(signal);

    expect(answer).toMatch(/^HTTP\/1.1 \d+ /);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    connection.destroy();
  });
});

describe('stopping with DRAIN_MS', () => {
  it('reports 503 to load balancers and still serves, until a second signal ends it at once', async () => {
    const { url, stop, signal } = await start({ env: { DRAIN_MS: '3000' } });
    const readyUrl = url.replace('/graphql', '/health/ready');

    signal('SIGTERM');
    let ready = await fetch(readyUrl);
    while (ready.status === 200) ready = await fetch(readyUrl);
    const served = await post(url, '{ __typename }');
    const { code } = await stop();

    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'stopping' });
    expect(await served.json()).toEqual({ data: { __typename: 'Query' } });
    expect(code).toBe(1);
  });
});

describe('stopping', () => {
  it('waits for a response in progress, and not for its idle connection', async () => {
    const { url, simulatorUrl, stop } = await start({ env: { UPSTREAM_TIMEOUT_MS: '20000' } });
    // Longer than servers that cut connections off after a fixed time usually wait.
    await control(simulatorUrl, 'faults', { route: '*', kind: 'latency', ms: 11_000 });
    const answering = post(url, '{ user(identifier: "ada") { accounts { id } } }');
    for (let calls = []; calls.length === 0; ) calls = (await control(simulatorUrl, 'calls')).calls;

    const { code } = await stop();
    const answer = await answering;

    expect(code).toBe(0);
    expect(await answer.json()).toMatchObject({ data: { user: { accounts: expect.any(Array) } } });
    // Node would wait for a connection that is kept open.
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('does not wait for a connection without a request', async () => {
    const { url, simulatorUrl, stop } = await start();
    const unused = connect(Number(new URL(url).port), '127.0.0.1');
    await once(unused, 'connect');
    await control(simulatorUrl, 'faults', { route: '*', kind: 'latency', ms: 2_000 });
    const answering = post(url, '{ user(identifier: "ada") { accounts { id } } }');
    for (let calls = []; calls.length === 0; ) calls = (await control(simulatorUrl, 'calls')).calls;

    const stopped = stop();
    const first = await Promise.race([once(unused.resume(), 'close').then(() => 'unused'), answering]);
    await stopped;

    expect(first).toBe('unused');
  });
});

describe('SIMULATOR_DATA=file', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'paylink-graphql-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    {
      where: 'in the given file',
      cwd: () => '/',
      env: () => ({ SIMULATOR_FILE: join(folder, 'named.sqlite') }),
    },
    { where: 'in the default folder', cwd: () => folder, env: () => ({}) },
  ])('keeps writes over a restart, $where', async ({ cwd, env }) => {
    const options = { cwd: cwd(), env: { SIMULATOR_DATA: 'file', ...env() } };
    const tasks = '{ user(identifier: "katherine") { tasks { totalCount } } }';

    const first = await start(options);
    const before = await query(first.url, tasks);
    const written = await query(
      first.url,
      'mutation { createAccessToken(input: { identifier: "katherine" }) { userErrors { code } } }',
    );
    await first.stop();
    const second = await start(options);
    const after = await query(second.url, tasks);

    expect(before.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(written).toEqual({ data: { createAccessToken: { userErrors: [] } } });
    expect(after).toEqual({ data: { user: { tasks: { totalCount: 0 } } } });
  });
});

async function start({ env, cwd }: ProcessOptions = {}) {
  const { find, stop, signal } = processes.startCli(['start'], { env: { ...anyPorts, ...env }, ...(cwd && { cwd }) });
  const banner = await find(/Stop with Ctrl-C/);
  const url = /http:\S+\/graphql\b/.exec(banner)?.[0] ?? '';
  const simulatorUrl = /http:\S+\/__simulator\//.exec(banner)?.[0] ?? '';
  return { banner, url, simulatorUrl, stop, signal };
}

function post(url: string, query: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers freely, and a wrong guess fails them.
async function query(url: string, document: string): Promise<any> {
  return (await post(url, document)).json();
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
async function control(simulatorUrl: string, path: string, body?: object): Promise<any> {
  const options = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
  return (await fetch(simulatorUrl + path, options)).json();
}
