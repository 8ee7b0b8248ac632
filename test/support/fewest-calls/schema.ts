import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

const folder = new URL('../../../schema/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

/** The schema without the gateway's resolvers. */
export const schema = buildSchema(names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n'));

export function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type))
    throw new Error(`Teach the drawing of operations about ${name}, which is not an object type.`);
  return type;
}

export function inputType(name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is not an input type.`);
  return type;
}
