import { UpstreamError } from './errors.ts';

declare const checked: unique symbol;

/** A path whose every variable part is one percent-encoded segment. Only `path` makes one. */
export interface UpstreamPath {
  /** What goes over the wire. */
  readonly encoded: string;
  /** The same without its variable parts, so fit for a log: `/user/{}/tasks`. */
  readonly route: string;
  readonly [checked]: true;
}

const maxIdLength = 1024;

/** Whether an id from outside can stand in a path. Even encoded, a dot segment may be resolved on its way. */
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
