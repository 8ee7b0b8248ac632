import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import type { TrustedDocumentsConfig } from '../../config/config.ts';
import { formatError } from '../errors.ts';
import { type ManifestEntry, readManifest } from './manifest.ts';
import { bringsDocument, type RequestParameters, readDocumentId } from './request.ts';

/** The operations that clients may run, each known by the id that its manifest gives it. */
export interface TrustedDocuments {
  /** Whether nothing else runs. */
  readonly isEnforced: boolean;
  /** Throws when nothing else runs and the request does not name one. */
  readonly admit: (parameters: RequestParameters) => void;
  /** The text that a request names by its id, and does not bring; null where it names none that is trusted. */
  readonly find: (parameters: RequestParameters) => string | null;
  /** All of them, parsed and found valid, by the SHA-256 of their texts. */
  readonly byHash: ReadonlyMap<string, DocumentNode>;
}

/** What is asked of every document, wherever it comes from. */
export interface DocumentChecks {
  readonly maxTokens: number;
  /** Beside those of graphql-js. */
  readonly rules: readonly ValidationRule[];
}

export class TrustedDocumentsError extends Error {
  override readonly name = 'TrustedDocumentsError';
}

/**
 * Reads a manifest, or throws one error that names every problem. What is trusted keeps the limits all the same: a document that
 * needs more is for the operator to allow, and better refused now than when it is asked for.
 */
export function loadTrustedDocuments(
  { file, mode }: TrustedDocumentsConfig,
  schema: GraphQLSchema,
  checks: DocumentChecks,
): TrustedDocuments {
  const entries = readManifest(file);
  if (typeof entries === 'string') throw unusable([entries]);
  const texts = new Map<string, string>();
  const byHash = new Map<string, DocumentNode>();
  const problems = entries.length === 0 ? [`${file} holds no operation`] : [];
  for (const entry of entries) {
    const { id, text } = entry;
    const isKnown = texts.has(id);
    texts.set(id, text);
    const found = isKnown ? ['its id is given twice'] : readDocument(entry, schema, checks);
    if (Array.isArray(found)) problems.push(...found.map((problem) => `${describe(entry)}: ${problem}`));
    else byHash.set(hash(text), found);
  }
  if (problems.length > 0) throw unusable(problems);
  const isEnforced = mode === 'enforce';
  const find = (parameters: RequestParameters) => {
    const id = bringsDocument(parameters) ? null : readDocumentId(parameters);
    return id === null ? null : (texts.get(id) ?? texts.get(id.replace(/^sha256:/, '')) ?? null);
  };
  const admit = (parameters: RequestParameters) => {
    if (isEnforced && find(parameters) === null) throw notTrusted(parameters);
  };
  return { isEnforced, admit, find, byHash };
}

function notTrusted(parameters: RequestParameters): GraphQLError {
  const reason = bringsDocument(parameters)
    ? 'this request brings a document of its own'
    : readDocumentId(parameters) === null
      ? 'this request names none'
      : 'there is none of this id';
  return new GraphQLError(`Only trusted documents run here, by their ids alone, and ${reason}.`, {
    extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } },
  });
}

/** The document, or what is wrong with it. */
function readDocument(
  { id, text }: ManifestEntry,
  schema: GraphQLSchema,
  checks: DocumentChecks,
): DocumentNode | string[] {
  if (id === '') return ['its id is empty'];
  try {
    const document = parse(text, { maxTokens: checks.maxTokens });
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operations.length !== 1) return [`it holds ${operations.length} operations, and must hold one`];
    const errors = validate(schema, document, [...specifiedRules, ...checks.rules]);
    return errors.length > 0 ? errors.map((error) => toProblem(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
  } catch (error) {
    return [toProblem(error instanceof GraphQLError ? error : new GraphQLError(''), 'GRAPHQL_PARSE_FAILED')];
  }
}

/** As a caller would be told: without a value. */
function toProblem(error: GraphQLError, code: string): string {
  return formatError({ message: error.message, extensions: { ...error.extensions, code } }, error).message;
}

function describe({ id, name }: ManifestEntry): string {
  return name ? `${name} (${id})` : id;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function unusable(problems: readonly string[]): TrustedDocumentsError {
  return new TrustedDocumentsError(['The trusted documents cannot be used:', ...problems].join('\n  - '));
}
