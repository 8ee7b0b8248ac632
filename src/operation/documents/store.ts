import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

const maxMemoryBytes = 64 * 1024 * 1024;

/** About what a character of a document takes once it is parsed: its tokens are kept, with their places. */
const bytesPerCharacter = 300;

/** Holds what is parsed and valid: the trusted documents for good, others as long as there is room. */
export function createDocumentStore(trusted: ReadonlyMap<string, DocumentNode>): DocumentStore {
  const others = new LRUCache<string, DocumentNode>({
    maxSize: maxMemoryBytes,
    sizeCalculation: ({ loc }) => 1 + bytesPerCharacter * (loc?.end ?? 0),
  });
  return {
    get: async (key) => trusted.get(hashOf(key)) ?? others.get(key),
    set: async (key, document) => void (trusted.has(hashOf(key)) || others.set(key, document)),
    delete: async (key) => others.delete(key),
  };
}

/** Apollo Server puts the hash of the schema before that of the document. */
function hashOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
