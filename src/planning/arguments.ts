import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  getArgumentValues,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';

export type Values = Readonly<Record<string, unknown>>;

/** Returns the arguments of a field for coerced variables. Throws where graphql-js would. */
export type ArgumentReader = (variables: Values) => Values;

interface Slot {
  readonly name: string;
  readonly isNonNull: boolean;
  /** Null where no variable is given. */
  readonly variable: string | null;
  /** The value without a variable, or for a variable that is absent. */
  readonly constant: unknown;
}

/** Reads as much as possible beforehand: of an operation with many aliases, the arguments are most of the plan. */
export function createArgumentReader(field: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentReader {
  const readAll: ArgumentReader = (variables) => getArgumentValues(field, node, variables);
  if (field.args.length === 0) return readNothing;
  const slots = field.args.map((arg) => toSlot(arg, node));
  if (!slots.every((slot) => slot !== null)) return readAll;
  if (slots.every(({ variable }) => variable === null)) {
    const given = slots.filter(({ constant }) => constant !== undefined);
    const values = Object.fromEntries(given.map(({ name, constant }) => [name, constant]));
    return () => values;
  }
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const { name, isNonNull, variable, constant } of slots) {
      const isGiven = variable !== null && Object.hasOwn(variables, variable) && variables[variable] !== undefined;
      const value = isGiven ? variables[variable] : constant;
      if (isNonNull && (value === undefined || value === null)) return readAll(variables);
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

const nothing: Values = {};
const readNothing: ArgumentReader = () => nothing;

/** Whether an argument of the field depends on the request. */
export function hasVariables({ arguments: nodes = [] }: FieldNode): boolean {
  return nodes.some(({ value }) => usesVariables(value));
}

/** Returns null where the value can only be read for a request. */
function toSlot({ name, type, defaultValue }: GraphQLArgument, { arguments: nodes = [] }: FieldNode): Slot | null {
  const value = nodes.find((node) => node.name.value === name)?.value;
  const slot = { name, isNonNull: isNonNullType(type) };
  if (!value) return { ...slot, variable: null, constant: defaultValue };
  if (value.kind === Kind.VARIABLE) return { ...slot, variable: value.name.value, constant: defaultValue };
  const constant = usesVariables(value) ? undefined : valueFromAST(value, type);
  return constant === undefined ? null : { ...slot, variable: null, constant };
}

function usesVariables(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(usesVariables);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => usesVariables(field.value));
  return value.kind === Kind.VARIABLE;
}
