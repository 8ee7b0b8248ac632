import validator from 'validator';
import { isSegment } from '../../upstream/path.ts';
import type { UserError } from '../user-error/model.ts';

/** What one value must be. The message says it without repeating what was given. */
export interface Rule {
  readonly holds: (value: string) => boolean;
  readonly code: UserError['code'];
  readonly message: string;
}

/** The rules of each value of an input, in the order in which they are tried: the first that does not hold counts. */
export type Rules<Input> = { readonly [Field in keyof Input]?: readonly Rule[] };

/** Checks every text of an input, also those that have no rules of their own. */
export function checkValues<Input extends object>(
  input: Input,
  rules: Rules<Input>,
  path: readonly string[],
): UserError[] {
  return Object.keys({ ...rules, ...input }).flatMap((field) => {
    const value: unknown = Reflect.get(input, field);
    if (typeof value !== 'string') return [];
    const broken = [wellFormed, ...((Reflect.get(rules, field) ?? []) as Rule[])].find(({ holds }) => !holds(value));
    return broken ? [{ code: broken.code, message: broken.message, field: [...path, field] }] : [];
  });
}

const invalid = (holds: Rule['holds'], message: string): Rule => ({ holds, code: 'INVALID', message });
const wellFormed = invalid((value) => value.isWellFormed(), 'Must be well-formed Unicode.');
const matching = (pattern: RegExp, message: string): Rule => invalid((value) => pattern.test(value), message);

export const notBlank: Rule = {
  holds: (value) => value.trim() !== '',
  code: 'REQUIRED',
  message: 'Must not be blank.',
};

export const identifierRules = [
  notBlank,
  invalid(isSegment, 'Must have at most 1,024 characters, and be neither `.` nor `..`.'),
] as const;

export const idempotencyKeyRules = [
  notBlank,
  invalid((key) => key.length <= 255, 'Must have at most 255 characters.'),
] as const;

export const lastFourRules = [matching(/^\d{4}$/, 'Must be the last four digits.')] as const;

export const cardNumberRules = [
  matching(/^\d{12,19}$/, 'Must be 12 to 19 digits and nothing else.'),
  {
    holds: validator.isLuhnNumber,
    code: 'INVALID_CHECKSUM',
    message: 'Is not the number of a card: its check digit is wrong.',
  },
] as const satisfies Rule[];

export const expiryRules = [
  matching(/^(0[1-9]|1[0-2])\/(\d{2}|20\d{2})$/, 'Must be a month as MM/YY or MM/YYYY.'),
  { holds: isRunning, code: 'OUT_OF_RANGE', message: 'Must not be in the past.' },
] as const satisfies Rule[];

export const cvvRules = [matching(/^\d{3,4}$/, 'Must be three or four digits.')] as const;

export const accountNumberRules = [matching(/^\d{4,17}$/, 'Must be 4 to 17 digits and nothing else.')] as const;

export const routingNumberRules = [
  matching(/^\d{9}$/, 'Must be nine digits.'),
  {
    holds: validator.isAbaRouting,
    code: 'INVALID_CHECKSUM',
    message: 'Is not an ABA routing number: its check digit or its prefix is wrong.',
  },
] as const satisfies Rule[];

export const urlRules = [
  notBlank,
  invalid(
    (url) => validator.isURL(url, { protocols: ['https'], require_protocol: true, require_tld: false }),
    'Must be an https URL.',
  ),
] as const;

export const emailRules = [invalid((email) => validator.isEmail(email), 'Must be an e-mail address.')] as const;

/** As long as E.164 allows. */
export const phoneRules = [
  invalid((phone) => /^\+?\d{7,15}$/.test(phone.replace(/[\s().-]/g, '')), 'Must be a phone number of 7 to 15 digits.'),
] as const;

/** A card runs to the end of its month, wherever on Earth that is. */
function isRunning(expiry: string): boolean {
  const [month, year] = expiry.split('/').map(Number);
  const behindUtcMs = 12 * 60 * 60 * 1000;
  const now = new Date(Date.now() - behindUtcMs);
  return ((year ?? 0) % 100) * 12 + (month ?? 0) > (now.getUTCFullYear() % 100) * 12 + now.getUTCMonth();
}
