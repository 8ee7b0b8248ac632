import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

/** Documents with a typing error, which would reveal a name of the schema. */
const slips = [
  ['a field', '{ viewer { identifer } }', {}],
  ['an argument', '{ user(identifer: "ada") { id } }', {}],
  ['a type', '{ viewer { ... on Usr { id } } }', {}],
  ['an enum value', '{ user(identifier: "ada") { accounts(filter: { types: [TELECO] }) { id } } }', {}],
  ['a field of an input', '{ user(identifier: "ada") { accounts(filter: { typ: TELECOM }) { id } } }', {}],
  [
    'a field of a variable',
    'query ($f: PayLinkAccountFilter) { user(identifier: "ada") { accounts(filter: $f) { id } } }',
    { f: { typ: 'TELECOM' } },
  ],
  [
    'an enum value of a variable',
    'query ($f: PayLinkAccountFilter) { user(identifier: "ada") { accounts(filter: $f) { id } } }',
    { f: { type: 'TELECO' } },
  ],
] as const;

describe('with introspection off', () => {
  const gateway = useGateway({ INTROSPECTION: 'off' });

  it.each(slips)(
    'a mistake in %s is answered without the name that would be right',
    async (_what, query, variables) => {
      const { status, errors } = await gateway.query(query, { variables });

      expect(status).toBe(400);
      expect(errors.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    },
  );
});

describe('with introspection on', () => {
  const gateway = useGateway();

  it.each(slips.filter(([what]) => !what.startsWith('an enum value')))(
    'a mistake in %s is answered with the name that would be right',
    async (_what, query, variables) => {
      const { errors } = await gateway.query(query, { variables });

      expect(JSON.stringify(errors)).toMatch(/did you mean/i);
    },
  );
});

describe('with introspection and explorer off, as they are with the sandbox and production', () => {
  const gateway = useGateway({ INTROSPECTION: 'off', EXPLORER: 'off' });

  it('neither is there', async () => {
    const { errors } = await gateway.query('{ __schema { queryType { name } } }');
    const explorer = await fetch(`${gateway.url}/graphiql`);

    expect(errors).toMatchObject([
      { message: 'Introspection is off here.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(explorer.status).toBe(404);
  });
});
