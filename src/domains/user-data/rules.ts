import validator from 'validator';
import { isSegment } from '../../upstream/path.ts';
import type { UserError } from '../user-error/model.ts';

/** A condition on one value. The message never repeats the value. */
export interface Rule {
  readonly holds: (value: string) => boolean;
  readonly code: UserError['code'];
  readonly message: string;
}

/** The rules of each field of an input, in order; only the first broken rule is reported. */
export type Rules<Input> = { readonly [Field in keyof Input]?: readonly Rule[] };

/** Checks every string of an input. Strings without rules must still be well-formed Unicode. */
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
  invalid(isSegment, 'Must have at most 1,024 characters and must not be `.` or `..`.'),
] as const;

export const idempotencyKeyRules = [
  notBlank,
  invalid((key) => key.length <= 255, 'Must have at most 255 characters.'),
] as const;

export const lastFourRules = [matching(/^\d{4}$/, 'Must be the last four digits.')] as const;

export const cardNumberRules = [
  matching(/^\d{12,19}$/, 'Must contain only digits, 12 to 19 of them.'),
  {
    holds: validator.isLuhnNumber,
    code: 'INVALID_CHECKSUM',
    message: 'Not a valid card number (checksum failed).',
  },
] as const satisfies Rule[];

export const expiryRules = [
  matching(/^(0[1-9]|1[0-2])\/(\d{2}|20\d{2})$/, 'Must be a month in the form MM/YY or MM/YYYY.'),
  { holds: isRunning, code: 'OUT_OF_RANGE', message: 'Must not be in the past.' },
] as const satisfies Rule[];

export const cvvRules = [matching(/^\d{3,4}$/, 'Must be three or four digits.')] as const;

export const accountNumberRules = [matching(/^\d{4,17}$/, 'Must contain only digits, 4 to 17 of them.')] as const;

export const routingNumberRules = [
  matching(/^\d{9}$/, 'Must be nine digits.'),
  {
    holds: validator.isAbaRouting,
    code: 'INVALID_CHECKSUM',
    message: 'Not a valid ABA routing number (checksum or prefix failed).',
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

/** E.164 allows at most 15 digits. */
export const phoneRules = [
  invalid((phone) => /^\+?\d{7,15}$/.test(phone.replace(/[\s().-]/g, '')), 'Must be a phone number of 7 to 15 digits.'),
] as const;

/** A card is valid to the end of its month in every time zone. */
function isRunning(expiry: string): boolean {
  const [month, year] = expiry.split('/').map(Number);
  const behindUtcMs = 12 * 60 * 60 * 1000;
  const now = new Date(Date.now() - behindUtcMs);
  return ((year ?? 0) % 100) * 12 + (month ?? 0) > (now.getUTCFullYear() % 100) * 12 + now.getUTCMonth();
}
