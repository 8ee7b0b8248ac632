import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { createRedactor } from '../../src/observability/redact.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { canaries, findLeaks } from '../support/canaries.ts';

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';

describe('the redactor', () => {
  it.each(canaries)('masks values by their name at any depth and in any spelling: $place', ({ place, secret }) => {
    const name = place.split('.')[1] ?? '';
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    const deep = { input: { list: [{ [name]: secret, [snake]: secret }], [`x-${name}`]: { value: secret } } };

    expect(findLeaks(JSON.stringify(redactor.redact(deep)), canaries)).toEqual([]);
    expect(redactor.redactNamed(name, secret)).toBe('[redacted]');
  });

  it.each([
    ['a card number', 'card 4539578763621486 refused', 'card [redacted] refused'],
    ['a card number with spaces', 'card 4539 5787 6362 1486', 'card [redacted]'],
    ['a card number with dashes', '4539-5787-6362-1486', '[redacted]'],
    ['a card number within a word', 'n4539578763621486x', 'n[redacted]x'],
    ['a JWT', `token ${jwt} expired`, 'token [redacted] expired'],
    ['a token', 'E6qtvNG0uCz938kdPtLyaVR7ZlTQJIAkzcityYWxaHA', '[redacted]'],
    ['a bearer token', 'Authorization: Bearer abc', 'Authorization: [redacted]'],
    ['the password in a URL', 'redis://user:pass@cache:6379/0', 'redis://[redacted]@cache:6379/0'],
    ['an e-mail address', 'no such user: ada@example.com', 'no such user: [redacted]'],
    ['a JSON value', '{"cvv":"123","title":"Blue"}', '{"cvv":[redacted],"title":"Blue"}'],
    ['a JSON number', '{"cvv":123,"title":"Blue"}', '{"cvv":[redacted],"title":"Blue"}'],
    ['a query parameter', '?x-api-key=abc&first=3', '?x-api-key=[redacted]&first=3'],
  ])('masks %s in a text', (_what, text, masked) => {
    expect(redactor.redactText(text)).toBe(masked);
  });

  it.each([
    'upstream call failed',
    'f81d4fae-7dec-41d0-a765-00a0c91e6bf6',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '2026-11-24T16:46:34.324Z',
    'http://127.0.0.1:4000/graphql',
    'at ApolloServer.executeHTTPGraphQLRequest (file:///app/node_modules/@apollo/server/dist/esm/ApolloServer.js:533:20)',
    'Cannot query field "emial" on type "Identity". Did you mean "email"?',
    'GET /user/:identifier/tasks',
    'card 4539578763621487',
  ])('does not change %s', (text) => {
    expect(redactor.redactText(text)).toBe(text);
  });

  it('does not change numbers, null and booleans, except card numbers', () => {
    const values = { status: 429, durationMs: 12.5, time: 1_763_958_000_000, isReady: true, cvv: null };

    expect(redactor.redact({ ...values, list: [4539578763621486] })).toEqual({ ...values, list: ['[redacted]'] });
  });
});

describe('a text of 1 MB', () => {
  // Long enough that a pattern of quadratic time would take hours.
  const megabyte = (part: string) => part.repeat(Math.ceil(1_000_000 / part.length));
  const unlimited = createRedactor(['cvv', 'accountNumber'], Number.POSITIVE_INFINITY);

  it.each([
    'a',
    'a-',
    'A1a',
    'ey-',
    'ey.',
    'eyabcdef.',
    'a.',
    'a@',
    'a@a.',
    '1',
    '1 ',
    '1-',
    '//',
    '//a',
    '"',
    'cvv',
    'cvv ',
    'cvv="',
    'cvv="\\',
    'cvv:Bearer ',
    'account_',
    `cvv${' '.repeat(60)}`,
    `${'x'.repeat(64)}@${'b.'.repeat(350)}`,
  ])('is searched in linear time, whatever it repeats: %j', (part) => {
    for (const text of [megabyte(part), `"${megabyte(part)}`, `cvv=${megabyte(part)}`]) {
      expect(unlimited.redactText(text)).toEqual(expect.any(String));
    }
  });

  it('is cut before a word, so that no half of a secret is left', () => {
    for (let length = 900; length < 1100; length += 1) {
      const text = `${'x '.repeat(length / 2)}4539 5787 6362 1486 ${jwt} ada@example.com${' y'.repeat(1000)}`;
      const shown = redactor.redactText(text);

      expect(shown.length).toBeLessThan(1100);
      expect(shown).not.toMatch(/4539|eyJ|ada@/);
    }
  });

  it('is cut as the name of a property too', () => {
    expect(JSON.stringify(redactor.redact({ [megabyte('a')]: megabyte('b c') })).length).toBeLessThan(2500);
  });
});

describe('the log', () => {
  const write = (redact = redactor) => {
    const lines: string[] = [];
    const log = createLogger('trace', redact, { write: (line) => void lines.push(line) });
    for (const { place, secret } of canaries) {
      const name = place.split('.')[1] ?? '';
      log.child({ [name]: secret }).error({ variables: { input: [{ [name]: secret }] } }, `${name}: "${secret}"`);
      log.trace('%s %j', `${name}=${secret.replaceAll(' ', '')}`, { [name]: secret });
    }
    return lines;
  };

  it('contains no secret, even if one is logged by mistake', () => {
    const lines = write();

    expect(lines).toHaveLength(canaries.length * 2);
    expect(findLeaks(lines.join(''), canaries)).toEqual([]);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) });
  });

  it('would contain the secrets if the schema declared nothing sensitive', () => {
    const found = findLeaks(write(createRedactor([])).join(''), canaries);

    // A few secrets are still masked by their format, or because a header has the same name.
    const places = new Set(found.map(({ place }) => place));
    expect(places.size).toBeGreaterThan(canaries.length - 6);
  });
});
