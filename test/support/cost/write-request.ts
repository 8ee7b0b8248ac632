import type { Genes } from './genes.ts';

/** The body of the request that the genes describe. */
export function writeRequest(genes: Genes): string {
  const { root, entries, valueLength, comments, spreads } = genes;
  const text = 'a'.repeat(valueLength);
  const ids = Array.from({ length: entries }, (_each, index) => `${text.slice(0, 50)}${index}`);
  const type = root.startsWith('tasks') ? 'Task' : 'User';
  const fragment = spreads > 0 ? ` fragment F on ${type} { ${writeMany(spreads)} }` : '';
  const selection = writeRoot(genes);
  const head = `${root === 'cards' ? 'mutation' : 'query'} ${'a'.repeat(genes.nameLength)}${declare(selection)}`;
  const query = `${head} { ${selection} }${fragment}${'#\n'.repeat(comments)}`;
  const cards = root === 'cards' ? Array.from({ length: entries }, () => ({})) : [];
  return JSON.stringify({ query, variables: { id: text, cursor: text, ids, input: { identifier: 'many', cards } } });
}

const types = { id: 'ID!', cursor: 'String', ids: '[ID!]!', input: 'CreateAccessTokenInput!' };

/** Declares the variables that are used. */
function declare(selection: string): string {
  const used = Object.entries(types).filter(([name]) => new RegExp(`\\$${name}\\b`).test(selection));
  return used.length > 0 ? `(${used.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
}

const rootFields: Readonly<Record<Genes['root'], string>> = {
  user: 'user(identifier: "many") {}',
  userByVariable: 'user(identifier: $id) {}',
  tasks: 'tasks(ids: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]) {}',
  tasksByVariable: 'tasks(ids: $ids) {}',
  node: 'node(nodeId: $id) {}',
  schema: '__schema {}',
  type: '__type(name: "Task") {}',
  cards: 'createAccessToken(input: $input) { userErrors { message code field } }',
};

function writeRoot({ root, path, leaf, aliasAt, aliases, spreads, directives }: Genes): string {
  const inner = `${leaf} ${spreads > 0 && path.length === 0 ? '...F' : ''} ${'@include(if: true) '.repeat(directives)}`;
  return [rootFields[root], ...path].reduceRight((below, field, level) => {
    const written = field.replace('{}', () => `{ ${below} }`);
    return level === aliasAt
      ? Array.from({ length: aliases }, (_each, index) => `a${index}: ${written}`).join(' ')
      : written;
  }, inner);
}

function writeMany(count: number): string {
  return Array.from({ length: count }, (_each, index) => `f${index}: __typename`).join(' ');
}
