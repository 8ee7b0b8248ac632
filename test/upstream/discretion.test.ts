import { describe, expect, it } from '@jest/globals';
import { type Answer, type TestGateway, useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const canary = 'canary-5a1f';
const taskId = 'ada00000000000000007a501';
const identifier = 'somebody-7c2e';

const document = `query ($taskId: ID!, $identifier: ID!) {
  status: task(id: $taskId) { status }
  details: task(id: "other-9d3b") { product }
  tasks(ids: [$taskId]) { company { name } }
  user(identifier: $identifier) { tasks { totalCount } accounts { id } }
}`;

const faults = [
  ...[302, 400, 401, 403, 404, 418, 422, 429, 500, 503].flatMap((status) => [
    { kind: 'status', status, body: { code: 1, message: canary, error: { message: canary } } } as const,
    { kind: 'status', status, body: `<h1>${canary}</h1>` } as const,
  ]),
  { kind: 'status', status: 200, body: { [canary]: canary } },
  { kind: 'status', status: 200, body: `${canary} is not JSON` },
  { kind: 'status', status: 429, body: canary, retryAfter: canary },
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'non-json' },
] as const;

/** Text that neither a caller of the gateway nor a reader of its log may learn from a failure. */
const secretsOf = ({ simulator }: TestGateway) => [
  canary,
  taskId,
  'other-9d3b',
  identifier,
  'demo-key',
  'demo-secret',
  '127.0.0.1',
  'localhost',
  simulator.apiUrl,
  'node_modules',
];

function expectDiscretion({ errors }: Answer, asked: TestGateway): void {
  const told = JSON.stringify(errors);
  const logged = JSON.stringify(asked.logs());
  for (const secret of secretsOf(asked)) {
    expect(told).not.toContain(secret);
    expect(logged).not.toContain(secret);
  }
  expect(told).not.toMatch(/stack|https?:|\/task\/|\/user\//);
}

describe.each(faults.map((fault) => ({ name: JSON.stringify(fault), fault })))('of $name', ({ fault }) => {
  it('an error tells neither what the upstream wrote, nor where it is, nor whom it was asked about', async () => {
    gateway.simulator.addUser({ identifier });
    gateway.simulator.addFault({ route: '*', ...fault });

    const answer = await gateway.query(document, { variables: { taskId, identifier } });

    expect(answer.errors.length).toBeGreaterThan(0);
    expect(gateway.logs().length).toBeGreaterThan(0);
    expectDiscretion(answer, gateway);
  });
});

describe('without an upstream', () => {
  const cutOff = useGateway();

  it('an error does not tell where that would be', async () => {
    await cutOff.simulator.stop();

    const answer = await cutOff.query(document, { variables: { taskId, identifier } });

    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(Array(5).fill('UPSTREAM_UNAVAILABLE'));
    expectDiscretion(answer, cutOff);
  });
});
