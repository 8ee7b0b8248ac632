import { GraphQLError } from 'graphql';
import type { TaskOwners } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { type Deadline, endDeadline, startDeadline } from '../upstream/deadline.ts';
import type { RequestParameters } from './documents/request.ts';
import type { OperationParts } from './run.ts';

/** GraphQL over HTTP gives some refusals another status in each. */
export type ResponseType = 'application/json' | 'application/graphql-response+json';

/** A request to run one operation, by whatever transport it came. */
export interface OperationRequest {
  readonly id: string;
  /** The network address of the client. */
  readonly address: string;
  /** Names and values of the headers in turn, as the client sent them. */
  readonly rawHeaders: readonly string[];
  readonly parameters: RequestParameters;
  /** `plan` returns the call plan in place of data; `report` adds the plan, and the calls that were made, to the response. */
  readonly explain: 'plan' | 'report' | null;
  readonly responseType: ResponseType;
  /** Calls back when the response is complete, or the client has left. */
  readonly onClose: (callback: () => void) => void;
}

/** The caller of an operation, and the time that it may take. */
export interface Admitted {
  readonly caller: Caller;
  readonly address: string;
  readonly taskOwners: TaskOwners;
  readonly deadline: Deadline;
}

/** Everything that is decided before the document is looked at. */
export async function admit(parts: OperationParts, request: OperationRequest): Promise<Admitted> {
  const deadline = startDeadline(parts.limits.timeoutMs);
  // The client may leave while the caller is identified.
  request.onClose(() => endDeadline(deadline));
  const caller = await identify(parts, request);
  parts.documents.admit(request.parameters);
  const { address } = request;
  return { caller, address, taskOwners: parts.resources.taskMemory.startFor(caller), deadline };
}

async function identify(parts: OperationParts, { id, rawHeaders }: OperationRequest): Promise<Caller> {
  try {
    return await parts.identify(rawHeaders);
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    const extensions = { requestId: id, http: { status: 503 } };
    throw new GraphQLError('The caller cannot be identified.', { originalError: error as Error, extensions });
  }
}
