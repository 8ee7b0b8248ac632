import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Type, { type TSchema } from 'typebox';
import { openEnum } from '../../src/upstream/open-enum.ts';
import { createShape, maybe, maybeTime } from '../../src/upstream/shape.ts';

const colour = openEnum(['red', 'dark-blue']);

const schema = Type.Object({
  id: Type.String(),
  colour: maybe(colour.wire),
  size: maybe(Type.Number()),
  due: maybeTime,
  open: maybe(Type.Record(Type.String(), Type.Unknown())),
  owner: maybe(Type.Object({ id: Type.String(), name: maybe(Type.String()) })),
  parts: maybe(Type.Array(Type.Object({ label: maybe(Type.String()), colours: maybe(Type.Array(colour.wire)) }))),
  rows: Type.Array(Type.Object({ id: Type.String() })),
});

const shape = createShape(schema);

const plain = { id: 'a', rows: [{ id: 'r' }] };

describe('what differs from its declaration', () => {
  it.each([
    ['nothing', {}, {}, []],
    ['null and what is open', { size: null, open: { any: [1] } }, { size: null, open: { any: [1] } }, []],
    ['a key', { extra: 'x' }, {}, ['unknown-key extra']],
    ['a key further down', { owner: { id: 'o', extra: 1 } }, { owner: { id: 'o' } }, ['unknown-key owner.extra']],
    ['a key that is no name', { '4111 1111': 1, a1: 2 }, {}, ['unknown-key *', 'unknown-key a1']],
    ['a value', { colour: 'pink' }, { colour: 'pink' }, ['unknown-value colour']],
    ['a key that may be an id', { ada00000000000000007a501: 1, line2: 2 }, {}, ['unknown-key *', 'unknown-key line2']],
    ['a type', { size: '4' }, {}, ['other-type size']],
    ['a type of a whole object', { owner: 'me' }, {}, ['other-type owner']],
    ['a time that is none', { due: 'soon' }, {}, ['other-type due']],
    ['an item', { parts: [7, { label: 'b' }, null] }, { parts: [{ label: 'b' }] }, ['other-type parts[]']],
    [
      'the same in several items, told once',
      { parts: [{ colours: ['pink'] }, { colours: ['red', 'grey'] }] },
      { parts: [{ colours: ['pink'] }, { colours: ['red', 'grey'] }] },
      ['unknown-value parts[].colours[]'],
    ],
  ])('is served as far as possible, and told without its value: %s', (_what, given, served, drift) => {
    const reading = shape.read({ ...plain, ...given });

    expect(reading?.value).toEqual({ ...plain, ...served });
    expect(reading?.drift.map(({ kind, path }) => `${kind} ${path}`)).toEqual(drift);
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['no id', { rows: [] }],
    ['an id that is a number', { ...plain, id: 7 }],
    ['a row without an id', { ...plain, rows: [{}] }],
    ['a row that is none', { ...plain, rows: ['r'] }],
    ['an owner without the id that each has', { ...plain, owner: { name: 'Ada' } }],
  ])('is not served when something required is missing or of another type: %s', (_what, given) => {
    expect(shape.read(given)).toBeNull();
  });

  it('is bounded, however much of it there is', () => {
    const extra = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, index]));

    expect(shape.read({ ...plain, ...extra })?.drift).toHaveLength(100);
  });
});

const anyJson = fc.jsonValue();
const around = (value: fc.Arbitrary<unknown>) => fc.option(fc.oneof({ weight: 4, arbitrary: value }, anyJson));
const answers = fc.record(
  {
    id: fc.oneof({ weight: 9, arbitrary: fc.string() }, anyJson),
    rows: fc.oneof({ weight: 9, arbitrary: fc.array(fc.record({ id: fc.string() })) }, anyJson),
    colour: around(fc.constantFrom('red', 'dark-blue', 'pink')),
    size: around(fc.double({ noNaN: true, noDefaultInfinity: true })),
    owner: around(fc.record({ id: fc.string(), name: around(fc.string()) }, { requiredKeys: ['id'] })),
    parts: around(fc.array(around(fc.record({ label: around(fc.string()) }, { requiredKeys: [] })))),
    extra: anyJson,
  },
  { requiredKeys: [] },
);

describe('whatever the answer', () => {
  it('what is served has the declared shape, and reading it again finds no other type and no other key', () => {
    let served = 0;
    fc.assert(
      fc.property(answers, (answer) => {
        const reading = shape.read(answer);
        if (reading === null) return;
        served += 1;
        expect(shape.matches(reading.value)).toBe(true);
        expect(shape.read(reading.value)?.drift.filter(({ kind }) => kind !== 'unknown-value')).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(served).toBeGreaterThan(200);
  });

  it('what the declaration allows to the last key is told to be no drift, and nothing else is', () => {
    const declared = (answer: unknown) => isDeclared(schema, answer);
    fc.assert(
      fc.property(answers, (answer) => {
        expect(shape.read(answer)?.drift.length === 0).toBe(declared(answer));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The same in other words: a second opinion, by the rules of JSON alone. */
function isDeclared(type: TSchema, value: unknown): boolean {
  if (Type.IsUnion(type)) return type.anyOf.some((member) => isDeclared(member, value));
  if (Type.IsNull(type)) return value === null;
  if (Type.IsArray(type)) return Array.isArray(value) && value.every((item) => isDeclared(type.items, item));
  if (Type.IsRecord(type)) return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (Type.IsString(type)) {
    if (typeof value !== 'string') return false;
    if (Reflect.has(type, 'known')) return ['red', 'dark-blue'].includes(value);
    return !Reflect.has(type, '~refine') || !Number.isNaN(Date.parse(value));
  }
  if (Type.IsNumber(type)) return typeof value === 'number';
  if (!Type.IsObject(type) || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { properties } = type as { properties: Record<string, TSchema> };
  return (
    Object.keys(value).every((key) => Object.hasOwn(properties, key)) &&
    Object.entries(properties).every(([key, property]) =>
      Object.hasOwn(value, key)
        ? isDeclared(property, (value as Record<string, unknown>)[key])
        : Type.IsOptional(property),
    )
  );
}
