import { expect } from '@jest/globals';

/** In the output that a page shows, `…` stands for any text: a token or a time that differs at each run. */
const anything = '…';

export function expectJson(actual: unknown, shown: string): void {
  expect(actual).toEqual(toMatcher(JSON.parse(shown)));
}

export function expectText(actual: string, shown: string): void {
  if (shown.includes(anything)) expect(actual.trimEnd()).toMatch(toPattern(shown.trimEnd()));
  else expect(actual.trimEnd()).toBe(shown.trimEnd());
}

function toMatcher(value: unknown): unknown {
  if (typeof value === 'string' && value.includes(anything)) return expect.stringMatching(toPattern(value));
  if (Array.isArray(value)) return value.map(toMatcher);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toMatcher(child)]));
}

function toPattern(text: string): RegExp {
  return new RegExp(`^${text.split(anything).map(RegExp.escape).join('[\\s\\S]*')}$`);
}
