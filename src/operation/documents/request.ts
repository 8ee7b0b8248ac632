/** The parameters of a GraphQL request over HTTP, or of one in whatever else carries them. */
export type RequestParameters = Readonly<Record<string, unknown>>;

/** Where a document may be named, beside `extensions.persistedQuery`: GraphQL over HTTP and Relay differ among themselves. */
const idParameters = ['documentId', 'docId', 'doc_id', 'id'];

export function readParameters(request: { method: string; body: unknown; url: string }): RequestParameters {
  if (request.method === 'POST') return toRecord(request.body);
  const parameters = Object.fromEntries(new URL(request.url, 'http://localhost').searchParams);
  return { ...parameters, extensions: parse(parameters.extensions) };
}

/** Whether a request brings a document of its own, or something in its place. */
export function bringsDocument({ query }: RequestParameters): boolean {
  return query !== undefined && query !== null && query !== '';
}

export function readDocumentId(parameters: RequestParameters): string | null {
  const { persistedQuery } = toRecord(parameters.extensions);
  const ids = [toRecord(persistedQuery).sha256Hash, ...idParameters.map((name) => parameters[name])];
  return ids.find((id) => typeof id === 'string') ?? null;
}

function toRecord(value: unknown): RequestParameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function parse(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return undefined;
  }
}
