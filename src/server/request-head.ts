import type { FastifyRequest } from 'fastify';

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const noHost = refusal(400, 'The `host` header is missing.');
const badHost = refusal(400, 'The `host` header is malformed.');
const barePreflight = refusal(
  400,
  'OPTIONS is only for CORS preflights, which have `origin` and `access-control-request-method` headers.',
);
const encodedBody = refusal(415, 'The body must not be compressed: `content-encoding` is not supported.', {
  'accept-encoding': 'identity',
});

/** Judges a request before its body is read. */
export function findRefusal({ headers, raw }: FastifyRequest): Refusal | null {
  // HTTP/1.0 requests have no `host`, which is needed to parse the URL.
  if (headers.host === undefined && raw.httpVersion !== '1.0') return noHost;
  headers.host ||= 'localhost';
  if (!URL.canParse(`http://${headers.host}`)) return badHost;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return encodedBody;
  const isPreflight = headers.origin && headers['access-control-request-method'];
  return raw.method === 'OPTIONS' && !isPreflight ? barePreflight : null;
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { status, message, headers };
}
