import { secretOf } from './canaries.ts';

/** A malformed request with a secret. */
export interface RawRequest {
  readonly what: string;
  readonly path?: string;
  readonly init?: RequestInit;
}

const number = secretOf('CardDetailsInput.number');
const key = secretOf('GalileoInput.apiTransKey');
const json = { 'content-type': 'application/json' };

const post = (body: unknown, headers: Record<string, string> = json): RequestInit => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const create = (cards: string, rest = '') =>
  `mutation { createAccessToken(input: { identifier: "x", cards: [${cards}] ${rest} }) { userErrors { code } } }`;

/** Documents with a secret in an unexpected position. */
const documents: readonly string[] = [
  create(`{ number: "${number}" }`),
  create(`{ number: ${number} }`),
  create(`{ number: ["${number}"] }`),
  create(`{ number: "${number}" `),
  create(`{ number "${number}" }`),
  create(`{ nmber: "${number}" }`),
  create(`{ number: """${number}""" }`),
  create(`{ n${number}: 1 }`),
  create(`{ ${key}: 1 }`),
  create('', `, identity: "${number}"`),
  create('', `, tokenLifetime: ${number}`),
  create(`{ cardType: C${number} }`),
  create(`{ paymentService: { galileo: { apiTransKey: "${key}" } } }`),
  `mutation ($n: String = "${number}") { createAccessToken(input: { identifier: "x", cards: [{ number: $n }] }) { user { id } } }`,
  `mutation ($c: CardDetailsInput = { number: "${number}" }) { createAccessToken(input: { identifier: "x", cards: [$c] }) { user { id } } }`,
  `{ n${number} }`,
  `{ ${key} { id } }`,
  `{ viewer { ...${key} } }`,
  `{ viewer { ... on n${number} { id } } }`,
  `{ viewer @n${number} { id } }`,
  `{ viewer @include(if: "${number}") { id } }`,
  `{ viewer @${key}(a: "${number}") { id } }`,
  `{ viewer(n${number}: 1) { id } }`,
  `{ task(id: $n${number}) { id } }`,
  `query ($n${number}: String) { viewer { id } }`,
  `query ($a: n${number}) { viewer { id } }`,
  `query ($${key}: Int!) { viewer { tasks(first: $${key}) { totalCount } } }`,
  `{ a${number}: task(id: "a") { id } a${number}: task(id: "b") { id } }`,
  `fragment ${key} on User { id } { viewer { id } }`,
  `# ${number}\n{ viewer { `,
  `${number} ${key}`,
  `query ${key} { viewer { id } } query ${key} { viewer { id } }`,
];

const operationName = 'query A { viewer { id } } query B { viewer { id } }';
const inUrl = (query: string, more: Record<string, string> = {}) =>
  `/graphql?${new URLSearchParams({ query, ...more })}`;

export const rawRequests: readonly RawRequest[] = [
  ...documents.map((query) => ({ what: query, init: post({ query }) })),
  ...documents.map((query) => ({ what: `GET ${query}`, path: inUrl(query) })),
  { what: 'operationName', init: post({ query: operationName, operationName: number }) },
  { what: 'undeclared variables', init: post({ query: '{ viewer { id } }', variables: { [key]: number } }) },
  { what: 'variables as a string', init: post({ query: '{ viewer { id } }', variables: number }) },
  { what: 'extensions', init: post({ query: '{ viewer { id } }', extensions: number }) },
  { what: 'a hash', init: post({ extensions: { persistedQuery: { version: 1, sha256Hash: key } } }) },
  { what: 'an id', init: post({ id: key }) },
  { what: 'a query that is not a string', init: post({ query: [number] }) },
  { what: 'a batch', init: post([{ query: `{ n${number} }` }]) },
  { what: 'malformed JSON', init: post(`{"query": "${number}`) },
  { what: 'a string as the body', init: post(JSON.stringify(number)) },
  { what: 'another content type', init: post(number, { 'content-type': 'application/xml' }) },
  { what: 'a form', init: post(`n=${number}`, { 'content-type': 'application/x-www-form-urlencoded' }) },
  { what: 'a secret as the content type', init: post(number, { 'content-type': `text/${key}` }) },
  { what: 'a body that is too large', init: post(number.repeat(100_000)) },
  { what: 'an unknown path', path: `/${number}/${key}` },
  { what: 'a path that cannot be decoded', path: `/${key}%zz${number}` },
  { what: 'an unknown method', path: `/graphql?n=${number}`, init: { method: 'DELETE' } },
  { what: 'a parameter', path: `/graphql?query={viewer{id}}&${key}=${number}` },
  {
    what: 'variables in the URL',
    path: inUrl('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      variables: JSON.stringify({ input: { identifier: 'x', data: { cards: [{ number }] } } }),
    }),
  },
  { what: 'invalid JSON variables in the URL', path: inUrl('{ viewer { id } }', { variables: `{${number}` }) },
  {
    what: 'unknown headers',
    init: post({ query: '{ viewer { id } }' }, { ...json, 'x-anything': number, 'x-request-id': key }),
  },
  {
    what: 'an explanation',
    init: post({ query: '{ viewer { id } }' }, { ...json, 'x-paylink-explain': key, traceparent: key }),
  },
  { what: 'another origin', init: post({ query: '{ viewer { id } }' }, { ...json, origin: `https://${key}.example` }) },
];
