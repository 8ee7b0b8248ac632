import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway({ INPUT_CHECKS: 'reference' });

const update = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code field } } }';

const card = { number: '4111111111111112', title: 'Blue Visa', expiry: '01/20', cvv: '12' };
const galileo = {
  apiLogin: 'login',
  apiTransKey: 'trans-key',
  providerId: '42',
  transactionId: '7f6f2e1c',
  accountNo: '999900001111',
  apiUrl: 'galileo.example.com',
};

describe('with INPUT_CHECKS=reference', () => {
  it.each([
    { what: 'a wrong check digit, a date in the past and a short cvv', data: { cards: [card] } },
    { what: 'a date that is none', data: { cards: [{ ...card, expiry: 'never' }] } },
    { what: 'a wrong routing number', data: { accounts: [{ accountNumber: '123456', routingNumber: '021000022' }] } },
    { what: 'a wrong e-mail address and phone', data: { identity: { email: 'ada', phone: 'none' } } },
    { what: 'another URL', data: { cards: [{ lastFour: '1111', title: 'Visa', paymentService: { galileo } }] } },
  ])('the upstream judges $what', async ({ data }) => {
    expect(await write(data)).toEqual([]);
    expect(gateway.simulator.requests()).toEqual(['PUT /user']);
    expect(gateway.simulator.findUser('hedy')).toMatchObject(data);
  });

  it.each([
    {
      what: 'a card without a title',
      data: { cards: [{ number: card.number }] },
      code: 'REQUIRED',
      field: 'cards.0.title',
    },
    {
      what: 'a blank title of a card',
      data: { cards: [{ ...card, title: ' ' }] },
      code: 'REQUIRED',
      field: 'cards.0.title',
    },
    {
      what: 'last four of three digits',
      data: { cards: [{ lastFour: '111', title: 'Visa' }] },
      code: 'INVALID',
      field: 'cards.0.lastFour',
    },
    {
      what: 'last four of another number',
      data: { cards: [{ ...card, lastFour: '9999' }] },
      code: 'CONFLICT',
      field: 'cards.0.lastFour',
    },
    {
      what: 'a blank value for Galileo',
      data: { cards: [{ lastFour: '1111', title: 'Visa', paymentService: { galileo: { ...galileo, apiLogin: '' } } }] },
      code: 'REQUIRED',
      field: 'cards.0.paymentService.galileo.apiLogin',
    },
    { what: 'no data', data: {}, code: 'REQUIRED', field: '' },
  ])('the gateway still refuses $what', async ({ data, code, field }) => {
    const path = ['input', 'data', ...field.split('.').filter(Boolean)];

    expect(await write(data)).toEqual([{ code, field: path }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

async function write(data: object): Promise<unknown> {
  const { data: answer } = await gateway.query(update, { variables: { input: { identifier: 'hedy', data } } });
  return answer.updateUser.userErrors;
}
