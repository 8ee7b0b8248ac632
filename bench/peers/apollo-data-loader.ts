import { startApollo } from './apollo.ts';
import { createPayLink } from './data-loaders.ts';
import type { Look } from './schema.ts';

export function start(apiUrl: string, look: Look = 'ahead'): Promise<string> {
  return startApollo((credentials) => createPayLink(apiUrl, credentials), look);
}
