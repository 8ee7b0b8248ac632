import type { AccountDetailsInput, IdentityInput } from '../../graphql/generated.ts';
import { type InputError, maxErrors } from '../user-error/model.ts';
import { checkCard } from './check-card.ts';
import { checkNumber } from './check-number.ts';
import * as formats from './formats.ts';
import { checkValues, type InputChecks, type Rules } from './rules.ts';
import type { UserData } from './wire.ts';

type Path = readonly string[];

const maxEntries = 50;

const identityRules: Rules<IdentityInput> = { email: formats.emailRules, phone: formats.phoneRules };

const accountRules: Rules<AccountDetailsInput> = {
  accountNumber: formats.accountNumberRules,
  accountNumberLastFour: formats.lastFourRules,
  routingNumber: formats.routingNumberRules,
  title: formats.optionalText,
};

/** Returns all errors of the input together, so that a form can show them at once. */
export function checkUserData({ accounts, cards, identity }: UserData, path: Path, checks: InputChecks): InputError[] {
  return [
    ...checkEach(accounts ?? [], [...path, 'accounts'], (account, at) => checkAccount(account, at, checks)),
    ...checkEach(cards ?? [], [...path, 'cards'], (card, at) => checkCard(card, at, checks)),
    ...checkValues(identity ?? {}, identityRules, [...path, 'identity'], checks),
  ];
}

/** The entries of a list that is too long are not checked, nor those after the most errors that are reported. */
function checkEach<Entry>(
  entries: readonly Entry[],
  path: Path,
  check: (entry: Entry, path: Path) => InputError[],
): InputError[] {
  if (entries.length > maxEntries) {
    return [{ code: 'OUT_OF_RANGE', message: `Must have at most ${maxEntries} entries.`, field: path }];
  }
  const errors: InputError[] = [];
  for (const [index, entry] of entries.entries()) {
    if (errors.length >= maxErrors) break;
    errors.push(...check(entry, [...path, String(index)]));
  }
  return errors;
}

function checkAccount(account: AccountDetailsInput, path: Path, checks: InputChecks): InputError[] {
  const { accountNumber: number, accountNumberLastFour: lastFour } = account;
  return [
    ...checkNumber({ number, lastFour }, { number: 'accountNumber', lastFour: 'accountNumberLastFour' }, path),
    ...checkValues(account, accountRules, path, checks),
  ];
}
