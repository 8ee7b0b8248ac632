import validator from 'validator';
import { invalid, matching, notBlank, type Rule } from './rules.ts';

/** The formats that the API reference does not state. */
const strict = (...rules: readonly Rule[]) => rules.map((rule): Rule => ({ ...rule, isStrict: true }));

/** For a value that may be absent: blank, it is most likely a mistake. */
export const optionalText = strict(notBlank);

export const lastFourRules = [matching(/^\d{4}$/, 'Must be the last four digits.')] as const;

export const cardNumberRules = strict(matching(/^\d{12,19}$/, 'Must contain only digits, 12 to 19 of them.'), {
  holds: validator.isLuhnNumber,
  code: 'INVALID_CHECKSUM',
  message: 'Not a valid card number (checksum failed).',
});

export const expiryRules = strict(
  matching(/^(0[1-9]|1[0-2])\/(\d{2}|20\d{2})$/, 'Must be a month in the form MM/YY or MM/YYYY.'),
  { holds: isRunning, code: 'OUT_OF_RANGE', message: 'Must not be in the past.' },
);

export const cvvRules = strict(matching(/^\d{3,4}$/, 'Must be three or four digits.'));

export const accountNumberRules = strict(matching(/^\d{4,17}$/, 'Must contain only digits, 4 to 17 of them.'));

export const routingNumberRules = strict(matching(/^\d{9}$/, 'Must be nine digits.'), {
  holds: validator.isAbaRouting,
  code: 'INVALID_CHECKSUM',
  message: 'Not a valid ABA routing number (checksum or prefix failed).',
});

export const urlRules = [
  notBlank,
  ...strict(
    invalid(
      (url) => validator.isURL(url, { protocols: ['https'], require_protocol: true, require_tld: false }),
      'Must be an https URL.',
    ),
  ),
];

export const emailRules = strict(invalid((email) => validator.isEmail(email), 'Must be an e-mail address.'));

/** E.164 allows at most 15 digits. */
export const phoneRules = strict(
  invalid((phone) => /^\+?\d{7,15}$/.test(phone.replace(/[\s().-]/g, '')), 'Must be a phone number of 7 to 15 digits.'),
);

/** A card is valid to the end of its month in every time zone. */
function isRunning(expiry: string): boolean {
  const [month, year] = expiry.split('/').map(Number);
  const behindUtcMs = 12 * 60 * 60 * 1000;
  const now = new Date(Date.now() - behindUtcMs);
  return ((year ?? 0) % 100) * 12 + (month ?? 0) > (now.getUTCFullYear() % 100) * 12 + now.getUTCMonth();
}
