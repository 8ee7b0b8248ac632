import type { Values } from './arguments.ts';
import { addRowCalls, type PlanBuilder } from './plan-builder.ts';
import { assumedLength, largestOf, type Place, type PlacedField } from './prepare.ts';
import type { Path, Scope } from './scope.ts';

/** Collects the calls of a selection in a scope, and returns about how many fields it has in the response. */
export function visitPlace(
  builder: PlanBuilder,
  variables: Values,
  place: Place,
  scope: Scope,
  path: Path | null,
): number {
  if (!place.isShared) return visitFields(builder, variables, place, scope, path);
  // A second visit in the same scope adds no call.
  const known = scope.sizes?.get(place);
  if (known !== undefined) return known;
  const size = visitFields(builder, variables, place, scope, path);
  scope.sizes ??= new Map();
  scope.sizes.set(place, size);
  return size;
}

function visitFields(builder: PlanBuilder, variables: Values, place: Place, scope: Scope, path: Path | null): number {
  if (place.facts.size > 0) addFacts(builder, place, scope, path);
  let { size } = place;
  for (const field of place.fields)
    size += visitField(builder, variables, field, scope, { name: field.name, parent: path });
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

function visitField(builder: PlanBuilder, variables: Values, field: PlacedField, scope: Scope, path: Path): number {
  const { cost, readArguments, below } = field;
  const args = readArguments(variables) as never;
  let size = 0;
  for (const entry of cost.enter?.({ builder, args, scope, path }) ?? [{ scope, type: undefined }]) {
    const possible = entry.type === undefined ? below : below.filter(({ type }) => type === entry.type);
    size += largestOf(possible, (place) => visitPlace(builder, variables, place, entry.scope, path));
  }
  return size * lengthOf(field, scope);
}

function lengthOf({ cost: { isOnePer }, isList }: PlacedField, { item }: Scope): number {
  if (isOnePer === 'entry') return 1;
  if (isOnePer === 'row' && item && !item.isLookup) return item.count;
  return isList ? assumedLength : 1;
}
