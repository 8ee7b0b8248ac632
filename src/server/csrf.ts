import type { IncomingHttpHeaders } from 'node:http';

/** A page of another origin can send these only after a preflight, which browsers make and CORS refuses. */
const preflightedHeaders = [
  'apollo-require-preflight',
  'graphql-require-preflight',
  'x-apollo-operation-name',
  'x-api-key',
  'x-public-token',
];

export const csrfMessage =
  'This request could be a cross-site request forgery (CSRF). Send `content-type: application/json`, or one of ' +
  `${preflightedHeaders.join(', ')} or a bearer authorization.`;

/** Whether no page of another site can have made a browser send the request. Basic credentials are no proof: browsers add them. */
export function isPreflighted(headers: IncomingHttpHeaders): boolean {
  const [contentType = ''] = headers['content-type']?.split(';') ?? [];
  if (contentType.trim().toLowerCase() === 'application/json') return true;
  return preflightedHeaders.some((name) => headers[name]) || /^bearer /i.test(headers.authorization ?? '');
}
