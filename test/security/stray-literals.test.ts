import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { createSchema } from '../../src/graphql/schema.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();
const schema = createSchema();

/** Finds the secret by seven digits in a row, which occur nowhere else. */
const trace = /4539578|5787636|8763621/;
const number = '4539578763621486';

/** The secret as different kinds of tokens in a document. */
const secret = fc.constantFrom(
  `"${number}"`,
  `"""${number}"""`,
  `"${number.slice(0, 8)}\\u0038${number.slice(9)}"`,
  number,
  `-${number}`,
  `${number}.5`,
  `${number}e3`,
  `n${number}`,
  `["${number}"]`,
  `[[${number}]]`,
  `{ a: "${number}" }`,
  `{ n${number}: 1 }`,
  `$n${number}`,
);

/** Changes that make a document invalid. */
const documentChange = fc.constantFrom(
  (document: string) => document,
  (document: string) => document.replace(/\)/, ''),
  (document: string) => document.replace(/\}\s*$/, ''),
  (document: string) => document.replace(/: /, ' '),
  (document: string) => `${document} ${number}`,
  (document: string) => `${document} query n${number} { viewer { id } }`,
  (document: string) => document.replace(/\{/, `@n${number} {`),
  (document: string) => document.replace(/\{/, `{ n${number} `),
  (document: string) => document.replace(/userErrors \{/, `... on n${number} {`),
  (document: string) => document.replace(/\(/, `(n${number}: 1, `),
);

/** A literal of a type, mostly valid, with the secret or an unknown field in some positions. */
function literalOf(type: GraphQLInputType): fc.Arbitrary<string> {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type))
    return orSecret(fc.array(literalOf(type.ofType), { maxLength: 2 }).map((items) => `[${items}]`));
  if (isEnumType(type)) return orSecret(fc.constantFrom(...type.getValues().map(({ name }) => name)));
  if (!isInputObjectType(type)) return orSecret(fc.constantFrom('"x"', '1', 'true', 'null'));
  const fields = Object.values(type.getFields()).map((field) =>
    fc.option(
      literalOf(field.type).map((literal) => `${field.name}: ${literal}`),
      { nil: '', freq: 2 },
    ),
  );
  const stray = fc.option(
    secret.map((literal) => `nowhere: ${literal}`),
    { nil: '', freq: 5 },
  );
  return orSecret(fc.tuple(...fields, stray).map((parts) => `{ ${parts.filter(Boolean).join(', ')} }`));
}

function orSecret(literal: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: literal }, { weight: 1, arbitrary: secret });
}

function operationOf(keyword: string, field: GraphQLField<unknown, unknown>): fc.Arbitrary<string> {
  const args = field.args.map((arg) => literalOf(arg.type).map((literal) => `${arg.name}: ${literal}`));
  const selection = 'getFields' in getNamedType(field.type) ? '{ __typename userErrors { code field message } }' : '';
  return fc.tuple(...args).map((given) => `${keyword} { ${field.name}(${given.join(', ')}) ${selection} }`);
}

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) =>
  operationOf('mutation', field),
);
const queries = Object.values(schema.getQueryType()?.getFields() ?? {})
  .filter(({ args }) => args.length > 0)
  .map((field) => operationOf('query', field));

describe('a secret in a document', () => {
  it('does not appear in the response or the log', async () => {
    let refused = 0;

    await fc.assert(
      fc.asyncProperty(fc.oneof(...mutations, ...queries), documentChange, async (document, change) => {
        const { data, errors } = await gateway.query(change(document));

        if (errors.length > 0) refused += 1;
        expect(JSON.stringify([data, errors, gateway.logs()])).not.toMatch(trace);
      }),
      { numRuns: 400 },
    );

    expect(refused).toBeGreaterThan(200);
  });
});
