import { describe, expect, it } from '@jest/globals';
import { createSchema } from '../../src/graphql/schema.ts';
import { loadExampleOperations } from '../../src/server/example-operations.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

describe('the example operations', () => {
  const examples = loadExampleOperations();

  it.each(examples)('run as they are: $name', async ({ query, variables }) => {
    const { errors } = await gateway.query(query, variables ? { variables: JSON.parse(variables) } : {});

    expect(errors).toEqual([]);
  });

  it('use every root field', () => {
    const schema = createSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    const all = examples.map(({ query }) => query).join('\n');

    expect(fields.filter((field) => !new RegExp(`^  ${field}\\b`, 'm').test(all))).toEqual([]);
  });
});
