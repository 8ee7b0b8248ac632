import { parseExactJson } from './exact-json.ts';

/** The parameters of a GraphQL request, by whatever transport it came. */
export type RequestParameters = Readonly<Record<string, unknown>>;

/** Parameters that may name a document, besides `extensions.persistedQuery`: GraphQL over HTTP and Relay differ. */
const idParameters = ['documentId', 'docId', 'doc_id', 'id'];

export function readParameters(request: { method: string; body: unknown; url: string }): RequestParameters {
  if (request.method === 'POST') return withoutEmpty(toRecord(request.body));
  const parameters = Object.fromEntries(new URL(request.url, 'http://localhost').searchParams);
  const { variables, extensions } = parameters;
  return withoutEmpty({ ...parameters, variables: parse(variables), extensions: parse(extensions) });
}

/** An empty text names no document and no operation. */
function withoutEmpty(parameters: RequestParameters): RequestParameters {
  const { query, operationName } = parameters;
  if (query !== '' && operationName !== '') return parameters;
  return { ...parameters, query: query || null, operationName: operationName || null };
}

/** Whether a request has a document of its own, or anything in place of one. */
export function hasDocument({ query }: RequestParameters): boolean {
  return query !== undefined && query !== null && query !== '';
}

export function readDocumentId(parameters: RequestParameters): string | null {
  const ids = [readHash(parameters), ...idParameters.map((name) => parameters[name])];
  return ids.find((id) => typeof id === 'string') ?? null;
}

/** The hash by which a client requests a document that it registered. */
export function readHash({ extensions }: RequestParameters): string | null {
  const { persistedQuery } = toRecord(extensions);
  const { sha256Hash } = toRecord(persistedQuery);
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}

export function readOperationName({ operationName }: RequestParameters): string | undefined {
  return typeof operationName === 'string' ? operationName : undefined;
}

export function readVariables({ variables }: RequestParameters): Readonly<Record<string, unknown>> {
  return toRecord(variables);
}

function toRecord(value: unknown): RequestParameters {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is RequestParameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(json: string | undefined): unknown {
  try {
    return parseExactJson(json ?? '{}');
  } catch {
    return undefined;
  }
}
