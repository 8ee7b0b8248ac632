import Type, { type Static } from 'typebox';
import type { TaskFilter } from '../../graphql/generated.ts';
import { pageSize } from '../../upstream/catalog.ts';
import { createShape } from '../../upstream/shape.ts';
import { badUserInput } from '../user-error/model.ts';
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
  readonly place: Place;
}

const placeWire = Type.Tuple([Type.Integer(), Type.String(), Type.Integer()]);
const placeShape = createShape(placeWire);

/** When the task was created in ms, its id, and, as the upstream may list a task twice, which of its rows this is. */
type Place = Static<typeof placeWire>;

export function filterRows(rows: readonly TaskRow[], filter: TaskFilter): TaskRow[] {
  return rows.filter(
    ({ status, payrollDataAvailable }) =>
      (filter.status ?? status) === status &&
      (filter.payrollDataAvailable ?? payrollDataAvailable) === payrollDataAvailable,
  );
}

/** Which page is wanted. */
export interface Page {
  readonly first: number;
  readonly after: Place | null;
}

export function toPage(first: number, after: string | null): Page {
  if (first < 1 || first > pageSize.most) throw badUserInput('first', `must be from 1 to ${pageSize.most}`);
  return { first, after: after === null ? null : parseCursor(after) };
}

/** A page of rows, newest first. A cursor names a place, not an offset, so rows may come and go between two pages. */
export function toConnection(rows: readonly TaskRow[], { first, after }: Page): TaskConnection {
  const entries = toEntries(rows);
  const start = after === null ? 0 : countUpTo(entries, after);
  const page = entries.slice(start, start + first);
  return {
    edges: page.map(({ node, place }) => ({ node, cursor: formatCursor(place) })),
    totalCount: entries.length,
    hasNextPage: start + page.length < entries.length,
    hasPreviousPage: start > 0,
  };
}

function toEntries(rows: readonly TaskRow[]): Entry[] {
  const turns = new Map<string, number>();
  return rows
    .map((node): Entry => {
      const key = `${+node.createdAt} ${node.id}`;
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      return { node, place: [+node.createdAt, node.id, turn] };
    })
    .sort((a, b) => comparePlaces(a.place, b.place));
}

function comparePlaces([aTime, aId, aTurn]: Place, [bTime, bId, bTurn]: Place): number {
  if (aTime !== bTime) return bTime - aTime;
  if (aId !== bId) return aId < bId ? 1 : -1;
  return aTurn - bTurn;
}

function countUpTo(entries: readonly Entry[], place: Place): number {
  const index = entries.findIndex((entry) => comparePlaces(entry.place, place) > 0);
  return index === -1 ? entries.length : index;
}

function formatCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function parseCursor(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (placeShape.matches(place)) return place;
  } catch {
    // Not a cursor of ours: said below.
  }
  throw badUserInput('after', 'must be the cursor of an earlier page');
}
