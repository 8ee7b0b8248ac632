import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';

const folder = new URL('../../../schema/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

/** The schema without the gateway's resolvers. */
export const schema = buildSchema(names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n'));

export function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type: teach the drawing of operations about it.`);
  return type;
}
