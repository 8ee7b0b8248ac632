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
}

export interface LoggedCall {
  answered(status: number): void;
  received(bodyPaths: readonly string[]): void;
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
      const record: (typeof records)[number] = { ...call, status: null, bodyPaths: [] };
      records.push(record);
      return {
        answered: (status) => {
          record.status = status;
        },
        received: (bodyPaths) => {
          record.bodyPaths = bodyPaths;
        },
      };
    },
    all: () => records.map((record) => ({ ...record })),
    clear: () => {
      records = [];
    },
  };
}

export function listLeafPaths(body: unknown): readonly string[] {
  return leafPaths(body, []).sort();
}

function leafPaths(value: unknown, path: readonly string[]): string[] {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0) return path.length > 0 ? [path.join('.')] : [];
  return entries.flatMap(([key, child]) => leafPaths(child, [...path, key]));
}
