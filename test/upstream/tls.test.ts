import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { startTestGateway } from '../support/gateway.ts';
import { endMonitoring, queuedStatus, statusOf } from '../support/held-upstream.ts';
import { useProcesses } from '../support/process.ts';

let folder: string;
let certificateFile: string;
let server: Http2SecureServer;
let requests: string[];
let url: string;

beforeEach(async () => {
  const attributes = [{ name: 'commonName', value: 'localhost' }];
  const { private: key, cert } = await generate(attributes, {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  folder = await mkdtemp(join(tmpdir(), 'paylink-tls-'));
  certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, cert);
  requests = [];
  server = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
    requests.push(`HTTP/${request.httpVersion} ${request.method} ${request.url}`);
    response.writeHead(200).end(JSON.stringify(queuedStatus));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe('a host with a certificate of its own making', () => {
  const { startCli } = useProcesses();

  async function query(env: Readonly<Record<string, string>>) {
    const upstream = { PAYLINK_UPSTREAM: 'custom', PAYLINK_API_URL: url, PAYLINK_PCI_URL: url };
    const gateway = startCli(['start'], { env: { PORT: '0', UPSTREAM_RETRIES: '0', ...upstream, ...env } });
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(await gateway.find(/http:\/\/127\.0\.0\.1:\d+/)) ?? [];
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'key', 'x-api-secret': 'secret' },
      body: JSON.stringify({ query: statusOf('a') }),
    });
    return response.json();
  }

  it('is told nothing, even if the environment would have all certificates accepted', async () => {
    const answer = await query({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });

    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    expect(requests).toEqual([]);
  });

  it('is asked, by HTTP/1.1, where its certificate is known', async () => {
    const answer = await query({ NODE_EXTRA_CA_CERTS: certificateFile });

    expect(answer).toEqual({ data: { task: { status: 'QUEUED' } } });
    expect(requests).toEqual(['HTTP/1.1 GET /task/a/status']);
  });
});

describe('a host with which no connection comes about', () => {
  let mute: Server;

  beforeEach(async () => {
    mute = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    url = `https://localhost:${(mute.address() as AddressInfo).port}`;
  });
  const sockets: { destroy(): void }[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    mute.close();
  });

  it.each([
    ['UPSTREAM_UNAVAILABLE', 'that takes too long', { UPSTREAM_CONNECT_TIMEOUT_MS: '50' }],
    ['UPSTREAM_TIMEOUT', 'the call takes too long', { UPSTREAM_TIMEOUT_MS: '50' }],
    ['UPSTREAM_TIMEOUT', 'the operation takes too long', { OPERATION_TIMEOUT_MS: '50' }],
  ])('is %s when %s, also for a write: it was never sent', async (code, _when, env) => {
    const gateway = await startTestGateway({ PAYLINK_API_URL: url, PAYLINK_PCI_URL: url, ...env });

    try {
      const answers = [await gateway.query(endMonitoring('ada')), await gateway.query(statusOf('a'))];

      expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual([code, code]);
    } finally {
      await gateway.stop();
    }
  });
});
