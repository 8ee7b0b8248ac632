/**
 * Whether this is an origin as browsers send it, in which `*.` may stand for one label of the host name, and `:*` for any port.
 * The labels behind `*.` must be at least two: `https://*.com` would be everybody.
 */
export function isOriginPattern(text: string): boolean {
  const example = text.replace('://*.', '://label.').replace(/:\*$/, '');
  if (!/^https?:\/\//.test(example) || example.includes('*')) return false;
  if (!URL.canParse(example) || new URL(example).origin !== example) return false;
  return !text.includes('://*.') || new URL(example).hostname.split('.').length > 2;
}

/** A list of origins, separated by commas. */
export function splitOrigins(text: string | undefined): string[] {
  return text?.split(',').map((origin) => origin.trim()) ?? [];
}
