import {
  astFromValue,
  GraphQLBoolean,
  type GraphQLInputType,
  GraphQLNonNull,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  print,
} from 'graphql';
import { type Argument, type How, toNames } from './arguments.ts';
import { objectType } from './schema.ts';
import type { Directive, Field, Operation, Selection } from './selection.ts';

export interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const boolean = new GraphQLNonNull(GraphQLBoolean);

/** Prints the operation with the names of a run. `cursors` has the id of a task as its key. */
export function printOperation(operation: Operation, run: string, cursors: ReadonlyMap<string, string>): Request {
  const declarations = new Map<string, string>();
  const variables: Record<string, unknown> = {};
  const fragments = new Map<string, string>();

  const printValue = (unnamed: unknown, type: GraphQLInputType, as: How): string => {
    const value = toNames(unnamed, run, cursors);
    const literal = toLiteral(value, type);
    if (as === 'literal') return literal;
    if (as === 'parts') return printParts(unnamed, type);
    const name = toName(`${as}_${type}_${JSON.stringify(unnamed)}`);
    declarations.set(name, `$${name}: ${type}${as === 'default' ? ` = ${literal}` : ''}`);
    if (as === 'variable') variables[name] = value;
    return `$${name}`;
  };

  const printParts = (value: unknown, type: GraphQLInputType): string => {
    const whole = getNullableType(type);
    if (isListType(whole) && Array.isArray(value)) {
      return `[${value.map((item) => printValue(item, whole.ofType, 'variable')).join(', ')}]`;
    }
    if (!isInputObjectType(whole)) return printValue(value, type, 'variable');
    const fields = Object.entries(value ?? {}).map(([key, part]) => {
      const field = whole.getFields()[key];
      if (!field) throw new Error(`${whole} has no ${key}.`);
      return `${key}: ${printValue(part, field.type, 'variable')}`;
    });
    return `{ ${fields.join(', ')} }`;
  };

  const printDirectives = (directives: readonly Directive[]): string =>
    directives.map(({ name, if: condition, as }) => ` @${name}(if: ${printValue(condition, boolean, as)})`).join('');

  const printField = ({ name, again, args, directives, selections }: Field, parent: string): string => {
    const field = objectType(parent).getFields()[name];
    const list = args.map((argument) => {
      const type = field?.args.find((one) => one.name === argument.name)?.type;
      if (!type) throw new Error(`${parent}.${name} takes no ${argument.name}.`);
      return `${argument.name}: ${printValue(argument.value, type, argument.as)}`;
    });
    const alias = toAlias(name, again, args);
    const call = list.length > 0 ? `(${list.join(', ')})` : '';
    const below = field && selections.length > 0 ? ` ${printSet(selections, getNamedType(field.type).name)}` : '';
    return `${alias === name ? '' : `${alias}: `}${name}${call}${printDirectives(directives)}${below}`;
  };

  const printSelection = (selection: Selection, parent: string): string => {
    const written = printDirectives(selection.directives);
    if (selection.kind === 'field') return printField(selection, parent);
    if (selection.kind === 'spread') return `...${nameFragment(parent, operation.shared[selection.type])}${written}`;
    if (selection.form === 'named') return `...${nameFragment(parent, selection.selections)}${written}`;
    return `...${selection.form === 'typed' ? ` on ${parent}` : ''}${written} ${printSet(selection.selections, parent)}`;
  };

  const printSet = (selections: readonly Selection[], parent: string): string =>
    `{ ${selections.map((selection) => printSelection(selection, parent)).join(' ')} }`;

  /** Fragments by their text, so that equal texts share one fragment. */
  const nameFragment = (parent: string, selections: readonly Selection[]): string => {
    const text = `on ${parent} ${printSet(selections, parent)}`;
    const name = fragments.get(text) ?? `Parts${fragments.size}`;
    fragments.set(text, name);
    return name;
  };

  const body = printSet(operation.selections, operation.root);
  const kind = operation.root.toLowerCase();
  const head = declarations.size > 0 ? `${kind} (${[...declarations.values()].join(', ')})` : kind;
  const definitions = [...fragments].map(([text, name]) => `fragment ${name} ${text}`);
  return { query: [`${head} ${body}`, ...definitions].join('\n'), variables };
}

/** Derives an alias from the field and its arguments, so that any two selections can be merged. */
function toAlias(name: string, again: boolean, args: readonly Argument[]): string {
  const described = args.map(({ name: argument, value, as }) => `_${argument}_${as}_${JSON.stringify(value)}`).join('');
  return toName(`${again ? 'again_' : ''}${name}${described}`);
}

const toName = (text: string) => text.replace(/!/g, 'N').replace(/\W+/g, '_');

function toLiteral(value: unknown, type: GraphQLInputType): string {
  const node = astFromValue(value, type);
  if (!node) throw new Error(`${JSON.stringify(value)} is no ${type}.`);
  return print(node);
}
