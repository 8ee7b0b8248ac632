import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { formatError, isUnforeseen } from '../../src/operation/errors.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

describe('a document that asks for what there is not', () => {
  it.each([
    ['a field with fields below it', '{ usr(identifier: "ada") { identifier } }', 'Did you mean "user"?'],
    ['a field below a user', '{ user(identifier: "ada") { tsks { totalCount } } }', 'Did you mean "tasks"?'],
    ['a field without any below it', '{ user(identifier: "ada") { identifer } }', 'Did you mean "identifier"?'],
    ['a field of a list', '{ user(identifier: "ada") { tasks { totlCount } } }', 'Did you mean "totalCount"?'],
    ['a field under another name', '{ task(id: "a") { name: staus } }', 'Did you mean "status"'],
    ['an argument', '{ user(identifer: "ada", identifier: "ada") { identifier } }', 'Did you mean "identifier"?'],
    ['a type', '{ viewer { ... on Usr { identifier } } }', 'Did you mean "User"'],
    ['the type of a variable', 'query ($id: Id!) { task(id: $id) { id } }', 'Did you mean "ID"'],
    [
      'a field of an input',
      '{ user(identifier: "ada") { tasks(filter: { statuss: [FAILED] }) { totalCount } } }',
      'Did you mean "statuses"?',
    ],
    ['a directive', '{ viewer @skipp(if: true) { identifier } }', 'Unknown directive "@skipp"'],
    ['a fragment', '{ viewer { ...Missing } }', 'Unknown fragment "Missing"'],
    ['no field of an object', '{ viewer }', 'must have a selection of subfields'],
    ['a field below a text', '{ viewer { identifier { length } } }', 'must not have a selection'],
    ['an argument that is missing', '{ user { identifier } }', '"identifier" of type "ID!" is required'],
    ['a variable that is missing', '{ task(id: $id) { id } }', 'Variable "$id" is not defined'],
    ['a variable of the wrong type', 'query ($id: String!) { task(id: $id) { id } }', 'expecting type "ID!"'],
    [
      'two things under one name',
      '{ a: task(id: "a") { id } a: task(id: "b") { id } }',
      'Fields "a" conflict because they have differing arguments',
    ],
  ])('is told so: %s', async (_what, document, advice) => {
    const { status, data, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors.map(({ message }) => message).join('\n')).toContain(advice);
    for (const { extensions } of errors) {
      expect(extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED', retryable: false });
    }
  });

  it('is told where', async () => {
    const { errors } = await gateway.query('{\n  viewer {\n    identifer\n  }\n}');

    expect(errors).toMatchObject([{ locations: [{ line: 3, column: 5 }] }]);
  });
});

describe('a document that does not parse', () => {
  it.each([
    ['{ viewer { identifier }', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ viewer(: ) { identifier } }', 'Syntax Error: Expected Name, found ":".'],
    ['{ }', 'Syntax Error: Expected Name, found "}".'],
    ['{ task(id: "a) { id } }', 'Syntax Error: Unterminated string.'],
  ])('is told what is missing: %s', async (document, message) => {
    const { status, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ message, extensions: { code: 'GRAPHQL_PARSE_FAILED', retryable: false } }]);
  });
});

describe('an operation that is not to be found', () => {
  it.each([
    ['query A { viewer { id } } query B { viewer { id } }', 'Must provide operation name'],
    ['fragment A on User { id }', 'is never used'],
  ])('is refused: %s', async (document, reason) => {
    const { status, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(errors[0]?.message).toContain(reason);
    expect(errors[0]?.extensions).toMatchObject({ retryable: false });
  });
});

describe('an error of ours', () => {
  const secret = '4111111111111111';
  const thrown = (originalError: Error) => new GraphQLError(originalError.message, { originalError, path: ['task'] });
  const formatted = {
    message: `cannot read ${secret}`,
    path: ['task'],
    locations: [{ line: 1, column: 3 }],
    extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['Error', `    at file:///${secret}`], card: secret },
  };

  it('tells nothing but that it is one', () => {
    const answer = formatError(formatted, thrown(new TypeError(`cannot read ${secret}`)));

    expect(answer).toEqual({
      message: 'Something went wrong on our side.',
      path: ['task'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
    });
  });

  it('is unforeseen, unlike one of the upstream or of the caller', () => {
    const ofCaller = new GraphQLError('no', { extensions: { code: 'BAD_USER_INPUT' } });

    expect(isUnforeseen(thrown(new TypeError('no')))).toBe(true);
    expect(isUnforeseen(new GraphQLError('no'))).toBe(true);
    expect(isUnforeseen(thrown(new UpstreamError('timeout')))).toBe(false);
    expect(isUnforeseen(ofCaller)).toBe(false);
  });

  it.each([
    ['invalid-id', 'BAD_USER_INPUT', false],
    ['refused', 'BAD_USER_INPUT', false],
    ['unauthenticated', 'UNAUTHENTICATED', false],
    ['forbidden', 'FORBIDDEN', false],
    ['not-found', 'NOT_FOUND', false],
    ['rate-limited', 'RATE_LIMITED', true],
    ['unavailable', 'UPSTREAM_UNAVAILABLE', true],
    ['timeout', 'UPSTREAM_TIMEOUT', true],
    ['invalid-response', 'UPSTREAM_INVALID_RESPONSE', false],
    ['outcome-unknown', 'OUTCOME_UNKNOWN', false],
  ] as const)('that is %s upstream is %s for the caller', (kind, code, retryable) => {
    const cause = new Error(`GET https://api.example.com/${secret} failed`);

    const answer = formatError(formatted, thrown(new UpstreamError(kind, { cause, retryAfterMs: 1_001 })));

    expect(answer.extensions).toEqual({ code, retryable, retryAfter: 2 });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });
});
