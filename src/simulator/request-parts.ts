import type { FastifyRequest } from 'fastify';
import { badRequest, malformedJson } from './api-errors.ts';

const pathOf = (target: string) => target.split(/[?#]/, 1)[0] ?? '';

/**
 * Returns the decoded value of a segment of the raw path. A router that decodes in two steps could turn the `%252F`
 * of an identifier into a slash.
 */
export function pathSegment(request: FastifyRequest, name: string): string {
  const index = (request.routeOptions.url ?? '').split('/').indexOf(`:${name}`);
  const segment = pathOf(request.raw.url ?? '').split('/')[index];
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    throw badRequest('The path is not valid');
  }
}

/** Decodes a path for matching only: a path that cannot be decoded is returned unchanged. */
export function decodePath(target: string): string {
  const path = pathOf(target);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function readJson(request: FastifyRequest): unknown {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) throw badRequest('The content type must be application/json');
  try {
    return JSON.parse(String(request.body));
  } catch {
    throw malformedJson();
  }
}
