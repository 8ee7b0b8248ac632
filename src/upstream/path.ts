import { UpstreamError } from './errors.ts';

declare const checked: unique symbol;

/** A path in which each variable part is one percent-encoded segment. Only `path` creates it. */
export interface UpstreamPath {
  /** The path of the request. */
  readonly encoded: string;
  /** The path without its variable parts, safe to log: `/user/{}/tasks`. */
  readonly route: string;
  readonly [checked]: true;
}

const maxIdLength = 1024;

/** Whether an external id can be a path segment. Intermediaries may resolve a dot segment even when it is encoded. */
export function isSegment(id: string): boolean {
  return id !== '' && id.length <= maxIdLength && id !== '.' && id !== '..' && id.isWellFormed();
}

export function path(literals: TemplateStringsArray, ...ids: readonly string[]): UpstreamPath {
  if (!ids.every(isSegment)) throw new UpstreamError('invalid-id');
  return {
    encoded: String.raw({ raw: literals }, ...ids.map(encodeURIComponent)),
    route: literals.join('{}'),
  } as UpstreamPath;
}
