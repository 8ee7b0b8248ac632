import { GraphQLCurrency } from 'graphql-scalars';
import type { Environment } from './environment.ts';

export const atomicUrls = {
  sandbox: { api: 'https://sandbox-api.atomicfi.com', pci: 'https://sandbox-pci.atomicfi.com' },
  production: { api: 'https://api.atomicfi.com', pci: 'https://pci.atomicfi.com' },
};

/** One sentence for each problem that only several variables together show. No sentence repeats a value. */
export function findInconsistencies(values: Environment): string[] {
  const { PAYLINK_UPSTREAM: name, PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci } = values;
  const problems: string[] = [];
  if ((api === undefined) !== (pci === undefined)) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set together');
  }
  if (name === 'custom' && api === undefined && pci === undefined) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set when PAYLINK_UPSTREAM is custom');
  }
  if (Object.hasOwn(atomicUrls, name) && (api ?? pci) !== undefined) {
    problems.push(`PAYLINK_API_URL and PAYLINK_PCI_URL cannot be set when PAYLINK_UPSTREAM is ${name}; use custom`);
  }
  if (name === 'simulator') problems.push(...findSimulatorProblems(values));
  if (name === 'custom') problems.push(...findUnencrypted({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci }));
  if ((values.PAYLINK_API_KEY === undefined) !== (values.PAYLINK_API_SECRET === undefined)) {
    problems.push('PAYLINK_API_KEY and PAYLINK_API_SECRET must be set together');
  }
  problems.push(...findTokenProblems(values));
  if (!isCurrency(values.PAYLINK_CURRENCY)) problems.push('PAYLINK_CURRENCY must be an ISO 4217 code, such as USD');
  return problems;
}

/** Without issuer and audience, the gateway would accept tokens made for other services; without a key pair, it could make no REST call. */
function findTokenProblems(values: Environment): string[] {
  const { AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, PAYLINK_UPSTREAM: name } = values;
  const parts = Object.entries({ AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience });
  const missing = parts.filter(([, value]) => value === undefined).map(([variable]) => variable);
  const problems: string[] = [];
  if (missing.length % parts.length > 0) {
    problems.push(`${missing.join(' and ')} must be set too: AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE go together`);
  }
  if (url === undefined) return problems;
  if (name !== 'simulator' && (values.PAYLINK_API_KEY ?? values.PAYLINK_API_SECRET) === undefined) {
    problems.push(
      'PAYLINK_API_KEY and PAYLINK_API_SECRET must be set with AUTH_JWKS_URL: they go upstream for bearer tokens',
    );
  }
  return [...problems, ...findUnencrypted({ AUTH_JWKS_URL: url })];
}

/** With the simulator, callers without credentials use the gateway's key pair, which must not reach the real API. */
function findSimulatorProblems({
  PAYLINK_API_URL: api,
  PAYLINK_PCI_URL: pci,
  PAYLINK_API_KEY: key,
}: Environment): string[] {
  const urls = [api, pci].filter((url) => url !== undefined).filter((url) => URL.canParse(url));
  if (urls.some((url) => /(^|\.)atomicfi\.com\.?$/.test(new URL(url).hostname))) {
    return ["PAYLINK_UPSTREAM must be sandbox or production for Atomic's own hosts"];
  }
  if (key === undefined || urls.every(isLocal)) return [];
  return [
    'PAYLINK_UPSTREAM must be custom when PAYLINK_API_KEY is set and the URLs lead to another machine: with simulator, every caller without credentials would use that key',
  ];
}

function findUnencrypted(urls: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(urls)
    .filter(([, url]) => url?.startsWith('http:') && !isLocal(url))
    .map(([variable]) => `${variable} must be https, unless it is on this machine`);
}

export function isLocal(url: string): boolean {
  return URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function isCurrency(code: string): boolean {
  try {
    return GraphQLCurrency.parseValue(code) === code && code === code.toUpperCase();
  } catch {
    return false;
  }
}
