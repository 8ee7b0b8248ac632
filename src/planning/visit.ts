import { assumedLength, type Place, type PlacedField } from './place.ts';
import { addRowCalls, type PlanBuilder } from './plan-builder.ts';
import type { Path, Scope } from './scope.ts';

/**
 * Collects the calls of a selection in a scope, and returns about how many fields it has in the response. `times` is how often
 * the response contains the selection. Stops early when the response is larger than allowed.
 */
export function visitPlace(builder: PlanBuilder, place: Place, scope: Scope, path: Path | null, times: number): number {
  if (!place.isShared) return visitFields(builder, place, scope, path, times);
  // A second visit in the same scope adds no call.
  const known = scope.sizes?.get(place);
  if (known !== undefined) {
    builder.size += times * known;
    return known;
  }
  const size = visitFields(builder, place, scope, path, times);
  scope.sizes ??= new Map();
  scope.sizes.set(place, size);
  return size;
}

function visitFields(builder: PlanBuilder, place: Place, scope: Scope, path: Path | null, times: number): number {
  let { size } = place;
  builder.size += times * size;
  if (place.facts.size > 0) addFacts(builder, place, scope, path);
  for (const field of place.fields) {
    if (builder.size > builder.maxSize) break;
    size += visitField(builder, field, scope, { name: field.name, parent: path }, times);
  }
  return size;
}

function addFacts(builder: PlanBuilder, place: Place, { item }: Scope, path: Path | null): void {
  if (!item) return;
  if (item.isLookup) {
    if (!item.places.includes(place)) item.places.push(place);
  } else if (place.besideRow) {
    const { name, endpoint } = place.besideRow;
    addRowCalls(builder, item, endpoint, { name, parent: path });
  }
}

function visitField(builder: PlanBuilder, field: PlacedField, scope: Scope, path: Path, times: number): number {
  const { cost, readArguments, below } = field;
  const args = readArguments(builder.variables) as never;
  const length = lengthOf(field, scope);
  let size = 0;
  for (const entry of cost.enter?.({ builder, args, scope, path }) ?? [{ scope, type: undefined }]) {
    if (builder.size > builder.maxSize) break;
    let largest = 0;
    for (const { type, place } of below) {
      if (entry.type !== undefined && entry.type !== type) continue;
      largest = Math.max(largest, visitPlace(builder, place, entry.scope, path, times * length));
    }
    size += length * largest;
  }
  return size;
}

function lengthOf({ cost: { isOnePer }, isList }: PlacedField, { item }: Scope): number {
  if (isOnePer === 'entry') return 1;
  if (isOnePer === 'row' && item && !item.isLookup) return item.count;
  return isList ? assumedLength : 1;
}
