export interface ProxyVariables {
  readonly HTTPS_PROXY?: string | undefined;
  readonly HTTP_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Chooses the proxy for a URL as curl and undici do; null for none. This machine is never reached through a proxy. */
export function chooseProxy(url: string, variables: ProxyVariables): string | null {
  const { protocol, hostname, port } = new URL(url);
  const { HTTPS_PROXY: https, HTTP_PROXY: http, NO_PROXY: exceptions = '' } = variables;
  const proxy = protocol === 'https:' ? (https ?? http) : http;
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (proxy === undefined || isLoopback(host)) return null;
  const isExcepted = exceptions
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((exception) => matches(exception.toLowerCase(), host, port || (defaultPorts[protocol] ?? '')));
  return isExcepted ? null : proxy.includes('://') ? proxy : `http://${proxy}`;
}

export function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|::1)$/.test(host);
}

/** An exception is `*`, or a host with its subdomains, with a port or for any port. `*.` leaves out the host itself. */
function matches(exception: string, host: string, port: string): boolean {
  const [, bracketed, plain = exception, onlyPort] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(exception) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const name = (bracketed ?? plain).replace(/\.$/, '');
  if (name === '*') return true;
  const domain = name.replace(/^\*?\./, '');
  return host.endsWith(`.${domain}`) || (host === domain && !name.startsWith('*.'));
}
