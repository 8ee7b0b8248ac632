import { Big } from 'big.js';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLCurrency, GraphQLDate, GraphQLDateTime, GraphQLJSONObject, GraphQLURL } from 'graphql-scalars';
import { isAmount } from '../domains/money/model.ts';

const GraphQLDecimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => String(value),
  parseValue: (value) => toDecimal(value),
  parseLiteral: (node) => {
    const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING;
    return toDecimal(isNumber ? node.value : null, node);
  },
});

function toDecimal(value: unknown, node?: ValueNode): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !isAmount(text)) {
    throw new GraphQLError('Expected a decimal number, such as "12.50".', {
      ...(node && { nodes: node }),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return new Big(text).toFixed();
}

/** The upstream may nest JSON so deeply that no response can contain it. */
const maxJsonDepth = 500;

/** Many aliases may select the same JSON. */
const isTooDeep = new WeakMap<object, boolean>();

const GraphQLBoundedJSONObject = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  serialize(value) {
    const json: object = GraphQLJSONObject.serialize(value);
    const isKnown = isTooDeep.get(json);
    const isRefused = isKnown ?? isDeeperThan(json, maxJsonDepth);
    if (isKnown === undefined) isTooDeep.set(json, isRefused);
    if (isRefused) throw new Error('The JSON is nested too deeply.');
    return json;
  },
});

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((each) => isDeeperThan(each, depth - 1));
}

export const scalars = {
  Currency: GraphQLCurrency,
  Date: GraphQLDate,
  DateTime: GraphQLDateTime,
  Decimal: GraphQLDecimal,
  JSONObject: GraphQLBoundedJSONObject,
  URL: GraphQLURL,
};
