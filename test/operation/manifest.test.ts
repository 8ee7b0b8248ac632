import { describe, expect, it } from '@jest/globals';
import { startTestGateway } from '../support/gateway.ts';
import { type ManifestOperation, toApolloManifest, useManifests } from '../support/manifest.ts';

const writeManifest = useManifests();

const start = (file: string, env = {}) => startTestGateway({ TRUSTED_DOCUMENTS: file, ...env });
const operation = (body: string): ManifestOperation => ({ id: 'the-id', name: 'TheName', body });

describe('a manifest', () => {
  it.each([
    ['that is not there', '/nowhere/manifest.json', 'cannot be read, or is not JSON'],
    ['that is not JSON', writeManifest('{ secret'), 'cannot be read, or is not JSON'],
    [
      'in an unknown form',
      writeManifest([{ id: 'a', body: '{ secret }' }]),
      'is neither an Apollo persisted query manifest',
    ],
    ['of another version', writeManifest({ ...toApolloManifest([]), version: 2 }), 'of version 1'],
    ['of nothing', writeManifest({}), 'holds no operation'],
  ])('%s stops the start', async (_what, file, problem) => {
    const starting = start(file);

    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.not.toThrow('secret');
  });

  it.each([
    ['does not parse', '{ viewer {', 'Syntax Error: Expected Name, found <EOF>.'],
    ['does not fit the schema', '{ nothing }', 'Cannot query field "nothing" on type "Query".'],
    [
      'holds a value that does not fit',
      '{ task(id: { a: "4111" }) { id } }',
      'The value does not have the expected type',
    ],
    ['holds several operations', 'query A { viewer { id } } query B { viewer { id } }', 'it holds 2 operations'],
    ['holds none', 'fragment A on User { id }', 'it holds 0 operations'],
    ['is nested too deeply', '{ viewer { tasks { nodes { id } } } }', 'is nested deeper than 3 levels (MAX_DEPTH)'],
    ['is too long', `{ viewer { id } } #${'.'.repeat(500)}`, 'has more than 500 bytes (MAX_DOCUMENT_BYTES)'],
    ['has too many tokens', `{ ${'__typename '.repeat(40)} }`, 'has more than 40 tokens (MAX_TOKENS)'],
  ])('with an operation that %s is refused by its name and id', async (_what, body, problem) => {
    const limits = { MAX_DEPTH: '3', MAX_TOKENS: '40', MAX_DOCUMENT_BYTES: '500' };
    const starting = start(writeManifest(toApolloManifest([operation(body)])), limits);

    await expect(starting).rejects.toThrow('TheName (the-id): ');
    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.not.toThrow('4111');
  });

  it('has all its problems named at once', async () => {
    const valid = operation('{ viewer { id } }');
    const manifest = toApolloManifest([valid, valid, { ...valid, id: '' }, { id: 'x', name: 'X', body: '{ a b }' }]);

    await expect(start(writeManifest(manifest))).rejects.toThrow(
      [
        'The trusted documents cannot be used:',
        'TheName (the-id): its id is given twice',
        'TheName (): its id is empty',
        'X (x): Cannot query field "a" on type "Query".',
        'X (x): Cannot query field "b" on type "Query".',
      ].join('\n  - '),
    );
  });
});
