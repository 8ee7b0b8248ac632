import Type, { type Static } from 'typebox';
import { createShape } from '../../upstream/shape.ts';
import { badUserInput } from '../user-error/model.ts';

const positionWire = Type.Tuple([Type.Integer(), Type.String(), Type.Integer()]);
const positionShape = createShape(positionWire);

/** Creation time in ms, task id, and the occurrence of that pair, because the upstream may list a task twice. */
export type Position = Static<typeof positionWire>;

export function comparePositions([aTime, aId, aOccurrence]: Position, [bTime, bId, bOccurrence]: Position): number {
  if (aTime !== bTime) return bTime - aTime;
  if (aId !== bId) return aId < bId ? 1 : -1;
  return aOccurrence - bOccurrence;
}

/** Far more than the cursor of any task takes. */
const maxCursorLength = 4096;

export function formatCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function parseCursor(cursor: string): Position {
  try {
    const text = cursor.length <= maxCursorLength ? Buffer.from(cursor, 'base64url').toString() : '';
    const position: unknown = JSON.parse(text);
    if (positionShape.matches(position)) return position;
  } catch {
    // Fall through to the error for every invalid cursor.
  }
  throw badUserInput('after', 'must be a cursor from an earlier page');
}
