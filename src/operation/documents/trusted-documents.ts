import { type ASTVisitor, GraphQLError, Kind, type ValidationContext } from 'graphql';
import type { TrustedDocumentsConfig } from '../../config/config.ts';
import { formatError } from '../errors.ts';
import { InvalidDocument, type PreparedDocument } from '../prepare.ts';
import { type ManifestEntry, readManifest } from './manifest.ts';
import { hasDocument, type RequestParameters, readDocumentId } from './request.ts';

/** The operations of a manifest, which clients request by their ids. */
export interface TrustedDocuments {
  /** Whether all other documents are refused. */
  readonly isEnforced: boolean;
  /** Throws where only trusted documents run and the request does not name one. */
  readonly admit: (parameters: RequestParameters) => void;
  /** The trusted document that a request names by id; null for a request that has a document of its own. */
  readonly find: (parameters: RequestParameters) => PreparedDocument | null;
  readonly all: readonly PreparedDocument[];
}

type Prepare = (text: string) => PreparedDocument;

export class TrustedDocumentsError extends Error {
  override readonly name = 'TrustedDocumentsError';
}

/**
 * Reads a manifest, or throws one error that names every problem. The limits hold for trusted documents too: a document that is
 * over a limit is better refused at the start than at its first request.
 */
export function loadTrustedDocuments({ file, mode }: TrustedDocumentsConfig, prepare: Prepare): TrustedDocuments {
  const entries = readManifest(file);
  if (typeof entries === 'string') throw unusable([entries]);
  const byId = new Map<string, PreparedDocument>();
  const seen = new Set<string>();
  const problems = entries.length === 0 ? [`${file} holds no operation`] : [];
  for (const entry of entries) {
    const prepared = seen.has(entry.id) ? ['its id is given twice'] : prepareEntry(entry, prepare);
    seen.add(entry.id);
    if (Array.isArray(prepared)) problems.push(...prepared.map((problem) => `${describe(entry)}: ${problem}`));
    else byId.set(entry.id, prepared);
  }
  if (problems.length > 0) throw unusable(problems);
  const isEnforced = mode === 'enforce';
  const find = (parameters: RequestParameters) => {
    const id = hasDocument(parameters) ? null : readDocumentId(parameters);
    return id === null ? null : (byId.get(id) ?? byId.get(id.replace(/^sha256:/, '')) ?? null);
  };
  const admit = (parameters: RequestParameters) => {
    if (isEnforced && find(parameters) === null) throw notTrusted(parameters);
  };
  return { isEnforced, admit, find, all: [...byId.values()] };
}

function notTrusted(parameters: RequestParameters): GraphQLError {
  const reason = hasDocument(parameters)
    ? 'this request has a document of its own'
    : readDocumentId(parameters) === null
      ? 'this request has no id'
      : 'no trusted document has this id';
  return new GraphQLError(`This gateway runs trusted documents only, by their ids, and ${reason}.`, {
    extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } },
  });
}

/** The prepared document, or the problems with it. */
function prepareEntry({ id, text }: ManifestEntry, prepare: Prepare): PreparedDocument | string[] {
  if (id === '') return ['its id is empty'];
  try {
    return prepare(text);
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    return error.errors.map((each) => toProblem(each, error.code));
  }
}

/** A validation rule of manifests, whose entries name one operation each. */
export function OneOperationRule(context: ValidationContext): ASTVisitor {
  return {
    Document(node) {
      const { length } = node.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      if (length !== 1) context.reportError(new GraphQLError(`it holds ${length} operations, and must hold one`));
    },
  };
}

/** The message that a caller would get, which repeats no value. */
function toProblem(error: GraphQLError, code: string): string {
  return formatError({ message: error.message, extensions: { ...error.extensions, code } }, error).message;
}

function describe({ id, name }: ManifestEntry): string {
  return name ? `${name} (${id})` : id;
}

function unusable(problems: readonly string[]): TrustedDocumentsError {
  return new TrustedDocumentsError(['The trusted documents cannot be used:', ...problems].join('\n  - '));
}
