import Negotiator from 'negotiator';
import type { ResponseType } from '../operation/admit.ts';

/** The first is for clients that accept any type. The parameter is for clients that ask for it: without it, it would not match. */
const responseTypes = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'] as const;

/** Null where the client accepts no response of GraphQL. */
export function chooseResponseType(accept: string | undefined): ResponseType | null {
  const chosen = choose(accept, responseTypes);
  if (chosen === undefined) return null;
  return chosen === responseTypes[0] ? 'application/json' : 'application/graphql-response+json';
}

/** Whether a browser shows the response as a page. */
export function prefersHtml(accept: string | undefined): boolean {
  return choose(accept, [...responseTypes, 'text/plain', 'text/html']) === 'text/html';
}

function choose(accept: string | undefined, types: readonly string[]): string | undefined {
  return new Negotiator({ headers: { accept: accept || '*/*' } }).mediaType([...types]);
}
