import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { startIdentityProvider } from '../support/identity-provider.ts';
import { listen } from '../support/listen.ts';
import { useProcesses } from '../support/process.ts';
import { describeWithRedis, startRedis } from '../support/redis.ts';

jest.setTimeout(60_000);

const processes = useProcesses();
const taskId = 'ada00000000000000007a501';
const ids = ['--drift', '--user', 'ada', '--task', taskId];

let simulator: Simulator;
let sshServer: Server;

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, pciPort: 0 });
  sshServer = createServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1');
  await once(sshServer, 'listening');
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  await simulator.stop();
  await new Promise((resolve) => sshServer.close(resolve));
});

/** Configuration of a gateway with a separate simulator as its upstream. */
const custom = () => ({
  PAYLINK_UPSTREAM: 'custom',
  PAYLINK_API_URL: simulator.apiUrl,
  PAYLINK_PCI_URL: simulator.pciUrl,
  PAYLINK_API_KEY: simulator.credentials.apiKey,
  PAYLINK_API_SECRET: simulator.credentials.apiSecret,
});

const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = custom()) =>
  processes.startCli(['doctor', ...args], { env }).ended;

describe('doctor', () => {
  it('passes without any configuration, and exits', async () => {
    const { code, stdout, stderr } = await doctor([], {});

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split(/\s*\n/)).toEqual([
      'ok      configuration',
      'ok      API host',
      'ok      PCI host',
      'ok      clock',
      'ok      credentials',
    ]);
  });

  it('reads the configured key set of bearer tokens, and reports why it cannot', async () => {
    const provider = await startIdentityProvider();
    const [good, bad] = [provider.env, { ...provider.env, AUTH_JWKS_URL: simulator.apiUrl }];

    const there = await doctor([], { ...custom(), ...good });
    const elsewhere = await doctor([], { ...custom(), ...bad });
    await provider.stop();
    const gone = await doctor([], { ...custom(), ...good });

    expect(there).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok {6}keys of bearer tokens$/m) });
    expect(elsewhere).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/AUTH_JWKS_URL does not return .*ERR_JOSE/),
    });
    expect(gone).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/AUTH_JWKS_URL does not return .*ECONNREFUSED/),
    });
  });

  it('reports why Redis cannot be used, without its URL', async () => {
    const { code, stdout } = await doctor([], { ...custom(), REDIS_URL: 'redis://:hunter2@127.0.0.1:1' });

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}Redis: REDIS_URL cannot be used \(ECONNREFUSED\)/m);
    expect(stdout).not.toContain('hunter2');
  });

  it('names every problem of the configuration, without its values', async () => {
    const { code, stdout } = await doctor([], { PORT: 'high', LOG_LEVEL: 'loud', PAYLINK_API_SECRET: 'hunter 2' });

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}configuration: PORT must/m);
    expect(stdout).toMatch(/^failed {2}configuration: LOG_LEVEL must/m);
    expect(stdout).toMatch(/^failed {2}configuration: PAYLINK_API_KEY and PAYLINK_API_SECRET must/m);
    expect(stdout).not.toMatch(/hunter|loud/);
  });

  it.each([
    { what: 'no DNS entry', url: () => 'https://paylink.invalid', problem: "the host's name cannot be resolved (" },
    {
      what: 'a closed port',
      url: () => 'http://127.0.0.1:1',
      problem: "the host's port refuses connections (ECONNREFUSED)",
    },
    {
      what: 'no TLS',
      url: () => simulator.apiUrl.replace('http://127.0.0.1', 'https://localhost'),
      problem: "the host's connection cannot be encrypted (",
    },
    {
      what: 'no HTTP',
      url: () => `http://127.0.0.1:${(sshServer.address() as AddressInfo).port}`,
      problem: "the host's port does not respond in HTTP (HPE_",
    },
  ])('reports the stage at which a host with $what fails, and checks the other host', async ({ url, problem }) => {
    const [api, pci] = await Promise.all([
      doctor([], { ...custom(), PAYLINK_API_URL: url() }),
      doctor([], { ...custom(), PAYLINK_PCI_URL: url() }),
    ]);

    expect([api.code, pci.code]).toEqual([1, 1]);
    expect(api.stdout).toContain(`failed  API host: ${problem}`);
    expect(api.stdout).toMatch(/^ok {6}PCI host\nok {6}clock\nskipped credentials: /m);
    expect(pci.stdout).toContain(`failed  PCI host: ${problem}`);
    expect(pci.stdout).toMatch(/^ok {6}API host$/m);
    expect(pci.stdout).toMatch(/^ok {6}credentials$/m);
  });

  it.each([
    ['a page of a firewall', 403, 'text/html', '<html>', '(403, not JSON); check its URL, and firewalls'],
    ['another API', 200, 'application/json', '{}', '(200 to a call without credentials); check the host and path'],
    ['another path of the API', 404, 'application/json', '{}', '(404 to a call without credentials); check the host'],
    ['a redirect', 301, 'text/plain', '', 'the host redirects the call (301); check its URL'],
    ['an outage', 503, 'text/plain', '', 'the host fails (503); try again later'],
  ])('reports that a host is the wrong one when it responds with %s', async (_what, status, type, body, problem) => {
    const wrong = createHttpServer(
      (_request, response) => void response.writeHead(status, { 'content-type': type }).end(body),
    );

    const { code, stdout } = await doctor([], { ...custom(), PAYLINK_API_URL: await listen(wrong) });
    wrong.close();

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}API host: the host /m);
    expect(stdout).toContain(problem);
  });

  it('reports a clock that is wrong', async () => {
    const hourAhead = createHttpServer((_request, response) => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      response.writeHead(401, { 'content-type': 'application/json', date }).end('{}');
    });

    const { stdout } = await doctor([], { ...custom(), PAYLINK_API_URL: await listen(hourAhead) });
    hourAhead.close();

    expect(stdout).toMatch(/^failed {2}clock: the clock of this machine is 3\d\d\d s behind the upstream's/m);
  });

  it('reports that the upstream does not accept the credentials, without printing them', async () => {
    const { code, stdout } = await doctor([], { ...custom(), PAYLINK_API_SECRET: 'correct-horse-battery' });

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}credentials: .*\(401\); check PAYLINK_API_KEY and PAYLINK_API_SECRET$/m);
    expect(stdout).not.toMatch(/correct-horse|demo-key/);
  });

  it('skips the credentials when callers send their own', async () => {
    const { PAYLINK_API_KEY, PAYLINK_API_SECRET, ...env } = custom();

    const { code, stdout } = await doctor([], env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^skipped credentials: /m);
    expect(simulator.calls().filter(({ apiKey }) => apiKey !== null)).toEqual([]);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await doctor(['--json'], { ...custom(), PAYLINK_PCI_URL: 'http://127.0.0.1:1' });

    expect(JSON.parse(stdout)).toEqual({
      checks: [
        { name: 'configuration', status: 'ok', advice: null },
        { name: 'API host', status: 'ok', advice: null },
        { name: 'PCI host', status: 'failed', advice: expect.stringContaining('ECONNREFUSED') },
        { name: 'clock', status: 'ok', advice: null },
        { name: 'credentials', status: 'ok', advice: null },
      ],
      drift: null,
    });
  });
});

describe('doctor --drift', () => {
  it('finds none when all responses match their declaration, and reads each endpoint once for each id', async () => {
    const { code, stdout } = await doctor([...ids, '--user', 'grace']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Drift:\n {2}none$/m);
    expect(simulator.requests()).toEqual([
      'GET /user/ada/tasks',
      'GET /ada/pay-link/accounts',
      'GET /user/grace/tasks',
      'GET /grace/pay-link/accounts',
      `GET /task/${taskId}/status`,
      `GET /task/${taskId}/details`,
    ]);
  });

  it('lists differences by endpoint, path and kind, without values and ids', async () => {
    simulator.addFault({ route: 'GET /:identifier/pay-link/accounts', kind: 'extra-field', field: 'billing' });
    simulator.addFault({ route: 'GET /user/:identifier/tasks', kind: 'unknown-enum', field: 'product' });
    simulator.addFault({ route: 'GET /task/:taskId/details', kind: 'wrong-type', field: 'name' });

    const [text, json] = await Promise.all([doctor([...ids, '--user', 'grace']), doctor([...ids, '--json'])]);

    expect([text.code, json.code]).toEqual([2, 2]);
    expect(text.stdout).toContain('  GET /user/:identifier/tasks  data.tasks[].product  unknown-value, in 2 answers\n');
    const { drift } = JSON.parse(json.stdout);
    expect(drift).toContainEqual({
      endpoint: 'GET /task/:taskId/details',
      path: 'data.task.company.name',
      kind: 'other-type',
      answers: 1,
    });
    expect(drift).toContainEqual({
      endpoint: 'GET /:identifier/pay-link/accounts',
      path: expect.stringMatching(/^accounts\[\]\.account\./),
      kind: 'unknown-key',
      answers: 1,
    });
    expect(text.stdout + json.stdout).not.toMatch(/\b(ada|grace|never-heard-of|demo-)|7a501/);
  });

  it('fails when a read failed, even if other responses differ', async () => {
    simulator.addFault({ route: 'GET /user/:identifier/tasks', kind: 'unknown-enum', field: 'product' });
    simulator.addFault({ route: 'GET /task/:taskId/status', kind: 'missing-field', field: 'status' });

    const { code, stdout } = await doctor([...ids, '--task', 'no-such-task']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}GET \/task\/:taskId\/status, task 1: the response cannot be served/m);
    expect(stdout).toMatch(/^failed {2}GET \/task\/:taskId\/details, task 2: .*\(404\)/m);
    expect(stdout).toMatch(/^ {2}GET \/user\/:identifier\/tasks {2}data\.tasks\[\]\.product {2}unknown-value/m);
    expect(stdout).not.toContain('no-such-task');
  });

  it('reads from its own simulator when no other upstream is configured', async () => {
    const { code, stdout } = await doctor(ids, {});

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}none$/m);
    expect(simulator.requests()).toEqual([]);
  });

  it.each([
    { args: ['--drift'], complaint: '--drift needs at least one --user or --task' },
    { args: ['--user', 'ada'], complaint: '--user and --task need --drift' },
  ])('refuses incomplete options: $args', async ({ args, complaint }) => {
    const { code, stdout, stderr } = await doctor(args);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(simulator.requests()).toEqual([]);
  });

  it('needs credentials', async () => {
    const { PAYLINK_API_KEY, PAYLINK_API_SECRET, ...env } = custom();

    const { code, stdout } = await doctor(ids, env);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}credentials: none are set/m);
  });
});

describeWithRedis('doctor', () => {
  it('passes when Redis can be used', async () => {
    const redis = await startRedis();

    const { code, stdout } = await doctor([], { ...custom(), REDIS_URL: redis.url });
    await redis.stop();

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {6}Redis$/m);
  });
});
