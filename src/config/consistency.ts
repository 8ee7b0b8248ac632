import { GraphQLCurrency } from 'graphql-scalars';
import { type Environment, jwksClaim, urlClaim } from './variables.ts';

/** Where Atomic serves its API. */
export const atomicUrls = {
  sandbox: { api: 'https://sandbox-api.atomicfi.com', pci: 'https://sandbox-pci.atomicfi.com' },
  production: { api: 'https://api.atomicfi.com', pci: 'https://pci.atomicfi.com' },
};

/** One sentence for each problem that no variable has by itself. None repeats a value. */
export function findContradictions(values: Environment): string[] {
  const { PAYLINK_UPSTREAM: name, PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci } = values;
  const problems: string[] = [];
  if ((api === undefined) !== (pci === undefined)) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set together');
  }
  for (const [variable, url] of Object.entries({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci })) {
    if (url !== undefined && !URL.canParse(url)) problems.push(`${variable} ${urlClaim}`);
  }
  if (name === 'custom' && api === undefined && pci === undefined) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set when PAYLINK_UPSTREAM is custom');
  }
  if (Object.hasOwn(atomicUrls, name) && (api ?? pci) !== undefined) {
    problems.push(`PAYLINK_API_URL and PAYLINK_PCI_URL cannot be set when PAYLINK_UPSTREAM is ${name}; use custom`);
  }
  if (name === 'simulator') problems.push(...findDemoProblems(values));
  if (name === 'custom') problems.push(...findUnencrypted({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci }));
  if ((values.PAYLINK_API_KEY === undefined) !== (values.PAYLINK_API_SECRET === undefined)) {
    problems.push('PAYLINK_API_KEY and PAYLINK_API_SECRET must be set together');
  }
  problems.push(...findTokenProblems(values));
  if (!isCurrency(values.PAYLINK_CURRENCY)) problems.push('PAYLINK_CURRENCY must be an ISO 4217 code, such as USD');
  return problems;
}

/** With some of it missing, tokens would be accepted that are meant for others, or nothing could be asked upstream for them. */
function findTokenProblems(values: Environment): string[] {
  const { AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, PAYLINK_UPSTREAM: name } = values;
  const parts = Object.entries({ AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience });
  const missing = parts.filter(([, value]) => value === undefined).map(([variable]) => variable);
  const problems: string[] = [];
  if (missing.length % parts.length > 0) {
    problems.push(`${missing.join(' and ')} must be set too: AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE go together`);
  }
  if (url === undefined) return problems;
  // A URL with a password in it is one that `fetch` refuses.
  if (!URL.canParse(url) || new URL(url).username !== '') problems.push(`AUTH_JWKS_URL ${jwksClaim}`);
  if (name !== 'simulator' && (values.PAYLINK_API_KEY ?? values.PAYLINK_API_SECRET) === undefined) {
    problems.push(
      'PAYLINK_API_KEY and PAYLINK_API_SECRET must be set with AUTH_JWKS_URL: they go upstream for bearer tokens',
    );
  }
  return [...problems, ...findUnencrypted({ AUTH_JWKS_URL: url })];
}

/** Whoever sends no credentials is the demo service of a simulator: of the real API that must be nobody. */
function findDemoProblems({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci, PAYLINK_API_KEY: key }: Environment): string[] {
  const urls = [api, pci].filter((url) => url !== undefined).filter((url) => URL.canParse(url));
  if (urls.some((url) => /(^|\.)atomicfi\.com\.?$/.test(new URL(url).hostname))) {
    return ["PAYLINK_UPSTREAM must be sandbox or production for Atomic's own hosts"];
  }
  if (key === undefined || urls.every(isLocal)) return [];
  return [
    'PAYLINK_UPSTREAM must be custom for a key pair of your own at another machine: with simulator, whoever sends no credentials acts by it',
  ];
}

function findUnencrypted(urls: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(urls)
    .filter(([, url]) => url?.startsWith('http:') && !isLocal(url))
    .map(([variable]) => `${variable} must be https, unless it is on this machine`);
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function isCurrency(code: string): boolean {
  try {
    return GraphQLCurrency.parseValue(code) === code && code === code.toUpperCase();
  } catch {
    return false;
  }
}
