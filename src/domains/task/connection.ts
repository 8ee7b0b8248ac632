import { deriveOnce } from '../list/model.ts';
import { badUserInput } from '../user-error/model.ts';
import { pageSize } from './limits.ts';
import type { TaskRow } from './model.ts';
import { comparePositions, formatCursor, type Position, parseCursor } from './position.ts';

export interface TaskConnection {
  readonly edges: readonly TaskEdge[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface TaskEdge {
  readonly cursor: string;
  readonly node: TaskRow;
}

export interface Entry {
  readonly node: TaskRow;
  readonly position: Position;
}

export interface Page {
  readonly first: number;
  readonly after: Position | null;
}

export function toPage(first: number, after: string | null): Page {
  if (first < 1 || first > pageSize.most) throw badUserInput('first', `must be between 1 and ${pageSize.most}`);
  return { first, after: after === null ? null : parseCursor(after) };
}

/** The rows of a list, newest first. */
export const sortRows = deriveOnce((rows: readonly TaskRow[]): readonly Entry[] => {
  const occurrences = new Map<string, number>();
  return rows
    .map((node): Entry => {
      const key = `${+node.createdAt} ${node.id}`;
      const occurrence = occurrences.get(key) ?? 0;
      occurrences.set(key, occurrence + 1);
      return { node, position: [+node.createdAt, node.id, occurrence] };
    })
    .sort((a, b) => comparePositions(a.position, b.position));
});

/** A page of sorted entries. A cursor is a sort position, not an offset, so it survives added and removed rows. */
export function toConnection(entries: readonly Entry[], { first, after }: Page): TaskConnection {
  const start = after === null ? 0 : countUpTo(entries, after);
  const page = entries.slice(start, start + first);
  return {
    edges: page.map(toEdge),
    totalCount: entries.length,
    hasNextPage: start + page.length < entries.length,
    hasPreviousPage: start > 0,
  };
}

const toEdge = deriveOnce(({ node, position }: Entry): TaskEdge => ({ node, cursor: formatCursor(position) }));

/** The number of entries up to a position. The entries are sorted, so the search halves them. */
function countUpTo(entries: readonly Entry[], position: Position): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && comparePositions(entry.position, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
