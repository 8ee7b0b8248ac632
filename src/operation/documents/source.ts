import { GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import { costs } from '../../graphql/costs.ts';
import { createPlanner } from '../../planning/plan.ts';
import { type Preparation, type PreparedOperation, prepareDocument } from '../prepare.ts';
import { createClientChecks, createCommonChecks, findExcessLength } from '../rules/document-checks.ts';
import { hasDocument, type RequestParameters, readHash, readOperationName } from './request.ts';
import { createDocumentStore, type DocumentStore } from './store.ts';
import { loadTrustedDocuments, OneOperationRule, type TrustedDocuments } from './trusted-documents.ts';

/** The document that a request names. */
export interface FoundDocument {
  readonly text: string;
  /** Whether the request names it by the id of a trusted document. */
  readonly isTrusted: boolean;
}

/** Finds and prepares the documents of requests. */
export interface Documents {
  /** Throws for a document that is too long, and for one that is not trusted where only trusted documents run. */
  readonly admit: (parameters: RequestParameters) => void;
  /** Null for a request that names no document, or a document that is not known here. */
  readonly find: (parameters: RequestParameters) => FoundDocument | null;
  /** The operation of the document that the request selects. Throws where the document is invalid or has no such operation. */
  readonly prepare: (found: FoundDocument | null, parameters: RequestParameters) => PreparedOperation;
  readonly store: DocumentStore;
}

export function openDocuments(config: Config, schema: GraphQLSchema, log: Logger): Documents {
  const checks = createClientChecks(config);
  const preparation = { schema, planner: createPlanner(schema, costs), checks };
  const store = createDocumentStore((text) => prepareDocument(preparation, text));
  const trusted = loadTrusted(config, preparation, store);
  const logUntrusted = createUntrustedLog(log);
  if (trusted?.isEnforced && (config.introspection || config.explorer)) {
    const { introspection, explorer } = config;
    log.warn({ introspection, explorer }, 'introspection and explorer cannot work: only trusted documents run');
  }

  return {
    store,
    admit(parameters) {
      trusted?.admit(parameters);
      const excess = typeof parameters.query === 'string' && findExcessLength(parameters.query, checks);
      if (excess) throw excess;
    },
    find(parameters) {
      const byId = trusted?.find(parameters);
      if (byId) return { text: byId.text, isTrusted: true };
      const text = trusted?.isEnforced ? undefined : findText(store, parameters);
      return text === undefined ? null : { text, isTrusted: false };
    },
    prepare(found, parameters) {
      if (found === null) throw new GraphQLError('The request names no document.');
      const operation = store.get(found.text).select(readOperationName(parameters));
      if (trusted && !found.isTrusted) logUntrusted(operation);
      return operation;
    },
  };
}

function loadTrusted(config: Config, preparation: Preparation, store: DocumentStore): TrustedDocuments | null {
  if (config.trustedDocuments === null) return null;
  const common = createCommonChecks(config);
  const checks = { ...common, rules: [...common.rules, OneOperationRule] };
  const prepare = (text: string) => prepareDocument({ ...preparation, checks }, text);
  const trusted = loadTrustedDocuments(config.trustedDocuments, prepare);
  for (const document of trusted.all) store.pin(document);
  return trusted;
}

function findText(store: DocumentStore, parameters: RequestParameters): string | undefined {
  const { query } = parameters;
  if (hasDocument(parameters)) return typeof query === 'string' ? query : undefined;
  const hash = readHash(parameters);
  return hash === null ? undefined : store.findRegistered(hash)?.text;
}

const maxLogged = 10_000;
const maxNameLength = 100;

/** Logs each document that is not trusted once. */
function createUntrustedLog(log: Logger): (operation: PreparedOperation) => void {
  const logged = new LRUCache<string, true>({ max: maxLogged });
  return ({ node, document: { hash } }) => {
    if (logged.has(hash)) return;
    logged.set(hash, true);
    const operationName = node.name?.value.slice(0, maxNameLength) ?? null;
    log.warn({ operationName, documentHash: hash }, 'operation is not a trusted document by id');
  };
}
