import Type, { type Static } from 'typebox';
import { createShape } from '../../upstream/shape.ts';
import { badUserInput } from '../user-error/model.ts';
import { pageSize } from './limits.ts';
import type { TaskRow } from './model.ts';

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

interface Entry {
  readonly node: TaskRow;
  readonly position: Position;
}

const positionWire = Type.Tuple([Type.Integer(), Type.String(), Type.Integer()]);
const positionShape = createShape(positionWire);

/** Creation time in ms, task id, and the occurrence of that pair, because the upstream may list a task twice. */
type Position = Static<typeof positionWire>;

export interface Page {
  readonly first: number;
  readonly after: Position | null;
}

export function toPage(first: number, after: string | null): Page {
  if (first < 1 || first > pageSize.most) throw badUserInput('first', `must be between 1 and ${pageSize.most}`);
  return { first, after: after === null ? null : parseCursor(after) };
}

/** A page of rows, newest first. A cursor is a sort position, not an offset, so it survives added and removed rows. */
export function toConnection(rows: readonly TaskRow[], { first, after }: Page): TaskConnection {
  const entries = toEntries(rows);
  const start = after === null ? 0 : countUpTo(entries, after);
  const page = entries.slice(start, start + first);
  return {
    edges: page.map(({ node, position }) => ({ node, cursor: formatCursor(position) })),
    totalCount: entries.length,
    hasNextPage: start + page.length < entries.length,
    hasPreviousPage: start > 0,
  };
}

function toEntries(rows: readonly TaskRow[]): Entry[] {
  const occurrences = new Map<string, number>();
  return rows
    .map((node): Entry => {
      const key = `${+node.createdAt} ${node.id}`;
      const occurrence = occurrences.get(key) ?? 0;
      occurrences.set(key, occurrence + 1);
      return { node, position: [+node.createdAt, node.id, occurrence] };
    })
    .sort((a, b) => comparePositions(a.position, b.position));
}

function comparePositions([aTime, aId, aOccurrence]: Position, [bTime, bId, bOccurrence]: Position): number {
  if (aTime !== bTime) return bTime - aTime;
  if (aId !== bId) return aId < bId ? 1 : -1;
  return aOccurrence - bOccurrence;
}

function countUpTo(entries: readonly Entry[], position: Position): number {
  const index = entries.findIndex((entry) => comparePositions(entry.position, position) > 0);
  return index === -1 ? entries.length : index;
}

function formatCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function parseCursor(cursor: string): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (positionShape.matches(position)) return position;
  } catch {
    // Fall through to the error for every invalid cursor.
  }
  throw badUserInput('after', 'must be a cursor from an earlier page');
}
