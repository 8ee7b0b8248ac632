import { createHmac, randomBytes } from 'node:crypto';
import { createRecent } from './recent.ts';

/** A random key: a digest cannot be checked against a guess, or compared with a digest of another process. */
const digestKey = randomBytes(32);

export type Host = 'api' | 'pci';

/** One REST call, without secrets and without values of the body. */
export interface CallRecord {
  readonly host: Host;
  readonly method: string;
  /** The request target as received, including the query. */
  readonly path: string;
  /** Such as `GET /task/:taskId/details`; null if the API has no such route. */
  readonly route: string | null;
  /** Null until a response is sent. */
  readonly status: number | null;
  readonly apiKey: string | null;
  /** The sorted paths of the body's leaves, such as `cards.0.number`. */
  readonly bodyPaths: readonly string[];
  /** Equal for equal method, path and body, within one process. Null without a body. */
  readonly bodyDigest: string | null;
}

export interface LoggedCall {
  answered(status: number): void;
  received(body: string): void;
}

export interface CallLog {
  start(call: Pick<CallRecord, 'host' | 'method' | 'path' | 'route' | 'apiKey'>): LoggedCall;
  all(): readonly CallRecord[];
  /** Number of calls that were dropped for newer ones. */
  dropped(): number;
  clear(): void;
}

const MAX_CALLS = 100_000;
/** Maximum length of all paths and body paths together. */
const MAX_CHARACTERS = 32 * 2 ** 20;
/** Maximum length of the body paths of one call. */
const MAX_BODY_CHARACTERS = 64 * 2 ** 10;
/** Values below this depth are not listed one by one. */
const MAX_DEPTH = 16;

type MutableRecord = { -readonly [Key in keyof CallRecord]: CallRecord[Key] };

export function createCallLog(): CallLog {
  const records = createRecent<MutableRecord>(MAX_CALLS, MAX_CHARACTERS);
  return {
    start: (call) => {
      const record: MutableRecord = { ...call, status: null, bodyPaths: [], bodyDigest: null };
      const grow = records.add(record, call.path.length);
      return {
        answered: (status) => {
          record.status = status;
        },
        received: (body) => {
          record.bodyPaths = listLeafPaths(body);
          record.bodyDigest = digest(call.method, call.path, body);
          grow(record.bodyPaths.reduce((sum, path) => sum + path.length, 0));
        },
      };
    },
    all: () => records.all().map((record) => ({ ...record })),
    dropped: records.dropped,
    clear: records.clear,
  };
}

function digest(...parts: readonly string[]): string {
  return createHmac('sha256', digestKey).update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function listLeafPaths(body: string): readonly string[] {
  const paths: string[] = [];
  let left = MAX_BODY_CHARACTERS;
  const visit = (value: unknown, path: string, depth: number) => {
    const entries = depth < MAX_DEPTH && value !== null && typeof value === 'object' ? Object.entries(value) : [];
    if (entries.length === 0 && path !== '') {
      paths.push(path);
      left -= path.length;
    }
    for (const [key, child] of entries) {
      if (left > 0) visit(child, path === '' ? key : `${path}.${key}`, depth + 1);
    }
  };
  visit(parse(body), '', 0);
  return paths.sort();
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
