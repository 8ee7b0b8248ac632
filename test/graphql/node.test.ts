import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { mintToken } from '../support/mint.ts';

const gateway = useGateway();

const task = 'ada00000000000000007a501';
const account = 'ada0000000000000000acc01';
const toNodeId = (...parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

const document = `query ($nodeId: ID!) {
  node(nodeId: $nodeId) {
    __typename nodeId
    ... on User { id }
    ... on Task { id status }
    ... on PayLinkAccount { id userIdentifier company { name } }
  }
}`;

describe('Query.node', () => {
  it('returns the object that a nodeId came from', async () => {
    const { data } = await gateway.query(`{
      user(identifier: "ada") { nodeId account(id: "${account}") { nodeId company { name } } }
      task(id: "${task}") { nodeId status }
    }`);
    const nodeIds = [data.user.nodeId, data.user.account.nodeId, data.task.nodeId];

    const answers = await Promise.all(nodeIds.map((nodeId) => gateway.query(document, { variables: { nodeId } })));

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers.map((answer) => answer.data.node)).toEqual([
      { __typename: 'User', nodeId: nodeIds[0], id: 'ada' },
      {
        __typename: 'PayLinkAccount',
        nodeId: nodeIds[1],
        id: account,
        userIdentifier: 'ada',
        company: data.user.account.company,
      },
      { __typename: 'Task', nodeId: nodeIds[2], id: task, status: data.task.status },
    ]);
  });

  it.each([
    ['User', toNodeId('User', 'ada'), '... on User { id identifier }'],
    ['Task', toNodeId('Task', task), '... on Task { id nodeId }'],
    ['PayLinkAccount', toNodeId('PayLinkAccount', 'ada', account), '... on PayLinkAccount { id user { id } }'],
  ])('makes no upstream call for the fields of a %s that its nodeId contains', async (type, nodeId, fields) => {
    const { data, errors } = await gateway.query(`{ node(nodeId: "${nodeId}") { __typename nodeId ${fields} } }`);

    expect(errors).toEqual([]);
    expect(data.node).toMatchObject({ __typename: type, nodeId });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('returns null for a task or an account that does not exist', async () => {
    const { data, errors } = await gateway.query(`{
      task: node(nodeId: "${toNodeId('Task', 'none')}") { ... on Task { status } }
      account: node(nodeId: "${toNodeId('PayLinkAccount', 'ada', 'none')}") { ... on PayLinkAccount { type } }
    }`);

    expect(errors).toEqual([]);
    expect(data).toEqual({ task: null, account: null });
  });

  it.each([
    ['text', 'ada'],
    ['an unknown type', toNodeId('Company', 'x')],
    ['a missing part', toNodeId('PayLinkAccount', 'ada')],
    ['a part of another type', toNodeId('Task', 1)],
    ['further parts', toNodeId('Task', task, 'x')],
    ['padding', `${toNodeId('User', 'ada')}=`],
    ['an id that cannot be in a path', toNodeId('User', '..')],
    ['a megabyte', 'A'.repeat(900_000)],
  ])('refuses %s without an upstream call', async (_what, nodeId) => {
    const { data, errors } = await gateway.query(document, { variables: { nodeId } });

    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors).length).toBeLessThan(500);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    ['a user', toNodeId('User', 'grace'), 'FORBIDDEN'],
    ['an account of another user', toNodeId('PayLinkAccount', 'grace', 'x'), 'FORBIDDEN'],
    ['a task of another user', toNodeId('Task', '3a66a2e7000000000007a001'), null],
    ['a task that does not exist', toNodeId('Task', 'none'), null],
  ])('shows an end user nothing of %s', async (_what, nodeId, code) => {
    const headers = { 'x-public-token': await mintToken(gateway, 'ada') };

    for (const fields of ['__typename nodeId ... on Task { id }', '__typename ... on Task { status }']) {
      const { data, errors } = await gateway.query(`{ node(nodeId: "${nodeId}") { ${fields} } }`, { headers });

      expect(data).toEqual({ node: null });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(code === null ? [] : [code]);
    }
  });
});
