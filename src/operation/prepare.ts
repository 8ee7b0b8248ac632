import { hash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  Token,
  TokenKind,
  validate,
  visit,
} from 'graphql';
import { listConditions, maxVariants, type Planner, type PreparedPlan } from '../planning/plan.ts';
import { type DocumentChecks, findExcessLength } from './rules/document-checks.ts';

/** Everything that follows from the text of a document alone. */
export interface PreparedDocument {
  readonly text: string;
  /** The SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  readonly ast: DocumentNode;
  readonly usesIntrospection: boolean;
  /** The memory that this object keeps. */
  readonly bytes: number;
  /** The operation of that name, or the only one. Throws where there is none. */
  readonly select: (operationName: string | undefined) => PreparedOperation;
}

/** One operation of a document. */
export interface PreparedOperation {
  readonly document: PreparedDocument;
  readonly node: OperationDefinitionNode;
  readonly plan: PreparedPlan;
}

export interface Preparation {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly checks: DocumentChecks;
}

/** The text is not a valid document of the schema. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
  readonly code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
  readonly errors: readonly GraphQLError[];

  constructor(code: InvalidDocument['code'], errors: readonly GraphQLError[]) {
    super('invalid document');
    this.code = code;
    this.errors = errors;
  }
}

/** Parses and validates a document, or throws `InvalidDocument`. */
export function prepareDocument({ schema, planner, checks }: Preparation, text: string): PreparedDocument {
  const excess = findExcessLength(text, checks);
  if (excess) throw new InvalidDocument('GRAPHQL_VALIDATION_FAILED', [excess]);
  const ast = parseText(text, checks.maxTokens);
  const errors = validate(schema, ast, [...specifiedRules, ...checks.rules]);
  if (errors.length > 0) throw new InvalidDocument('GRAPHQL_VALIDATION_FAILED', errors);
  const bytes = 2 * text.length + releaseTokens(ast) * (bytesPerNode + bytesOfPlanPerNode * countVariants(ast));
  // Documents with several operations are rare: only the last one keeps its plan.
  let selected: PreparedOperation | null = null;
  const usesIntrospection = /\b__(?:schema|type)\b/.test(text);
  const document = { text, hash: hash('sha256', text), ast, usesIntrospection, bytes, select };
  return document;

  function select(operationName: string | undefined): PreparedOperation {
    const node = getOperationAST(ast, operationName);
    if (!node) throw new GraphQLError('The document has no such operation.');
    if (selected?.node !== node) selected = { document, node, plan: planner.prepare(ast, node) };
    return selected;
  }
}

function parseText(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    // The parser runs out of stack where a document is nested too deeply.
    const cause = error instanceof GraphQLError ? error : new GraphQLError('The document is nested too deeply.');
    throw new InvalidDocument('GRAPHQL_PARSE_FAILED', [cause]);
  }
}

const noToken = new Token(TokenKind.SOF, 0, 0, 0, 0);

/** Measured on documents of many kinds: a node and its location, once the tokens are released. */
const bytesPerNode = 220;

/** Measured likewise, for each combination of conditions that a plan keeps. */
const bytesOfPlanPerNode = 150;

function countVariants(ast: DocumentNode): number {
  return Math.min(maxVariants, 2 ** listConditions(ast).length);
}

/**
 * Releases the tokens of a document, comments included, and returns the number of its nodes. Only the parser needs the tokens:
 * errors are located by offset and source.
 */
function releaseTokens(ast: DocumentNode): number {
  let nodes = 0;
  visit(ast, {
    enter({ loc }) {
      nodes += 1;
      if (loc) Object.assign(loc, { startToken: noToken, endToken: noToken });
    },
  });
  return nodes;
}
