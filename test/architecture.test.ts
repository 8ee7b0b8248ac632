import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listFunctions } from './support/function-lines.ts';

const sourceFolder = join(import.meta.dirname, '../src');

interface SourceFile {
  /** From `src/` on: `domains/task/wire.ts`. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** Imports allowed between the folders of `src/`, besides imports within a folder. `CONTRIBUTING.md`, section 3. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  credentials: [],
  config: ['credentials'],
  observability: [],
  upstream: ['credentials'],
  state: ['credentials'],
  planning: ['credentials'],
  auth: ['credentials', 'state'],
  domains: ['upstream', 'state', 'planning'],
  graphql: ['domains', 'auth', 'planning', 'upstream', 'state'],
  live: ['graphql', 'domains', 'upstream', 'state', 'auth'],
  operation: ['graphql', 'live', 'planning', 'upstream', 'auth', 'state', 'credentials', 'observability'],
  server: ['operation', 'live', 'observability'],
  simulator: [],
};

/** The last folders and files, in this order: each may import everything except those after it. */
const wiring = ['app', 'cli', 'main', 'bin'];

/** Parts of a domain that other domains may import: its shapes, and the pure input checks that mutations share. */
const sharedOfDomains = ['model.ts', 'wire.ts', 'rules.ts', 'check-names.ts', 'check-user-data.ts', 'write-result.ts'];

const freeTypes = [
  'graphql/context.ts',
  'config/config.ts',
  'graphql/generated.ts',
  'graphql/resolver-types.ts',
  'upstream/call.ts',
];

const files = readSourceFiles();
const imports = files.flatMap(findImports);
const handWritten = files.filter(({ path }) => path !== 'graphql/generated.ts');

describe('an import', () => {
  it('is one that the table of the style guide allows', () => {
    const forbidden = imports.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} imports ${to}`);

    expect(forbidden).toEqual([]);
    // Were none found, nothing would have been checked.
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it.each([
    ['upstream/client.ts', 'observability/logger.ts', 'value'],
    ['upstream/client.ts', 'domains/task/model.ts', 'type'],
    ['observability/metrics.ts', 'operation/errors.ts', 'value'],
    ['config/variables.ts', 'upstream/client.ts', 'type'],
    ['domains/task/resolvers.ts', 'domains/user/resolvers.ts', 'value'],
    ['domains/task/resolvers.ts', 'domains/pay-link-account/endpoints.ts', 'value'],
    ['domains/task/resolvers.ts', 'graphql/context.ts', 'value'],
    ['domains/task/resolvers.ts', 'graphql/generated.ts', 'value'],
    ['domains/task/resolvers.ts', 'graphql/loaders.ts', 'type'],
    ['domains/task/resolvers.ts', 'auth/caller.ts', 'type'],
    ['graphql/schema.ts', 'server/explorer.ts', 'value'],
    ['server/graphql-route.ts', 'upstream/client.ts', 'type'],
    ['server/graphql-route.ts', 'simulator/server.ts', 'type'],
    ['simulator/server.ts', 'upstream/path.ts', 'value'],
    ['simulator/server.ts', 'config/config.ts', 'type'],
    ['app.ts', 'cli/start.ts', 'value'],
    ['cli/start.ts', 'main.ts', 'value'],
    ['unheard-of/file.ts', 'upstream/path.ts', 'value'],
  ])('is forbidden from %s of %s, as %s', (from, to, kind) => {
    expect(isAllowed({ from, to, isTypeOnly: kind === 'type' })).toBe(false);
  });

  it('is recognised in whatever way it is written', () => {
    const text = `
      import a from '../a.ts';
      import { b,
        type c } from '../b.ts';
      import type { d } from '../d.ts';
      import '../e.ts';
      const f = await import('../f.ts');
      export { g } from '../g.ts';
      import h from 'h';`;

    const found = findImports({ path: 'cli/x.ts', text });

    expect(found.map(({ to, isTypeOnly }) => [to, isTypeOnly])).toEqual([
      ['a.ts', false],
      ['b.ts', false],
      ['d.ts', true],
      ['e.ts', false],
      ['f.ts', false],
      ['g.ts', false],
    ]);
  });

  it('of ours names a file that is there, with its extension', () => {
    const paths = new Set(files.map(({ path }) => path));

    expect(imports.filter(({ to }) => !paths.has(to))).toEqual([]);
  });
});

describe('imports', () => {
  it('form no circle, apart from imports of types', () => {
    expect(findCircles(imports.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
  });

  it('form no circle at all in the simulator', () => {
    expect(findCircles(imports.filter(({ from }) => areaOf(from) === 'simulator'))).toEqual([]);
  });

  it('that form a circle are found, without those that lead to it or away from it', () => {
    const edges = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'b'],
      ['d', 'e'],
      ['e', 'f'],
    ] as const;

    const found = findCircles(edges.map(([from, to]) => ({ from, to, isTypeOnly: false })));

    expect(found).toEqual(['b imports c', 'c imports d', 'd imports b']);
  });
});

describe('a source file', () => {
  it('reads the environment of the process only in cli/', () => {
    const readers = findFiles(({ text }) => /\bprocess\s*(\.|\['?)\s*env\b|'(node:)?process'/.test(text));

    expect(readers.filter((path) => !path.startsWith('cli/'))).toEqual([]);
    expect(readers).not.toEqual([]);
  });

  it('exports nothing of another, and is no index', () => {
    expect(findFiles(({ text }) => /^export\b[^;]*\bfrom\s+'/m.test(text))).toEqual([]);
    expect(findFiles(({ path }) => /(^|\/)index\.\w+$/.test(path))).toEqual([]);
  });

  it('has no function of more than 60 lines, data apart: `CONTRIBUTING.md`, section 5', () => {
    const found = handWritten
      .filter(({ path }) => path.endsWith('.ts'))
      .flatMap(({ path, text }) => listFunctions(text).map((one) => ({ ...one, path })));

    expect(
      found.filter(({ lines }) => lines > 60).map(({ path, name, lines }) => `${path}: ${name}, ${lines}`),
    ).toEqual([]);
    // Were none found, nothing would have been checked.
    expect(found.length).toBeGreaterThan(files.length);
  });

  it('is named in kebab-case', () => {
    expect(files.filter(({ path }) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.(ts|js)$/.test(path))).toEqual([]);
  });

  it('has less than 100 lines in a domain, and less than 200 elsewhere', () => {
    const tooLong = handWritten
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines >= (path.startsWith('domains/') ? 100 : 200))
      .map(({ path, lines }) => `${path}: ${lines}`);

    expect(tooLong).toEqual([]);
  });
});

function readSourceFiles(): SourceFile[] {
  return readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|js)$/.test(path))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(sourceFolder, path), 'utf8') }));
}

function findFiles(isMeant: (file: SourceFile) => boolean): string[] {
  return handWritten.filter(isMeant).map(({ path }) => path);
}

function findImports({ path, text }: SourceFile): Import[] {
  const statement = /^\s*(import|export)\s+(type\s)?[^;'"]*?\bfrom\s+'(\..+?)'|\bimport\s*\(?\s*'(\..+?)'/gm;
  return [...text.matchAll(statement)].map(([, , type, named, bare]) => ({
    from: path,
    to: posix.join(posix.dirname(path), named ?? bare ?? ''),
    isTypeOnly: type !== undefined,
  }));
}

/** The imports that are left when those are removed, again and again, that lead to no other import or that none leads to. */
function findCircles(all: readonly Import[]): string[] {
  const importers = new Set(all.map(({ from }) => from));
  const imported = new Set(all.map(({ to }) => to));
  const left = all.filter(({ from, to }) => importers.has(to) && imported.has(from));
  return left.length < all.length ? findCircles(left) : left.map(({ from, to }) => `${from} imports ${to}`);
}

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  if (isTypeOnly && freeTypes.includes(to) && areaOf(from) !== 'simulator') return true;
  const [fromArea, toArea] = [areaOf(from), areaOf(to)];
  if (wiring.includes(fromArea)) return !wiring.slice(wiring.indexOf(fromArea) + 1).includes(toArea);
  if (fromArea === 'domains' && toArea === 'domains') return isOfOneDomain(from, to) || isShared(to);
  if (fromArea === 'domains' && to === 'auth/access.ts') return true;
  if (fromArea === 'auth' && to === 'upstream/dispatcher.ts') return true;
  return fromArea === toArea || (allowed[fromArea]?.includes(toArea) ?? false);
}

/** The top-level folder of a path, or the name of a top-level file. */
function areaOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\.\w+$/, '');
}

function isOfOneDomain(from: string, to: string): boolean {
  return from.split('/')[1] === to.split('/')[1];
}

function isShared(path: string): boolean {
  return sharedOfDomains.includes(posix.basename(path));
}
