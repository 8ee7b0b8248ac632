import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { generate } from 'selfsigned';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { queuedStatus, statusOf } from '../support/held-upstream.ts';
import { useProcesses } from '../support/process.ts';

jest.setTimeout(60_000);

const names = ['api.paylink.test', 'pci.paylink.test', 'issuer.paylink.test'];
const urls = { PAYLINK_API_URL: `https://${names[0]}`, PAYLINK_PCI_URL: `https://${names[1]}` };
const auth = { AUTH_JWKS_URL: `https://${names[2]}/jwks`, AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' };
const keyPair = { PAYLINK_API_KEY: 'key', PAYLINK_API_SECRET: 'secret' };

const { startCli } = useProcesses();
let folder: string;
let upstream: Server;
let requests: string[];
let env: Readonly<Record<string, string>>;
let proxy: ConnectProxy;

beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'paylink.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  folder = await mkdtemp(join(tmpdir(), 'paylink-proxy-'));
  await writeFile(join(folder, 'certificate.pem'), cert);
  upstream = createServer({ key, cert }, ({ method, url, headers }, response) => {
    requests.push(`${method} ${headers.host}${url}`);
    const isRefused = !url?.startsWith('/jwks') && headers['x-api-key'] === undefined;
    const body = url === '/jwks' ? { keys: [] } : isRefused ? { message: 'no credentials' } : queuedStatus;
    response.writeHead(isRefused ? 401 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
});
afterAll(async () => {
  upstream.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  requests = [];
  proxy = await startConnectProxy(upstream);
  const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') };
  env = { PORT: '0', UPSTREAM_RETRIES: '0', PAYLINK_UPSTREAM: 'custom', ...urls, ...trust, HTTPS_PROXY: proxy.url };
});
afterEach(() => proxy.stop());

async function queryStatus(more: Readonly<Record<string, string>>) {
  const gateway = startCli(['start'], { env: { ...env, ...more } });
  const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(await gateway.find(/http:\/\/127\.0\.0\.1:\d+/)) ?? [];
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'key', 'x-api-secret': 'secret' },
    body: JSON.stringify({ query: statusOf('a') }),
  });
  return response.json();
}

const doctor = (more: Readonly<Record<string, string>> = {}) =>
  startCli(['doctor'], { env: { ...env, ...keyPair, ...more } }).ended;

describe('HTTPS_PROXY', () => {
  it('is used for the upstream and for the keys of bearer tokens', async () => {
    const answer = await queryStatus({ ...auth, ...keyPair });

    expect(answer).toEqual({ data: { task: { status: 'QUEUED' } } });
    expect(requests.toSorted()).toEqual(['GET api.paylink.test/task/a/status', 'GET issuer.paylink.test/jwks']);
    expect(proxy.targets.toSorted()).toEqual(['api.paylink.test:443', 'issuer.paylink.test:443']);
  });

  it.each([
    ['excepted by NO_PROXY', { NO_PROXY: 'other.test, .paylink.test' }],
    ['its credentials are wrong', { HTTPS_PROXY: 'http://me:wrong@127.0.0.1:1' }],
  ])('leads to UPSTREAM_UNAVAILABLE, and to no request elsewhere, when the host is %s', async (_what, more) => {
    expect(await queryStatus(more)).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(requests).toEqual([]);
  });

  it('is not used for this machine', async () => {
    const { code, stdout } = await startCli(['doctor'], { env: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url } })
      .ended;

    expect(code).toBe(0);
    expect(stdout).not.toContain('proxy');
    expect(proxy.targets).toEqual([]);
  });

  it('is shown by doctor without its credentials', async () => {
    const { code, stdout } = await doctor(auth);

    const { origin } = new URL(proxy.url);
    expect(stdout.trim().split(/\s*\n/)).toEqual([
      'ok      configuration',
      `ok      API host, through the proxy ${origin}`,
      `ok      PCI host, through the proxy ${origin}`,
      'ok      clock',
      'ok      credentials',
      `ok      keys of bearer tokens, through the proxy ${origin}`,
    ]);
    expect(code).toBe(0);
  });

  it.each([
    ['refuses the credentials', () => proxy.url.replace('hunter2', 'hunter3'), 'the proxy refuses to connect (407)'],
    ['does not listen', () => 'http://me:hunter2@127.0.0.1:1', "the proxy's port refuses connections (ECONNREFUSED)"],
    ['has no DNS entry', () => 'http://me:hunter2@proxy.invalid', "the proxy's name cannot be resolved ("],
  ])('is told apart from the host by doctor when it %s', async (_what, url, problem) => {
    const { code, stdout } = await doctor({ HTTPS_PROXY: url() });

    expect(code).toBe(1);
    expect(stdout).toContain(`: ${problem}`);
    expect(stdout).not.toMatch(/hunter|me:/);
  });

  it('lets doctor find a certificate that is not trusted behind it', async () => {
    const { stdout } = await doctor({ NODE_EXTRA_CA_CERTS: '' });

    expect(stdout).toMatch(/^failed {2}API host, .*: the host's connection cannot be encrypted \(\w*SELF_SIGNED\w*\)/m);
  });
});
