/** The parts of a node id. */
export type NodeKey =
  | { readonly type: 'User'; readonly identifier: string }
  | { readonly type: 'Task'; readonly id: string }
  | { readonly type: 'PayLinkAccount'; readonly identifier: string; readonly id: string };

/** Three ids of 1,024 characters, each of at most six bytes in JSON. */
const maxLength = 20_000;

export function formatNodeId(key: NodeKey): string {
  return Buffer.from(JSON.stringify(toParts(key))).toString('base64url');
}

/** Returns null unless `formatNodeId` returns the same id. */
export function parseNodeId(nodeId: string): NodeKey | null {
  if (nodeId.length > maxLength) return null;
  const key = toKey(parseParts(nodeId));
  return key && formatNodeId(key) === nodeId ? key : null;
}

function toParts(key: NodeKey): readonly string[] {
  if (key.type === 'User') return [key.type, key.identifier];
  return key.type === 'Task' ? [key.type, key.id] : [key.type, key.identifier, key.id];
}

function parseParts(nodeId: string): unknown {
  try {
    return JSON.parse(Buffer.from(nodeId, 'base64url').toString());
  } catch {
    return null;
  }
}

function toKey(parts: unknown): NodeKey | null {
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [type, first, second] = parts;
  if (first === undefined) return null;
  if (type === 'User') return { type, identifier: first };
  if (type === 'Task') return { type, id: first };
  return type === 'PayLinkAccount' && second !== undefined ? { type, identifier: first, id: second } : null;
}
