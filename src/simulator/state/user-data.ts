import Type, { type Static } from 'typebox';
import { invalid } from '../api-errors.ts';
import { filled } from '../validation.ts';

const text = Type.Optional(Type.String());
const fourDigits = Type.String({ pattern: '^\\d{4}$' });
const digits = Type.String({ pattern: '^\\d{5,30}$' });

const galileo = Type.Object({
  apiLogin: filled,
  apiTransKey: filled,
  providerId: filled,
  transactionId: filled,
  accountNo: filled,
  apiUrl: filled,
});

const card = Type.Object({
  number: Type.Optional(digits),
  lastFour: Type.Optional(fourDigits),
  title: text,
  expiry: text,
  cvv: text,
  brand: text,
  cardType: Type.Optional(Type.Enum(['debit', 'credit'])),
  paymentService: Type.Optional(Type.Object({ galileo })),
});

const account = Type.Object({
  accountNumber: Type.Optional(digits),
  accountNumberLastFour: Type.Optional(fourDigits),
  routingNumber: text,
  type: Type.Optional(Type.Enum(['checking', 'savings'])),
  title: text,
});

const identity = Type.Object({
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  address: text,
  address2: text,
  city: text,
  state: text,
  postalCode: text,
});

/** Data of a user in POST /access-token and PUT /user. */
export const userData = Type.Object({
  cards: Type.Optional(Type.Array(card)),
  accounts: Type.Optional(Type.Array(account)),
  identity: Type.Optional(identity),
});
export type UserData = Static<typeof userData>;
export type CardData = Static<typeof card>;
export type AccountData = Static<typeof account>;

/** Throws a 422 for a card or account in none of the valid forms. `prefix` is the path of the data in the body. */
export function requireOneForm({ cards = [], accounts = [] }: UserData, prefix = ''): void {
  for (const [index, { number, lastFour, title, paymentService }] of cards.entries()) {
    if (number !== undefined && !paymentService) continue;
    if (lastFour === undefined) throw invalid(`${prefix}cards.${index}.lastFour is required`);
    if (!title) throw invalid(`${prefix}cards.${index}.title is required`);
  }
  for (const [index, { accountNumber, accountNumberLastFour }] of accounts.entries()) {
    if (accountNumber === undefined && accountNumberLastFour === undefined) {
      throw invalid(`${prefix}accounts.${index} needs accountNumber or accountNumberLastFour`);
    }
  }
}
