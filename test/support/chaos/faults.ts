import type { Fault, FaultKind } from '../../../src/simulator/faults/faults.ts';

type Details<Kind extends FaultKind> = Omit<
  Extract<Fault, { kind: Kind }>,
  'kind' | 'route' | 'host' | 'match' | 'times' | 'share'
>;

/** Every kind of fault, in one form or several. */
const forms: { readonly [Kind in FaultKind]: readonly Details<Kind>[] } = {
  latency: [{ ms: 50 }, { ms: 5000 }],
  hang: [{}],
  reset: [{}],
  'reset-after-headers': [{}],
  truncated: [{}],
  'slow-body': [{ ms: 100 }, { ms: 5000 }],
  'huge-body': [{ bytes: 17 * 2 ** 20 }],
  'huge-header': [{}],
  empty: [{}],
  'no-content': [{}],
  'non-json': [{}],
  encoded: [{ encoding: 'gzip' }, { encoding: 'br' }, { encoding: 'deflate' }],
  redirect: [{}],
  firewall: [{}, { status: 401 }],
  status: [
    ...[401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 504].map((status) => ({ status })),
    { status: 429, retryAfter: 1 },
    { status: 503, retryAfter: 1 },
  ],
  'unknown-enum': [{ field: 'status' }],
  'missing-field': [{ field: 'data' }, { field: '_id' }],
  'wrong-type': [{ field: 'data' }, { field: 'title' }],
  'extra-field': [{ field: 'surprise' }],
  'other-value': [{ field: 'createdAt', value: '05/11/2024' }],
  'exact-number': [{ field: 'amount', number: '1e400' }],
  'other-row': [{ row: 0, value: null }],
};

/** Faults that between them strike that share of all calls; each kind strikes as often as any other but those that cost most. */
export function createFaults(share: number): Fault[] {
  const kinds = Object.keys(forms) as FaultKind[];
  const weights = new Map<FaultKind, number>([
    ['status', 5],
    ['huge-body', 0.1],
  ]);
  const weightOf = (kind: FaultKind) => weights.get(kind) ?? 1;
  const whole = kinds.reduce((sum, kind) => sum + weightOf(kind), 0);
  let spared = 1;
  return kinds.flatMap((kind) =>
    forms[kind].map((details) => {
      const wanted = (share * weightOf(kind)) / whole / forms[kind].length;
      // A fault is drawn only where those before it have spared the call.
      const fault = { route: '*', share: wanted / spared, kind, ...details } as Fault;
      spared -= wanted;
      return fault;
    }),
  );
}
