import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';

/** An upstream with faults that the simulator does not have. */
let answer: RequestListener;
let requests: string[];
let server: Server;
let gateway: RunningGateway;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  gateway = await startTestGateway({ PAYLINK_API_URL: `${url}/base/`, PAYLINK_PCI_URL: url });
});

afterEach(async () => {
  await gateway.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json = { 'content-type': 'application/json' };
const queued = JSON.stringify({ createdAt: '2024-01-01T00:00:00.000Z', status: 'queued' });
const document = '{ task(id: "the-task") { status } }';

async function queryCode(): Promise<string | undefined> {
  const { data, errors } = await gateway.query(document);
  expect(data).toEqual({ task: null });
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions.code;
}

describe('an upstream', () => {
  it('is asked below the path of its configured URL', async () => {
    answer = (_request, response) => response.writeHead(200, json).end(queued);

    const { data } = await gateway.query(document);

    expect(data).toEqual({ task: { status: 'QUEUED' } });
    expect(requests).toEqual(['GET /base/task/the-task/status']);
  });

  it('is believed whatever the content type of its JSON', async () => {
    answer = (_request, response) => response.writeHead(201, { 'content-type': 'text/plain' }).end(queued);

    const { data } = await gateway.query(document);

    expect(data).toEqual({ task: { status: 'QUEUED' } });
  });

  it.each([301, 302, 303, 307, 308])('is not followed where a %i points to', async (status) => {
    answer = ({ url }, response) =>
      url === '/elsewhere'
        ? response.writeHead(200, json).end(queued)
        : response.writeHead(status, { ...json, location: '/elsewhere' }).end(queued);

    expect(await queryCode()).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(requests).toEqual(['GET /base/task/the-task/status']);
  });

  it('is unavailable when it closes without an answer', async () => {
    answer = ({ socket }) => socket.end();

    expect(await queryCode()).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('is unavailable when what it speaks is not HTTP', async () => {
    answer = ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.6\r\n');

    expect(await queryCode()).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('gives an invalid answer when that is larger than anything it could mean', async () => {
    const padded = JSON.stringify({ ...JSON.parse(queued), padding: ' '.repeat(17 * 1024 * 1024) });
    answer = (_request, response) => response.writeHead(200, json).end(padded);

    expect(await queryCode()).toBe('UPSTREAM_INVALID_RESPONSE');
  });

  it('is taken for one that cannot be reached when a chunked body breaks off', async () => {
    answer = (_request, response) =>
      response.writeHead(200, json).write(queued, () => {
        response.destroy();
      });

    expect(await queryCode()).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('is judged by the status of an error whose body breaks off', async () => {
    answer = (_request, response) =>
      response.writeHead(429, { ...json, 'retry-after': '3' }).write('{"code":', () => {
        response.destroy();
      });

    expect(await queryCode()).toBe('RATE_LIMITED');
  });

  it.each([
    '2024-02-30T00:00:00.000Z',
    '2024-01-01T25:00:00.000Z',
    '2016-12-31T23:59:60.000Z',
    '2024-02-30',
    '1704067200000',
    '',
  ])('gives an invalid answer when a task was created at %p', async (createdAt) => {
    answer = (_request, response) => response.writeHead(200, json).end(JSON.stringify({ status: 'queued', createdAt }));

    const { errors } = await gateway.query('{ task(id: "the-task") { status createdAt } }');

    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  });

  it('may tell a time with another offset, which is served in UTC', async () => {
    answer = (_request, response) =>
      response.writeHead(200, json).end(JSON.stringify({ status: 'queued', createdAt: '2024-01-01T02:30:00+02:00' }));

    const { data } = await gateway.query('{ task(id: "the-task") { createdAt } }');

    expect(data).toEqual({ task: { createdAt: '2024-01-01T00:30:00.000Z' } });
  });
});
