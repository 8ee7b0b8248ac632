import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const id = 'ada00000000000000007a501';
const status = `GET /task/${id}/status`;
const details = `GET /task/${id}/details`;

async function expectCalls(document: string, calls: readonly string[], variables = {}): Promise<void> {
  const { errors } = await gateway.query(document, { variables });

  expect(errors).toEqual([]);
  expect(gateway.simulator.requests().sort()).toEqual([...calls].sort());
}

describe('what is selected of a task', () => {
  it.each([
    ['by an inline fragment', '... { status }', [status]],
    ['by an inline fragment on its type', 'status ... on Task { product }', [details]],
    ['by fragments inside each other', '... { ... on Task { ... { metadata } } }', [details]],
    ['under another name', 'product: status', [status]],
    ['under the name of something cheaper', 'status: productCode', [details]],
    ['twice', 'status status ... { status }', [status]],
    ['in two parts', 'company { name } company { id }', [details]],
  ])('%s counts', async (_how, fields, calls) => {
    await expectCalls(`{ task(id: "${id}") { ${fields} } }`, calls);
  });

  it('by a named fragment counts', async () => {
    await expectCalls(
      `query { task(id: "${id}") { ...Outer } } fragment Outer on Task { status ...Inner } fragment Inner on Task { product }`,
      [details],
    );
  });

  it('by a named fragment that needs no more than the status costs no more', async () => {
    await expectCalls(`query { task(id: "${id}") { ...Light } } fragment Light on Task { id status failReason }`, [
      status,
    ]);
  });

  it('in several places of one field counts together', async () => {
    await expectCalls(
      `{ task(id: "${id}") { status } task(id: "${id}") { status } ...More } fragment More on Query {
      task(id: "${id}") { product }
    }`,
      [details],
    );
  });

  it.each([
    ['status product @include(if: false)', [status]],
    ['status product @include(if: true)', [details]],
    ['status product @skip(if: true)', [status]],
    ['status product @skip(if: false)', [details]],
    ['status product @skip(if: true) @include(if: true)', [status]],
    ['status ... @include(if: false) { product }', [status]],
    ['status ... on Task @skip(if: true) { product }', [status]],
    ['status ... @include(if: true) { product }', [details]],
  ])('counts when it is included: { %s }', async (fields, calls) => {
    await expectCalls(`{ task(id: "${id}") { ${fields} } }`, calls);
  });

  it.each([
    [{ full: true }, [details]],
    [{ full: false }, [status]],
    [{}, [status]],
  ])('counts when the variables %j include it', async (variables, calls) => {
    await expectCalls(
      `query ($full: Boolean = false) {
        task(id: "${id}") { status ...Full @include(if: $full) metadata @include(if: $full) }
      }
      fragment Full on Task { company { name } }`,
      calls,
      variables,
    );
  });

  it('costs nothing when the task itself is skipped', async () => {
    await expectCalls(`query ($no: Boolean!) { task(id: "${id}") @skip(if: $no) { product } __typename }`, [], {
      no: true,
    });
  });

  it('counts for the operation that is run, and for no other', async () => {
    const query = `query Light { task(id: "${id}") { status } } query Full { task(id: "${id}") { product } }`;
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName: 'Light' }),
    });

    expect(await response.json()).toEqual({ data: { task: { status: 'COMPLETED' } } });
    expect(gateway.simulator.requests()).toEqual([status]);
  });
});
