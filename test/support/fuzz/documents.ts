import fc from 'fast-check';
import { loadExampleOperations } from '../../../src/server/example-operations.ts';

/** Valid documents and variables, which the tests then change. */
const examples = loadExampleOperations().map(({ query, variables }) => ({
  // Edits join the tokens on one line, which a comment would swallow.
  query: query.replace(/^#.*$/gm, ''),
  variables: (variables === '' ? {} : JSON.parse(variables)) as Record<string, unknown>,
}));
const tokensOf = (text: string): string[] => text.match(/"(?:[^"\\]|\\.)*"|[\w$@]+|\.\.\.|[^\s\w]/g) ?? [];

const words = [
  ...new Set(examples.flatMap(({ query }) => tokensOf(query))),
  ...[
    'fragment',
    'on',
    'subscription',
    'extend',
    'schema',
    'interface',
    'null',
    'true',
    '__typename',
    '__schema',
    '__type',
  ],
  ...[
    '@include(if: true)',
    '@skip(if: $x)',
    '@defer',
    '@stream',
    '@oneOf',
    '&',
    '|',
    '=',
    '...',
    '""',
    '"""',
    '"\\u{D800}"',
    '#',
  ],
  ...['0', '-0', '1e400', '99999999999999999999', '-1.5', '""""""', '\u0000', '\ufeff', '\u2028', '🎉', '\ud800'],
];
const word = fc.constantFrom(...words);
const text = fc.string({ unit: 'binary', maxLength: 40 });

interface Edit {
  readonly at: number;
  readonly how: 'drop' | 'double' | 'rotate' | 'replace' | 'insert';
  readonly with: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('drop', 'double', 'rotate', 'replace', 'insert'),
  with: fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: text }),
});

function apply(tokens: readonly string[], { at, how, with: other }: Edit): string[] {
  const index = tokens.length === 0 ? 0 : at % tokens.length;
  const [before, token = '', after] = [tokens.slice(0, index), tokens[index], tokens.slice(index + 1)];
  if (how === 'drop') return [...before, ...after];
  if (how === 'double') return [...before, token, token, ...after];
  if (how === 'replace') return [...before, other, ...after];
  if (how === 'insert') return [...before, other, token, ...after];
  return [...after, token, ...before];
}

const tear = (query: string, edits: readonly Edit[]) => edits.reduce(apply, tokensOf(query)).join(' ');

const torn = fc
  .tuple(fc.constantFrom(...examples), fc.array(edit, { maxLength: 6 }))
  .map(([{ query }, edits]) => tear(query, edits));
const soup = fc.array(word, { maxLength: 60 }).map((tokens) => tokens.join(' '));
/** Deeply nested documents. */
const deep = fc
  .tuple(fc.constantFrom('{a', '[', '(a:[', '{...on User{', '"""', '@a(b:{c:', '$a:[[', '{viewer{user'), fc.nat(6000))
  .map(([part, times]) => part.repeat(times));
const repeated = fc
  .tuple(fc.constantFrom('a:viewer{id}', '...F', '@skip(if:true)', '$a:Int ', 'query A{viewer{id}}'), fc.nat(3000))
  .map(([part, times]) => `{ viewer { id ${part.repeat(times)} } } fragment F on User { ...F }`);

/** A document, valid or not. */
export const document = fc.oneof(
  { weight: 5, arbitrary: torn },
  { weight: 2, arbitrary: soup },
  { weight: 1, arbitrary: fc.constantFrom(...examples).map(({ query }) => query) },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: repeated },
);

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(
    1e308,
    -0,
    2 ** 53,
    '__proto__',
    'constructor',
    '\ud800',
    '',
    '..',
    'a'.repeat(3000),
    [],
    {},
  ),
);

/** Valid variables with some parts replaced, or any JSON. */
export const variables = fc.oneof(
  { weight: 1, arbitrary: anything },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...examples), fc.array(fc.tuple(fc.nat(), anything), { maxLength: 3 }))
      .map(([example, parts]) => replaceSome(example.variables, parts)),
  },
);

/** A document with its variables, possibly with some parts replaced. */
export const matching = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(fc.tuple(fc.nat(), anything), { maxLength: 2 }),
    fc.array(edit, { maxLength: 1 }),
  )
  .map(([{ query, variables }, parts, edits]) => ({
    query: edits.length > 0 ? tear(query, edits) : query,
    variables: replaceSome(variables, parts),
  }));

export { anything as json };

function replaceSome(value: unknown, parts: readonly (readonly [at: number, part: unknown])[]): unknown {
  return parts.reduce((replaced, [at, part]) => replaceOne(replaced, at, part), value);
}

/** Replaces one part at any depth. */
function replaceOne(value: unknown, at: number, part: unknown): unknown {
  if (typeof value !== 'object' || value === null || at % 5 === 0) return part;
  const entries = Object.entries(value);
  const chosen = entries[at % Math.max(1, entries.length)];
  if (!chosen) return part;
  const [key, inner] = chosen;
  const replaced = replaceOne(inner, Math.floor(at / 5), part);
  return Array.isArray(value) ? value.with(Number(key), replaced) : { ...value, [key]: replaced };
}
