import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Kind } from 'graphql';
import { loadConfig } from '../../src/config/config.ts';
import { costs } from '../../src/graphql/costs.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createDocumentStore } from '../../src/operation/documents/store.ts';
import { type PreparedDocument, prepareDocument } from '../../src/operation/prepare.ts';
import { createClientChecks } from '../../src/operation/rules/document-checks.ts';
import { createPlanner } from '../../src/planning/plan.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const schema = createSchema();
const preparation = {
  schema,
  planner: createPlanner(schema, costs),
  checks: { ...createClientChecks(loadConfig({})), rules: [] },
};

/** As a server receives it: a string of its own, and not a part of another. */
const prepare = (text: string) => prepareDocument(preparation, Buffer.from(text).toString());

const list = (length: number, part: (index: number) => string) =>
  Array.from({ length }, (_each, index) => part(index)).join(' ');

/** Documents that keep as much as they can for their length, each in its own way. */
const kinds = [
  ['comments', (n: number) => `{ __typename } ${'#\n'.repeat(30_000)}#${n}`],
  ['one field', (n: number) => `{ a${n}: __typename }`],
  [
    'fields',
    (n: number) =>
      `{ viewer { ${list(60, () => 'id identifier accounts { id type }')} ...A${n} } } fragment A${n} on User { id }`,
  ],
  ['aliases', (n: number) => `{ ${list(900, (index) => `a${n}b${index}:__typename`)} }`],
  ['long texts', (n: number) => `{ ${list(50, (index) => `a${index}: task(id: "${'x'.repeat(1000)}${n}") { id }`)} }`],
  ['wide characters', (n: number) => `{ task(id: "${'語'.repeat(20_000)}${n}") { id } }`],
  ['directives', (n: number) => `{ ${list(600, () => '__typename @skip(if: false)')} b${n}: __typename }`],
  [
    'variables',
    (n: number) =>
      `query Q${n}(${list(300, (index) => `$v${index}: Int`)}) { viewer { ${list(300, (index) => `t${index}: tasks(first: $v${index}) { totalCount }`)} } }`,
  ],
  ['lists', (n: number) => `{ a${n}: tasks(ids: [${list(1500, () => '1')}]) { id } }`],
  [
    'operations that share a fragment',
    (n: number) =>
      `${list(200, (index) => `query A${n}B${index} { viewer { ...F } }`)} fragment F on User { ${list(190, (index) => `a${index}: tasks { totalCount }`)} }`,
  ],
  [
    'conditions',
    (n: number) =>
      `query Q${n}($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) {
        ${list(90, (index) => `a${index}: user(identifier: "u${index}") { id @include(if: $${'abcd'[index % 4]}) accounts { id } tasks { nodes { id company { name } } } }`)}
      }`,
  ],
  ['operations', (n: number) => list(300, (index) => `query A${n}B${index} { viewer { id } }`)],
] as const;

describe('the memory that a document takes', () => {
  it.each(kinds)('is what the store counts: %s', (_kind, write) => {
    use(prepare(write(0)));
    const kept: PreparedDocument[] = [];
    collectGarbage();
    const before = process.memoryUsage().heapUsed;

    for (let index = 1; index <= 8; index += 1) {
      const document = prepare(write(index));
      use(document);
      kept.push(document);
    }

    collectGarbage();
    const used = process.memoryUsage().heapUsed - before;
    const counted = kept.reduce((total, { bytes }) => total + bytes, 0);
    expect(used).toBeLessThan(counted * 1.1 + 200_000);
  });
});

/** Plans some operations of a document, with every combination of conditions. */
function use({ ast, select }: PreparedDocument): void {
  const operations = ast.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  for (const { name } of operations.slice(0, 3)) {
    const { plan } = select(name?.value);
    for (let bits = 0; bits < 16; bits += 1) {
      const variables = { a: (bits & 1) > 0, b: (bits & 2) > 0, c: (bits & 4) > 0, d: (bits & 8) > 0 };
      plan.plan(variables, { self: null, knowsOwner: () => true });
    }
  }
}

describe('the store of documents', () => {
  it('forgets the documents that were not used longest, and their hashes, when it is full', () => {
    const megabyte = (text: string) => ({ ...prepare('{ __typename }'), text, hash: `of ${text}`, bytes: 1024 ** 2 });
    const store = createDocumentStore(megabyte);
    const write = (document: number) => `{ a${document}: __typename }`;
    const first = store.get(write(0));
    const second = store.get(write(1));
    store.register(first.hash);
    store.register(second.hash);

    for (let document = 2; document <= 64; document += 1) {
      store.get(write(document));
      expect(store.get(first.text)).toBe(first);
    }

    expect(store.findRegistered(first.hash)).toBe(first);
    expect(store.findRegistered(second.hash)).toBeUndefined();
    expect(store.findByHash(second.hash)).toBeUndefined();
    expect(store.get(second.text)).not.toBe(second);
  });
});
