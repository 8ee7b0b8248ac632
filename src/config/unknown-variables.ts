import { closestMatch } from 'leven';
import type { RawEnvironment } from './environment.ts';

const prefixes = ['PAYLINK_', 'UPSTREAM_', 'SIMULATOR_', 'AUTH_'];

/** One sentence for each variable that looks like one of ours and is not: a misspelt name would leave a default in place. */
export function findUnknown(env: RawEnvironment, knownNames: readonly string[]): string[] {
  const known = new Set(knownNames);
  return Object.entries(env)
    .filter(([name, value]) => value && !known.has(name) && hasPrefix(name) && !isServiceLink(name, value))
    .map(([name]) => `${name} is not a known variable; did you mean ${closestMatch(name.toUpperCase(), knownNames)}?`);
}

/** Variables that Kubernetes adds for each service, such as SIMULATOR_PORT=tcp://10.0.0.1:4010 for one called `simulator`. */
export function isServiceLink(name: string, value: string): boolean {
  if (/_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name)) return true;
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value);
}

function hasPrefix(name: string): boolean {
  return prefixes.some((prefix) => name.toUpperCase().startsWith(prefix));
}
