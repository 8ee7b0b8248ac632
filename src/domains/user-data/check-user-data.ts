import type { AccountDetailsInput, CardDetailsInput, GalileoInput, IdentityInput } from '../../graphql/generated.ts';
import type { UserError } from '../user-error/model.ts';
import * as rules from './rules.ts';
import type { UserData } from './wire.ts';

type Path = readonly string[];

const identityRules: rules.Rules<IdentityInput> = { email: rules.emailRules, phone: rules.phoneRules };

const accountRules: rules.Rules<AccountDetailsInput> = {
  accountNumber: rules.accountNumberRules,
  accountNumberLastFour: rules.lastFourRules,
  routingNumber: rules.routingNumberRules,
  title: [rules.notBlank],
};

const cardRules: rules.Rules<CardDetailsInput> = {
  number: rules.cardNumberRules,
  lastFour: rules.lastFourRules,
  title: [rules.notBlank],
  expiry: rules.expiryRules,
  cvv: rules.cvvRules,
  brand: [rules.notBlank],
};

const galileoRules: rules.Rules<GalileoInput> = {
  apiLogin: [rules.notBlank],
  apiTransKey: [rules.notBlank],
  providerId: [rules.notBlank],
  transactionId: [rules.notBlank],
  accountNo: [rules.notBlank],
  apiUrl: rules.urlRules,
};

/** Returns all errors of the input together, so that a form can show them at once. */
export function checkUserData({ accounts, cards, identity }: UserData, path: Path): UserError[] {
  return [
    ...(accounts ?? []).flatMap((account, index) => checkAccount(account, [...path, 'accounts', String(index)])),
    ...(cards ?? []).flatMap((card, index) => checkCard(card, [...path, 'cards', String(index)])),
    ...rules.checkValues(identity ?? {}, identityRules, [...path, 'identity']),
  ];
}

function checkAccount(account: AccountDetailsInput, path: Path): UserError[] {
  return [
    ...checkNumber(
      account.accountNumber,
      account.accountNumberLastFour,
      path,
      'accountNumber',
      'accountNumberLastFour',
    ),
    ...rules.checkValues(account, accountRules, path),
  ];
}

function checkCard(card: CardDetailsInput, path: Path): UserError[] {
  const { number, lastFour, title, paymentService } = card;
  const errors = [
    ...checkNumber(number, lastFour, path, 'number', 'lastFour'),
    ...rules.checkValues(card, cardRules, path),
  ];
  if (number == null && title == null) {
    errors.push({ code: 'REQUIRED', message: 'Required unless `number` is given.', field: [...path, 'title'] });
  }
  if (number != null && paymentService) {
    errors.push({
      code: 'CONFLICT',
      message: 'Must not be combined with `number`.',
      field: [...path, 'paymentService'],
    });
  }
  const galileo = paymentService?.galileo ?? {};
  return [...errors, ...rules.checkValues(galileo, galileoRules, [...path, 'paymentService', 'galileo'])];
}

/** Requires the number or its last four digits; if both are given, they must agree. */
function checkNumber(
  number: string | null | undefined,
  lastFour: string | null | undefined,
  path: Path,
  numberField: string,
  lastFourField: string,
): UserError[] {
  if (number == null && lastFour == null) {
    const message = `Either this or \`${lastFourField}\` is required.`;
    return [{ code: 'REQUIRED', message, field: [...path, numberField] }];
  }
  if (number != null && lastFour != null && !number.endsWith(lastFour)) {
    const message = `Must match the end of \`${numberField}\`.`;
    return [{ code: 'CONFLICT', message, field: [...path, lastFourField] }];
  }
  return [];
}
