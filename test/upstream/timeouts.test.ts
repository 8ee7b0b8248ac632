import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startTestGateway, useGateway } from '../support/gateway.ts';

describe('a call that the upstream leaves hanging', () => {
  const gateway = useGateway({ UPSTREAM_TIMEOUT_MS: '60' });

  it.each([
    ['the details of a task', '{ task(id: "ada00000000000000007a501") { product } }', ['task']],
    ['the status of a task', '{ task(id: "ada00000000000000007a501") { status } }', ['task']],
    ['the tasks of a user', '{ user(identifier: "ada") { tasks { totalCount } } }', ['user', 'tasks']],
    ['the accounts of a user', '{ user(identifier: "ada") { accounts { id } } }', ['user', 'accounts']],
  ])('for %s is UPSTREAM_TIMEOUT', async (_read, document, path) => {
    gateway.simulator.addFault({ route: '*', kind: 'hang' });

    const { status, errors } = await gateway.query(document);

    expect(status).toBe(200);
    expect(errors).toMatchObject([{ path, extensions: { code: 'UPSTREAM_TIMEOUT', retryable: true } }]);
  });

  it('is logged as such', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'hang' });

    await gateway.query('{ user(identifier: "ada") { tasks { totalCount } } }');

    expect(gateway.logs()).toMatchObject([{ host: 'api', method: 'GET', route: '/user/{}/tasks', kind: 'timeout' }]);
  });
});

describe('an answer that begins in time', () => {
  let answer: RequestListener;
  let server: Server;
  let gateway: RunningGateway;

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    const url = await new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
    gateway = await startTestGateway({ PAYLINK_API_URL: url, PAYLINK_PCI_URL: url, UPSTREAM_TIMEOUT_MS: '400' });
  });

  afterEach(async () => {
    await gateway.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function queryCodes() {
    const { errors } = await gateway.query('{ task(id: "the-task") { status } }');
    return errors.map(({ extensions }) => extensions.code);
  }

  it('is UPSTREAM_TIMEOUT when nothing follows its headers', async () => {
    answer = (_request, response) => response.writeHead(200).flushHeaders();

    expect(await queryCodes()).toEqual(['UPSTREAM_TIMEOUT']);
  });

  it('is UPSTREAM_TIMEOUT when its body does not end', async () => {
    answer = (_request, response) => response.writeHead(200).write('{"createdAt":');

    expect(await queryCodes()).toEqual(['UPSTREAM_TIMEOUT']);
  });

  it('is what its status says when the body of an error does not end', async () => {
    answer = (_request, response) => response.writeHead(403).write('{"code":');

    expect(await queryCodes()).toEqual(['FORBIDDEN']);
  });
});
