import { parseSync } from '@swc/core';

interface FunctionLines {
  readonly name: string;
  /** Without the lines of object and list literals that contain no function. */
  readonly lines: number;
}

interface Node {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
}

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ClassMethod'];
const dataTypes = ['ObjectExpression', 'ArrayExpression'];

/** Lists the functions of a TypeScript source with their lines. */
export function listFunctions(text: string): FunctionLines[] {
  const bytes = Buffer.from(text);
  const program = parseSync(text, { syntax: 'typescript', target: 'esnext' });
  // SWC counts bytes over all sources that it has parsed.
  const base = program.span.end - bytes.length;
  const countLines = ({ span }: Node) =>
    bytes
      .subarray(span.start - base, span.end - base)
      .toString()
      .split('\n').length;

  return findNodes(program, isFunction).map(({ node, name }) => {
    const data = findNodes(node, isData, (child) => child !== node && isFunction(child));
    const dataLines = data.reduce((sum, each) => sum + countLines(each.node) - 1, 0);
    return { name, lines: countLines(node) - dataLines };
  });
}

interface Found {
  readonly node: Node;
  readonly name: string;
}

/** Finds the outermost data literals, and every function, below a node. */
function findNodes(
  value: unknown,
  isWanted: (node: Node) => boolean,
  isSkipped: (node: Node) => boolean = () => false,
  name = 'a function',
): Found[] {
  if (Array.isArray(value)) return value.flatMap((each) => findNodes(each, isWanted, isSkipped, name));
  if (typeof value !== 'object' || value === null) return [];
  const here = nameOf(value) ?? name;
  if (isNode(value) && isSkipped(value)) return [];
  const own = isNode(value) && isWanted(value) ? [{ node: value, name: here }] : [];
  if (own.length > 0 && own.every(({ node }) => dataTypes.includes(node.type))) return own;
  const below = Object.entries(value).filter(([key]) => key !== 'span');
  return [...own, ...below.flatMap(([, each]) => findNodes(each, isWanted, isSkipped, here))];
}

function isNode(value: object): value is Node {
  return 'type' in value && 'span' in value && typeof value.type === 'string';
}

function isFunction({ type }: Node): boolean {
  return functionTypes.includes(type);
}

function isData(node: Node): boolean {
  return dataTypes.includes(node.type) && findNodes(node, isFunction).length === 0;
}

function nameOf(value: object): string | null {
  for (const key of ['identifier', 'id', 'key']) {
    const named: unknown = Reflect.get(value, key);
    if (typeof named === 'object' && named !== null && 'value' in named) return String(named.value);
  }
  return null;
}
