export interface CheckResult {
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** The problem and its remedy, or the reason for skipping; null when the check passed. */
  readonly advice: string | null;
}

export const pass = (name: string): CheckResult => ({ name, status: 'ok', advice: null });
export const fail = (name: string, advice: string): CheckResult => ({ name, status: 'failed', advice });
export const skip = (name: string, advice: string): CheckResult => ({ name, status: 'skipped', advice });

/** Follows the name of a host. Leaves out the credentials of the proxy. */
export function describeProxy(url: string | null): string {
  return url === null ? '' : `, through the proxy ${new URL(url).origin}`;
}
