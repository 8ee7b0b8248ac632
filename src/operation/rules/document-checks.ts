import { GraphQLError, type ValidationRule } from 'graphql';
import type { Config } from '../../config/config.ts';
import { IntrospectionOffRule } from './introspection-off.ts';
import { KnownOperationsRule } from './known-operations.ts';
import { createLimitRule } from './limits.ts';
import { SensitiveLiteralsRule } from './sensitive-literals.ts';

/** The checks of a document, besides the rules of graphql-js. */
export interface DocumentChecks {
  readonly maxBytes: number;
  readonly maxTokens: number;
  readonly rules: readonly ValidationRule[];
}

/** The checks of every document, whether a client sends it or a manifest lists it. */
export function createCommonChecks({ limits }: Config): DocumentChecks {
  return {
    maxBytes: limits.maxDocumentBytes,
    maxTokens: limits.maxTokens,
    rules: [createLimitRule(limits), KnownOperationsRule, SensitiveLiteralsRule],
  };
}

/** The checks of a document that a client sends. */
export function createClientChecks(config: Config): DocumentChecks {
  const checks = createCommonChecks(config);
  return config.introspection ? checks : { ...checks, rules: [...checks.rules, IntrospectionOffRule] };
}

/** The error for a document that is too long to be parsed; null for any other. */
export function findExcessLength(text: string, { maxBytes }: DocumentChecks): GraphQLError | null {
  if (3 * text.length <= maxBytes || Buffer.byteLength(text) <= maxBytes) return null;
  const extensions = { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_DOCUMENT_BYTES', atMost: maxBytes };
  const message = `This document has more than ${maxBytes} bytes (MAX_DOCUMENT_BYTES).`;
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 400 } } });
}
