import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { listVariables } from '../src/config/environment.ts';
import { createSchema } from '../src/graphql/schema.ts';
import { loadExampleOperations } from '../src/server/example-operations.ts';
import { useGateway } from './support/gateway.ts';

const gateway = useGateway();
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('lists every variable as the program itself does', () => {
    const rows = listVariables().map(
      ({ name, preset, title }) => `| \`${name}\` | ${preset && `\`${preset}\``} | ${title} |`,
    );

    expect(readme.split('\n')).toEqual(expect.arrayContaining(rows));
  });

  it('has the real answer to its first query', async () => {
    const [, query = ''] = /```graphql\n([\s\S]*?)```/.exec(readme) ?? [];
    const [, answer = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];

    const { data } = await gateway.query(query);

    expect({ data }).toEqual(JSON.parse(answer));
  });
});

describe('the example operations', () => {
  const examples = loadExampleOperations();

  it.each(examples)('run as they are: $name', async ({ query, variables }) => {
    const { errors } = await gateway.query(query, variables ? { variables: JSON.parse(variables) } : {});

    expect(errors).toEqual([]);
  });

  it('have one for every root field', () => {
    const schema = createSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    const all = examples.map(({ query }) => query).join('\n');

    expect(fields.filter((field) => !new RegExp(`^  ${field}\\b`, 'm').test(all))).toEqual([]);
  });
});
