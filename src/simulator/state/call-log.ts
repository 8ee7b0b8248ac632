import { createHmac, randomBytes } from 'node:crypto';

/** No digest can be checked against a guess, nor be compared with one of another process. */
const digestKey = randomBytes(32);

export type Host = 'api' | 'pci';

/** One REST call. It holds neither secrets nor values of the body. */
export interface CallRecord {
  readonly host: Host;
  readonly method: string;
  /** The request target as it came over the wire, query included. */
  readonly path: string;
  /** Such as `GET /task/:taskId/details`, or null where the API has nothing. */
  readonly route: string | null;
  /** Null while unanswered, and for ever where no answer was sent. */
  readonly status: number | null;
  readonly apiKey: string | null;
  /** The sorted paths of the body's leaves, such as `cards.0.number`. */
  readonly bodyPaths: readonly string[];
  /** The same for the same method, path and body, within one process. Null where there was no body. */
  readonly bodyDigest: string | null;
}

export interface LoggedCall {
  answered(status: number): void;
  received(body: string): void;
}

export interface CallLog {
  start(call: Pick<CallRecord, 'host' | 'method' | 'path' | 'route' | 'apiKey'>): LoggedCall;
  all(): readonly CallRecord[];
  clear(): void;
}

export function createCallLog(): CallLog {
  let records: { -readonly [Key in keyof CallRecord]: CallRecord[Key] }[] = [];
  return {
    start: (call) => {
      const record: (typeof records)[number] = { ...call, status: null, bodyPaths: [], bodyDigest: null };
      records.push(record);
      return {
        answered: (status) => {
          record.status = status;
        },
        received: (body) => {
          record.bodyPaths = listLeafPaths(body);
          record.bodyDigest = digest(call.method, call.path, body);
        },
      };
    },
    all: () => records.map((record) => ({ ...record })),
    clear: () => {
      records = [];
    },
  };
}

function digest(...parts: readonly string[]): string {
  return createHmac('sha256', digestKey).update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function listLeafPaths(body: string): readonly string[] {
  try {
    return leafPaths(JSON.parse(body), []).sort();
  } catch {
    return [];
  }
}

function leafPaths(value: unknown, path: readonly string[]): string[] {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0) return path.length > 0 ? [path.join('.')] : [];
  return entries.flatMap(([key, child]) => leafPaths(child, [...path, key]));
}
