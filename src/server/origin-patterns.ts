/** Compiles an origin of `CORS_ORIGINS`: `*.` is exactly one label of a host name, as in a certificate, and `:*` any port or none. */
export function compileOrigin(origin: string): string | RegExp {
  if (!origin.includes('*')) return origin;
  const [scheme = '', rest = ''] = origin.split('://');
  const host = rest.replace(/^\*\./, '').replace(/:\*$/, '');
  const label = rest.startsWith('*.') ? '[a-z0-9-]{1,63}\\.' : '';
  const port = rest.endsWith(':*') ? '(?::\\d{1,5})?' : '';
  return new RegExp(`^${scheme}://${label}${RegExp.escape(host)}${port}$`);
}
