/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** What is wrong, and what to do about it; null where all is well. */
  readonly advice: string | null;
}

export const pass = (name: string): Check => ({ name, status: 'ok', advice: null });
export const fail = (name: string, advice: string): Check => ({ name, status: 'failed', advice });
export const skip = (name: string, advice: string): Check => ({ name, status: 'skipped', advice });
