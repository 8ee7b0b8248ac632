import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, isValueNode, Kind, print } from 'graphql';
import { redactor } from './redactor.ts';

/** Removes every value that the caller sent from a message of graphql-js or Apollo Server, and shortens the message. */
export function scrubMessage(message: string, code: string, thrown: unknown): string {
  return withoutSecrets(withoutValue(message, code, thrown));
}

const leafKinds = new Set<string>([Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM]);

/** graphql-js quotes a literal that does not fit its type or its place, and the literal may be a secret. */
function withoutValue(message: string, code: string, thrown: unknown): string {
  if (code === ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE)
    return 'Must provide operation name: `operationName` must name an operation of the document.';
  if (code === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED)
    return quotedToken.exec(message)?.[1]?.concat('.') ?? message;
  if (code !== ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED) return message;
  return isValueQuoted(message, thrown) ? 'The value does not have the expected type.' : message;
}

/** graphql-js quotes an unknown name, and a secret may stand in the place of a name. */
function withoutSecrets(message: string): string {
  const parts = message.split('"');
  const isQuoted = (index: number) => index > 0 && index < parts.length - 1;
  const shown = parts.map((part, index) => (isQuoted(index) && /\d{5}/.test(part) ? '[redacted]' : part));
  return redactor.redactText(shown.join('"'));
}

/** `found String "4111"`, `Unexpected Name "x"`, `escape sequence: "\u{41"`; punctuation is quoted without a kind. */
const quotedToken = /^(.*?(?: (?:Name|Int|Float|String|BlockString)|escape sequence)):? "/s;

function isValueQuoted(message: string, thrown: unknown): boolean {
  const node = thrown instanceof GraphQLError && thrown.nodes?.[0];
  if (!node || !isValueNode(node) || node.kind === Kind.VARIABLE) return false;
  return leafKinds.has(node.kind) || message.includes(print(node));
}
