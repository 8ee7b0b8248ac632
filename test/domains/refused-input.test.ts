import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const userErrors = 'userErrors { code message field upstreamCode }';
const mutations = {
  createAccessToken: `mutation ($input: CreateAccessTokenInput!) { payload: createAccessToken(input: $input) { ${userErrors} } }`,
  updateUser: `mutation ($input: UpdateUserInput!) { payload: updateUser(input: $input) { ${userErrors} } }`,
};

const card = { number: '4111111111111111', title: 'Blue Visa', expiry: '12/99' };
const cards = [card, { lastFour: '1111', title: 'Red Visa' }];
const inputs = {
  createAccessToken: { identifier: 'ada', cards },
  updateUser: { identifier: 'ada', data: { cards, identity: { email: 'ada@lovelace.example' } } },
};

const message = (text: string) => ({ code: 42200, message: text });

describe('input that the upstream refuses', () => {
  it.each([
    { body: message('cards.1.title is required'), field: 'cards.1.title' },
    { body: message('cards.0.cvv is required'), field: 'cards.0.cvv' },
    { body: message('cards[0].number failed'), field: 'cards.0.number' },
    { body: message('In cards: "cards.0.expiry" is in the past'), field: 'cards.0.expiry' },
    { body: message('data.cards.0.expiry'), field: 'cards.0.expiry' },
    { body: message('"identifier" must not be blocked'), field: 'identifier' },
    { body: message('cards.0.secretWord is unknown'), field: 'cards.0' },
    { body: { error: { message: 'invalid', field: 'tokenLifetime' } }, field: 'tokenLifetime' },
    { body: { errors: [{ instancePath: '/cards/0/number' }] }, field: 'cards.0.number' },
    { body: { issues: [{ path: ['cards', 1, 'lastFour'] }] }, field: 'cards.1.lastFour' },
    { body: 'cards.0.number', field: 'cards.0.number' },
  ])('is reported at the path that the error body names: $body', async ({ body, field }) => {
    const { errors, refusals } = await refuse('createAccessToken', body);

    expect(errors).toEqual([]);
    expect(refusals).toMatchObject([{ code: 'REFUSED', field: ['input', ...field.split('.')] }]);
    expect(JSON.stringify(refusals)).not.toContain('secretWord');
  });

  it.each([
    { body: message('data.identity.email is taken'), field: 'data.identity.email' },
    { body: message('identity.email is taken'), field: 'data.identity.email' },
    { body: message('body.data.cards.0.title'), field: 'data.cards.0.title' },
  ])('is reported below `data` by updateUser: $body', async ({ body, field }) => {
    const { refusals } = await refuse('updateUser', body);

    expect(refusals).toMatchObject([{ field: ['input', ...field.split('.')] }]);
  });

  it.each([
    { why: 'prose', body: message('The title of one of your cards was refused, as was the identifier') },
    { why: 'a path of something else', body: message('tokens.0.title is required') },
    { why: 'a key of the body', body: { cards: 'refused', identifier: 'refused' } },
    { why: 'a path far into the body', body: message(`${' '.repeat(8192)}cards.0.title`) },
    { why: 'a long body of paths that go on and on', body: 'a.1["b"],/c'.repeat(90_000) },
    { why: 'no body', body: '' },
  ])('is reported for the whole input otherwise: $why', async ({ body }) => {
    const { errors, refusals } = await refuse('createAccessToken', body);

    expect(errors).toEqual([]);
    expect(refusals).toMatchObject([{ code: 'REFUSED', field: null }]);
  });

  it.each([400, 422])('has the number of the error body in its error: %d', async (status) => {
    const { refusals } = await refuse('createAccessToken', { code: 42217, message: 'no' }, status);
    const { refusals: unnumbered } = await refuse('createAccessToken', { message: 'no' }, status);

    expect(refusals).toMatchObject([{ upstreamCode: 42217, message: `Atomic refused this input (${status}).` }]);
    expect(unnumbered).toMatchObject([{ upstreamCode: null }]);
  });
});

describe('any other failure of the upstream', () => {
  it('has the number of the error body in its extensions', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 401, body: { code: 40104, message: 'no' } });

    const { errors } = await gateway.query('{ user(identifier: "ada") { tasks { totalCount } } }');

    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', upstreamCode: 40104 } }]);
  });
});

async function refuse(name: keyof typeof mutations, body: object | string, status = 422) {
  gateway.simulator.reset();
  gateway.simulator.addFault({ route: '*', kind: 'status', status, body });
  const { data, errors } = await gateway.query(mutations[name], { variables: { input: inputs[name] } });
  const refusals: readonly object[] = data.payload.userErrors;
  return { errors, refusals };
}
