import type { CardDetailsInput, GalileoInput } from '../../graphql/generated.ts';
import type { InputError } from '../user-error/model.ts';
import { checkNumber } from './check-number.ts';
import * as formats from './formats.ts';
import { checkValues, type InputChecks, notBlank, type Rules } from './rules.ts';

type Path = readonly string[];

const cardRules: Rules<CardDetailsInput> = {
  number: formats.cardNumberRules,
  lastFour: formats.lastFourRules,
  title: [notBlank],
  expiry: formats.expiryRules,
  cvv: formats.cvvRules,
  brand: formats.optionalText,
};

const galileoRules: Rules<GalileoInput> = {
  apiLogin: [notBlank],
  apiTransKey: [notBlank],
  providerId: [notBlank],
  transactionId: [notBlank],
  accountNo: [notBlank],
  apiUrl: formats.urlRules,
};

export function checkCard(card: CardDetailsInput, path: Path, checks: InputChecks): InputError[] {
  const galileo = card.paymentService?.galileo ?? {};
  return [
    ...checkSource(card, path),
    ...checkTitle(card, path),
    ...checkValues(card, cardRules, path, checks),
    ...checkValues(galileo, galileoRules, [...path, 'paymentService', 'galileo'], checks),
  ];
}

/** The card data comes from the caller, now or later, or from a payment service. */
function checkSource({ number, lastFour, paymentService }: CardDetailsInput, path: Path): InputError[] {
  if (!paymentService) return checkNumber({ number, lastFour }, { number: 'number', lastFour: 'lastFour' }, path);
  if (number != null) {
    const field = [...path, 'paymentService'];
    return [{ code: 'CONFLICT', message: 'Must not be combined with `number`.', field }];
  }
  if (lastFour != null) return [];
  return [{ code: 'REQUIRED', message: 'Required with `paymentService`.', field: [...path, 'lastFour'] }];
}

function checkTitle({ title }: CardDetailsInput, path: Path): InputError[] {
  if (title != null) return [];
  return [{ code: 'REQUIRED', message: 'Required of every card.', field: [...path, 'title'] }];
}
