import type { ValidationRule } from 'graphql';
import type { Config } from '../../config/config.ts';
import { IntrospectionOffRule } from './introspection-off.ts';
import { KnownOperationsRule } from './known-operations.ts';
import { createLimitRule } from './limits.ts';
import { SensitiveLiteralsRule } from './sensitive-literals.ts';

/** The checks of a document, besides the rules of graphql-js. */
export interface DocumentChecks {
  readonly maxTokens: number;
  readonly rules: readonly ValidationRule[];
}

/** The checks of every document, whether a client sends it or a manifest lists it. */
export function createCommonChecks({ limits }: Config): DocumentChecks {
  return { maxTokens: limits.maxTokens, rules: [createLimitRule(limits), KnownOperationsRule, SensitiveLiteralsRule] };
}

/** The checks of a document that a client sends. */
export function createClientChecks(config: Config): DocumentChecks {
  const { maxTokens, rules } = createCommonChecks(config);
  return { maxTokens, rules: config.introspection ? rules : [...rules, IntrospectionOffRule] };
}
