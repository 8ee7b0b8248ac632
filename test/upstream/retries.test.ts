import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type Answer, startTestGateway } from '../support/gateway.ts';
import { type Arrival, endMonitoring, queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';

const upstream = useHeldUpstream({ UPSTREAM_RETRIES: '2' });

const createAccessToken = 'mutation { createAccessToken(input: { identifier: "ada" }) { user { identifier } } }';
const updateUser = `mutation ($data: UserDataInput!) {
  updateUser(input: { identifier: "ada", data: $data }) { userErrors { code } }
}`;
const created = { data: { publicToken: 'token', token: 'token' } };

type Failure = readonly [name: string, fail: (arrival: Arrival) => void];

const status = (code: number): Failure => [`a ${code}`, (arrival) => arrival.answer(code)];
const reset: Failure = ['a reset connection', (arrival) => arrival.reset()];
const halfAnAnswer: Failure = [
  'half an answer',
  ({ response }) => void response.writeHead(200).write('{"createdAt":', () => response.destroy()),
];
const nonJson: Failure = ['a page for people', (arrival) => arrival.answer(200, '<h1>Sorry</h1>')];
const hugeHeader: Failure = ['a huge header', (arrival) => arrival.answer(200, '{}', { 'x-huge': 'x'.repeat(20_000) })];

const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('a read', () => {
  it.each([
    status(408),
    status(425),
    status(429),
    status(502),
    status(503),
    status(504),
    status(527),
    reset,
    halfAnAnswer,
  ])('is made again after %s', async (_failure, fail) => {
    const { answer } = upstream.ask(statusOf('a'));
    fail(await upstream.next());
    fail(await upstream.next());
    (await upstream.next()).answer(200, queuedStatus);

    expect(await answer).toMatchObject({ data: { task: { status: 'QUEUED' } }, errors: [] });
  });

  it.each([
    status(302),
    status(400),
    status(401),
    status(403),
    status(404),
    status(418),
    status(422),
    status(500),
    nonJson,
    hugeHeader,
  ])('is not made again after %s', async (_failure, fail) => {
    const { answer } = upstream.ask(statusOf('a'));
    fail(await upstream.next());

    expect((await answer).data).toEqual({ task: null });
    expect(upstream.calls()).toHaveLength(1);
  });

  it('fails as it failed last when no retry is left', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    for (const code of [503, 502, 429]) (await upstream.next()).answer(code);

    expect(codesOf(await answer)).toEqual(['RATE_LIMITED']);
    expect(upstream.calls()).toHaveLength(3);
  });

  it.each([['0'], ['Wed, 21 Oct 2015 07:28:00 GMT']])('is made again when Retry-After is %s', async (retryAfter) => {
    const { answer } = upstream.ask(statusOf('a'));
    (await upstream.next()).answer(429, '', { 'retry-after': retryAfter });
    (await upstream.next()).answer(200, queuedStatus);

    expect((await answer).errors).toEqual([]);
  });

  it('fails at once when Retry-After is later than anybody waits, and says when', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    (await upstream.next()).answer(503, '', { 'retry-after': '7200' });

    expect((await answer).errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true, retryAfter: 7200 } },
    ]);
    expect(upstream.calls()).toHaveLength(1);
  });

  it('that is made again is logged with its failure', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    (await upstream.next()).answer(503);
    (await upstream.next()).answer(200, queuedStatus);
    await answer;

    const attempts = upstream.gateway.logs().filter(({ route }) => route === '/task/{}/status');
    expect(attempts).toMatchObject([{ kind: 'unavailable', attempt: 1 }]);
  });
});

describe('a PUT', () => {
  it.each([
    ['PUT /user', updateUser, { data: { identity: { city: 'London' } } }],
    ['PUT /user/ada/end-monitoring', endMonitoring('ada'), {}],
  ])('%s is made again after every failure that passes', async (call, document, variables) => {
    const { answer } = upstream.ask(document, { variables });
    (await upstream.next()).reset();
    (await upstream.next()).answer(429);
    (await upstream.next()).answer(204);

    expect((await answer).errors).toEqual([]);
    expect(upstream.calls()).toEqual([call, call, call]);
  });

  it.each([halfAnAnswer, nonJson])('has succeeded with %s when it was a 2xx', async (_answer, send) => {
    const { answer } = upstream.ask(endMonitoring('ada'));
    send(await upstream.next());

    expect((await answer).errors).toEqual([]);
    expect(upstream.calls()).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 422, 425, 429, 500, 503])(
    'that may have taken effect is OUTCOME_UNKNOWN when its last attempt ends with a %i',
    async (last) => {
      const { answer } = upstream.ask(endMonitoring('ada'));
      (await upstream.next()).answer(502);
      (await upstream.next()).reset();
      (await upstream.next()).answer(last, { message: 'no' });

      expect(codesOf(await answer)).toEqual(['OUTCOME_UNKNOWN']);
    },
  );

  it('that may have taken effect keeps its idempotency key when its last attempt is refused', async () => {
    const document = `mutation { endMonitoring(input: { identifier: "ada", idempotencyKey: "k" }) { userErrors { code } } }`;
    const first = upstream.ask(document);
    (await upstream.next()).reset();
    (await upstream.next()).answer(422);
    await first.answer;

    const again = await upstream.gateway.query(document);

    expect(codesOf(again)).toEqual(['OUTCOME_UNKNOWN']);
    expect(upstream.calls()).toHaveLength(2);
  });

  it.each([
    [429, 'RATE_LIMITED'],
    [503, 'UPSTREAM_UNAVAILABLE'],
  ])('that was turned away with %i each time is %s', async (code, expected) => {
    const { answer } = upstream.ask(endMonitoring('ada'));
    for (let attempt = 1; attempt <= 3; attempt += 1) (await upstream.next()).answer(code);

    expect(codesOf(await answer)).toEqual([expected]);
  });
});

describe('POST /access-token', () => {
  it.each([
    ['RATE_LIMITED', ...status(429)],
    ['UPSTREAM_UNAVAILABLE', ...status(503)],
    ['OUTCOME_UNKNOWN', ...status(502)],
    ['OUTCOME_UNKNOWN', ...status(504)],
    ['OUTCOME_UNKNOWN', ...status(408)],
    ['OUTCOME_UNKNOWN', ...status(520)],
    ['OUTCOME_UNKNOWN', ...status(523)],
    ['OUTCOME_UNKNOWN', ...status(599)],
    ['UPSTREAM_UNAVAILABLE', ...status(425)],
    ['OUTCOME_UNKNOWN', ...reset],
    ['OUTCOME_UNKNOWN', ...halfAnAnswer],
    ['OUTCOME_UNKNOWN', ...hugeHeader],
  ])('is %s and not made again after %s', async (code, _failure, fail) => {
    const { answer } = upstream.ask(createAccessToken);
    fail(await upstream.next());

    expect(codesOf(await answer)).toEqual([code]);
    expect(upstream.calls()).toHaveLength(1);
  });

  it.each([
    ['OUTCOME_UNKNOWN', 520, ''],
    ['UPSTREAM_INVALID_RESPONSE', 403, '<h1>Blocked</h1>'],
  ])('is %s after a %i, and whether the same key sends it again follows from that', async (code, status, body) => {
    const keyed = createAccessToken.replace('"ada"', '"ada", idempotencyKey: "k"');
    const first = upstream.ask(keyed);
    (await upstream.next()).answer(status, body);
    expect(codesOf(await first.answer)).toEqual([code]);
    upstream.answerAll((arrival) => arrival.answer(200, created));

    const again = await upstream.gateway.query(keyed);

    const isKept = code === 'OUTCOME_UNKNOWN';
    expect(codesOf(again)).toEqual(isKept ? [code] : []);
    expect(upstream.calls()).toHaveLength(isKept ? 1 : 2);
  });

  it('goes over a new connection when the upstream has closed the old one in between', async () => {
    const before = upstream.ask(createAccessToken);
    const { response, answer } = await upstream.next();
    const { socket } = response;
    answer(200, created);
    await before.answer;
    socket?.end();
    if (socket) await once(socket, 'close');

    const after = upstream.ask(createAccessToken);
    const second = await upstream.next();
    expect(second.response.socket).not.toBe(socket);
    second.answer(200, created);

    expect((await after.answer).errors).toEqual([]);
  });

  it('is OUTCOME_UNKNOWN when an old connection is reset under it', async () => {
    const before = upstream.ask(createAccessToken);
    const first = await upstream.next();
    const { socket } = first.response;
    first.answer(200, created);
    await before.answer;

    const after = upstream.ask(createAccessToken);
    const second = await upstream.next();
    expect(second.response.socket).toBe(socket);
    second.reset();

    expect(codesOf(await after.answer)).toEqual(['OUTCOME_UNKNOWN']);
    expect(upstream.calls()).toEqual(['POST /access-token', 'POST /access-token']);
  });
});

describe('POST /access-token, when nobody listens', () => {
  it('is made again, for it never left, and is sent once', async () => {
    const server = createServer((_request, response) => response.end(JSON.stringify(created)));
    const requests: (string | undefined)[] = [];
    server.on('request', ({ url }) => requests.push(url));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const url = `http://127.0.0.1:${port}`;
    const gateway = await startTestGateway({ PAYLINK_API_URL: url, PAYLINK_PCI_URL: url, UPSTREAM_RETRIES: '10' });

    try {
      const answer = gateway.query(createAccessToken);
      while (gateway.logs().length === 0) await new Promise(setImmediate);
      server.listen(port, '127.0.0.1');

      expect((await answer).errors).toEqual([]);
      expect(requests).toEqual(['/access-token']);
    } finally {
      await gateway.stop();
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('an outage', () => {
  it('is multiplied by retries no more than by a fifth, but for the first few', async () => {
    const { gateway } = upstream;
    upstream.answerAll((arrival) => arrival.answer(503));
    const tasks = (operation: number) =>
      Array.from({ length: 20 }, (_, index) => `t${index}: task(id: "${operation}-${index}") { status }`);

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, operation) => gateway.query(`{ ${tasks(operation).join(' ')} }`)),
    );

    expect(answers.flatMap(codesOf)).toEqual(Array(200).fill('UPSTREAM_UNAVAILABLE'));
    expect(upstream.calls().length).toBeGreaterThan(200);
    expect(upstream.calls().length).toBeLessThanOrEqual(250);
  });
});
