import { describe, expect, it } from '@jest/globals';
import { extendSchema, graphql, isObjectType, parse } from 'graphql';
import type { Caller } from '../../src/auth/caller.ts';
import { createSchema } from '../../src/graphql/schema.ts';

const credentials = { apiKey: 'key', apiSecret: 'secret' };
const service: Caller = { kind: 'service', subject: null, credentials };
const endUser: Caller = { kind: 'end-user', identifier: 'ada', scopes: new Set(), credentials };

/** Adds a field without a rule that returns a user, like the representations of a federated graph. */
function createSchemaWithUnruledField(identifier: string) {
  const schema = extendSchema(createSchema(), parse('extend type Query { reached: User }'));
  const query = schema.getType('Query');
  const field = isObjectType(query) ? query.getFields().reached : undefined;
  if (field) field.resolve = () => ({ identifier });
  return schema;
}

const ask = (identifier: string, caller: Caller) =>
  graphql({
    schema: createSchemaWithUnruledField(identifier),
    source: '{ reached { identifier id } }',
    contextValue: { caller },
  });

describe('the access rules of a user', () => {
  it('apply however the user was reached', async () => {
    const { data, errors } = await ask('grace', endUser);

    expect(data).toEqual({ reached: null });
    expect(errors).toMatchObject([{ path: ['reached', 'identifier'], extensions: { code: 'FORBIDDEN' } }]);
    expect(JSON.stringify([data, errors])).not.toContain('grace');
  });

  it.each([
    { what: 'the end user', identifier: 'ada', caller: endUser },
    { what: 'a service', identifier: 'grace', caller: service },
  ])('let $what read the user', async ({ identifier, caller }) => {
    expect(await ask(identifier, caller)).toEqual({ data: { reached: { identifier, id: identifier } } });
  });
});
