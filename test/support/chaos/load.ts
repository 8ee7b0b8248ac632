import type { Operation } from './operations.ts';
import { createRandom, type Random } from './random.ts';

interface AnswerBody {
  readonly data?: {
    readonly createAccessToken?: { readonly accessToken?: { readonly publicToken: string } | null };
  } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface LoadOptions {
  readonly url: string;
  readonly seed: number;
  readonly clients: number;
  readonly durationMs: number;
  /** The time after which a request counts as hanging. */
  readonly hangMs: number;
  readonly draw: (random: Random, name: string) => Operation;
}

export interface Tally {
  /** Requests by how they ended: `served`, or the code of each error, or `left` by the client. */
  readonly ends: Record<string, number>;
  /** Violations: a request that hangs or breaks off, an invalid response, two outcomes of one key. */
  readonly faults: string[];
}

/** Clients that each send one operation after the other, for that long. The seed determines the operations. */
export async function runLoad(options: LoadOptions): Promise<Tally> {
  const tally: Tally = { ends: {}, faults: [] };
  const endsAtMs = performance.now() + options.durationMs;
  const runClient = async (client: number) => {
    const random = createRandom(options.seed, client);
    for (let turn = 0; performance.now() < endsAtMs; turn += 1) {
      await sendAll(options, tally, options.draw(random, `s${options.seed}-c${client}-t${turn}`), random);
    }
  };
  await Promise.all(Array.from({ length: options.clients }, (_, client) => runClient(client)));
  return tally;
}

/** Two at once and the rest after them: some join a write that is under way, others receive a stored outcome. */
async function sendAll(options: LoadOptions, tally: Tally, operation: Operation, random: Random): Promise<void> {
  const leaves = Array.from({ length: operation.sendings }, () =>
    random.fraction() < 0.1 ? random.integer(60) : null,
  );
  const [first = null, second, ...others] = leaves;
  const send = (leavesAfterMs: number | null) => sendOnce(options, tally, operation, leavesAfterMs);
  const tokens = await Promise.all([send(first), second === undefined ? null : send(second)]);
  for (const leavesAfterMs of others) tokens.push(await send(leavesAfterMs));
  if (new Set(tokens.filter((token) => token !== null)).size > 1) tally.faults.push('two tokens by one key');
}

/** The token that was answered, if one was. */
async function sendOnce(
  { url, hangMs }: LoadOptions,
  tally: Tally,
  { query, variables, headers }: Operation,
  leavesAfterMs: number | null,
): Promise<string | null> {
  const signal = AbortSignal.timeout(leavesAfterMs ?? hangMs);
  const count = (end: string) => {
    tally.ends[end] = (tally.ends[end] ?? 0) + 1;
  };
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const answer = (await response.json()) as AnswerBody;
    const problem = findProblem(response.status, answer);
    if (problem) tally.faults.push(problem);
    if (answer.errors) for (const { extensions } of answer.errors) count(extensions.code);
    else count('served');
    return answer.data?.createAccessToken?.accessToken?.publicToken ?? null;
  } catch (error) {
    if (leavesAfterMs !== null && signal.aborted) count('left');
    else tally.faults.push(`no answer: ${error}`);
    return null;
  }
}

/** The error codes that these faults cause. Any other code is a fault of the gateway. */
const codes = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_INVALID_RESPONSE',
  'OUTCOME_UNKNOWN',
]);

function findProblem(status: number, { data, errors }: AnswerBody): string | null {
  if (status !== 200) return `status ${status}`;
  if (data === undefined) return 'an answer without data';
  if (errors === undefined) return data === null ? 'neither data nor errors' : null;
  const unforeseen = errors.find(({ extensions }) => !codes.has(extensions.code));
  if (errors.length === 0 || unforeseen) return `an error ${unforeseen?.extensions.code}: ${unforeseen?.message}`;
  return null;
}
