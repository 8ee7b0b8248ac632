import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, getOperationAST, parse } from 'graphql';
import { costs } from '../../src/graphql/costs.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { coerceVariables } from '../../src/operation/variables.ts';
import { createPlanner } from '../../src/planning/plan.ts';
import { serviceView } from '../../src/planning/plan-builder.ts';
import { routes } from '../../src/upstream/routes.ts';

const schema = createSchema();
const planner = createPlanner(schema, costs);

function plan(source: string | DocumentNode, variables: Record<string, unknown> = {}) {
  const document = typeof source === 'string' ? parse(source) : source;
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document must hold one operation.');
  const { calls, total } = planner
    .prepare(document, operation)
    .plan(coerceVariables(schema, operation, variables), serviceView);
  return { total, calls: calls.map(({ endpoint, atMost, path }) => `${atMost} ${names.get(endpoint)} ${path}`).sort() };
}

const names = new Map<object, string>(Object.entries(routes).map(([name, route]) => [route, name]));

describe('the plan of an operation', () => {
  it.each([
    ['{ __typename viewer { identifier } user(identifier: "ada") { identifier id } }', []],
    ['{ task(id: "1") { __typename } }', ['1 taskStatus task']],
    ['{ task(id: "1") { id status createdAt failReason } }', ['1 taskStatus task']],
    ['{ task(id: "1") { status company { name } } }', ['1 taskDetails task']],
    ['{ a: task(id: "1") { status } b: task(id: "1") { product } }', ['1 taskDetails a']],
    ['{ tasks(ids: ["1", "2", "1"]) { status } }', ['2 taskStatus tasks']],
    ['{ task(id: "1") { payrollDataAvailable } }', ['1 taskDetails task', '1 userTasks task.payrollDataAvailable']],
    ['{ task(id: "1") { linkedAccount { id } } }', ['1 taskDetails task', '1 userAccounts task.linkedAccount']],
    ['{ task(id: "1") { linkedAccount { type } } }', ['1 taskDetails task', '1 userAccounts task.linkedAccount']],
    ['{ user(identifier: "ada") { tasks { nodes { status } } } }', ['1 userTasks user.tasks']],
    [
      // An id that is written as the rows of a page are called within the plan.
      '{ user(identifier: "a") { tasks(first: 1) { nodes { updatedAt } } } tasks(ids: ["user a {\\"first\\":1}", "rows [\\"user a\\",{\\"first\\":1}]"]) { updatedAt } }',
      ['1 taskDetails user.tasks.nodes.updatedAt', '1 userTasks user.tasks', '2 taskDetails tasks'],
    ],
    [
      '{ user(identifier: "ada") { tasks(first: 7) { nodes { company { name } } } } }',
      ['1 userTasks user.tasks', '7 taskDetails user.tasks.nodes.company'],
    ],
    [
      '{ user(identifier: "ada") { tasks { edges { node { userAtomicId } } } } }',
      ['1 userTasks user.tasks', '50 taskDetails user.tasks.edges.node.userAtomicId'],
    ],
    [
      '{ user(identifier: "ada") { accounts { id } suggestions { account { user { potentialMonthlySavings { amount } } } } } }',
      ['1 userAccounts user.accounts'],
    ],
    [
      '{ a: user(identifier: "ada") { accounts { id } } b: user(identifier: "bob") { accounts { id } } }',
      ['1 userAccounts a.accounts', '1 userAccounts b.accounts'],
    ],
  ])('of %s', (document, calls) => {
    expect(plan(document).calls).toEqual(calls);
  });

  it('follows fragments, variables, @skip and @include', () => {
    const document = `
      query ($ids: [ID!]!, $first: Int = 3, $deep: Boolean!) {
        tasks(ids: $ids) { ...Progress company @include(if: $deep) { name } }
        user(identifier: "ada") { tasks(first: $first) { nodes { ...Progress company @skip(if: $deep) { name } } } }
      }
      fragment Progress on Task { status failReason }
    `;

    expect(plan(document, { ids: ['1', '2'], deep: false }).calls).toEqual([
      '1 userTasks user.tasks',
      '2 taskStatus tasks',
      '3 taskDetails user.tasks.nodes.company',
    ]);
    expect(plan(document, { ids: ['1', '2'], deep: true, first: 9 }).calls).toEqual([
      '1 userTasks user.tasks',
      '2 taskDetails tasks',
    ]);
  });

  it('names the host of a mutation by what it carries, and reads anew after each', () => {
    const document = `
      mutation ($cards: [CardDetailsInput!]) {
        a: updateUser(input: { identifier: "ada", data: { cards: $cards } }) { user { tasks { totalCount } } }
        b: endMonitoring(input: { identifier: "ada" }) { user { tasks { totalCount } } }
      }
    `;
    const rest = ['1 endMonitoring b', '1 userTasks a.user.tasks', '1 userTasks b.user.tasks'];

    expect(plan(document, { cards: [{ lastFour: '1111' }] }).calls).toEqual([
      ...rest.slice(0, 1),
      '1 updateUserCards a',
      ...rest.slice(1),
    ]);
    expect(plan(document).calls).toEqual([...rest.slice(0, 1), '1 updateUser a', ...rest.slice(1)]);
  });

  it('of nested fragments takes no longer than they are long', () => {
    const depth = 60;
    const fragments = Array.from(
      { length: depth },
      (_, index) => `fragment F${index} on User {
        a: accounts { user { ...F${index + 1} } }
        b: suggestions { account { user { ...F${index + 1} } } }
      }`,
    );
    const document = `{ user(identifier: "ada") { ...F0 } } ${fragments.join(' ')} fragment F${depth} on User { identifier }`;

    expect(plan(document)).toEqual({ total: 1, calls: ['1 userAccounts user.a'] });
  });

  it('of the overview is what the documentation shows', () => {
    const overview = readFileSync(new URL('../../examples/overview.graphql', import.meta.url), 'utf8');

    expect(plan(overview).total).toBe(7);
  });
});
