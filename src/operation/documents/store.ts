import { LRUCache } from 'lru-cache';
import type { PreparedDocument } from '../prepare.ts';

/** The prepared documents of this process, and the only place where documents are kept. */
export interface DocumentStore {
  /** Prepares a text the first time it is seen. Throws `InvalidDocument`. */
  readonly get: (text: string) => PreparedDocument;
  readonly findByHash: (hash: string) => PreparedDocument | undefined;
  /** Keeps a document as long as the process runs. */
  readonly pin: (document: PreparedDocument) => void;
  /** Lets clients request a document by its hash alone. */
  readonly register: (hash: string) => void;
  readonly findRegistered: (hash: string) => PreparedDocument | undefined;
}

const maxBytes = 64 * 1024 * 1024;

/** Documents are not kept for ever, nor anywhere but in memory: a client may have written a secret into one. */
const lifetimeMs = 24 * 60 * 60 * 1000;

export function createDocumentStore(prepare: (text: string) => PreparedDocument): DocumentStore {
  const pinned = new Map<string, PreparedDocument>();
  const textByHash = new Map<string, string>();
  const registered = new Set<string>();
  const recent = new LRUCache<string, PreparedDocument>({
    maxSize: maxBytes,
    ttl: lifetimeMs,
    sizeCalculation: ({ bytes }) => bytes,
    dispose: ({ hash }) => {
      textByHash.delete(hash);
      registered.delete(hash);
    },
  });

  const find = (text: string) => pinned.get(text) ?? recent.get(text);
  const findByHash = (hash: string) => {
    const text = textByHash.get(hash);
    return text === undefined ? undefined : find(text);
  };

  return {
    get(text) {
      const known = find(text);
      if (known) return known;
      const document = prepare(text);
      recent.set(text, document);
      // A document that is larger than the whole store is not kept.
      if (recent.has(text)) textByHash.set(document.hash, text);
      return document;
    },
    findByHash,
    pin(document) {
      pinned.set(document.text, document);
      textByHash.set(document.hash, document.text);
    },
    register(hash) {
      if (textByHash.has(hash)) registered.add(hash);
    },
    findRegistered: (hash) => (registered.has(hash) ? findByHash(hash) : undefined),
  };
}
