import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { toApolloManifest, useManifests } from '../support/manifest.ts';

const writeManifest = useManifests();
const trusted = writeManifest(toApolloManifest([{ id: 'a', name: 'A', body: '{ viewer { id } }' }]));
const gateway = useGateway({ TRUSTED_DOCUMENTS: trusted, TRUSTED_DOCUMENTS_MODE: 'log' });

const long = (length: number) => 'a'.repeat(length);
const endMonitoring =
  'mutation ($input: EndMonitoringInput!) { endMonitoring(input: $input) { userErrors { message } } }';

describe('a name that is much too long', () => {
  it.each([
    ['of a field', `{ ${long(60_000)} }`, {}],
    ['of an argument', `{ viewer(${long(60_000)}: 1) { id } }`, {}],
    ['of a fragment', `{ viewer { ...${long(60_000)} } }`, {}],
    ['of a directive', `{ viewer @${long(60_000)} { id } }`, {}],
    ['of a type', `{ viewer { ... on ${long(60_000)} { id } } }`, {}],
    ['of an operation, in each of many errors', `query ${long(60_000)} { viewer { ${'id(x: $y) '.repeat(90)} } }`, {}],
    ['of a variable', `query ($${long(60_000)}: Nothing) { viewer { id } }`, {}],
    ['in place of a text', `{ task(id: ${long(60_000)}) { id } }`, {}],
    ['after a syntax error', `{ viewer ] ${long(60_000)} }`, {}],
    ['of a key of a variable', endMonitoring, { input: { identifier: 'x', [long(900_000)]: 1 } }],
    ['of a key that is no name', endMonitoring, { input: { identifier: 'x', [`${long(900_000)}@`]: 1 } }],
  ])('is not repeated whole in an error: %s', async (_what, query, variables) => {
    const { status, errors } = await gateway.query(query, { variables });

    expect(status).toBe(400);
    expect(errors.length).toBeGreaterThan(0);
    for (const { message } of errors) expect(message.length).toBeLessThan(1100);
    expect(JSON.stringify(gateway.logs()).length).toBeLessThan(2000);
  });

  it('is logged in part where an operation has it', async () => {
    await gateway.query(`query ${long(60_000)} { viewer { id } }`);

    expect(gateway.logs()).toMatchObject([{ operationName: long(100) }]);
  });

  it('is not logged whole where it is the alias of a field that fails', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 500 });

    const { errors } = await gateway.query(`{ ${long(60_000)}: task(id: "x") { status } }`);

    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    expect(JSON.stringify(gateway.logs()).length).toBeLessThan(2000);
  });
});
