/** Wraps a function of a value that an operation reads once, so that every field that asks shares one result. */
export function deriveOnce<Source extends object, Derived>(
  derive: (source: Source) => Derived,
): (source: Source) => Derived {
  const known = new WeakMap<Source, { readonly derived: Derived }>();
  return (source) => {
    const found = known.get(source) ?? { derived: derive(source) };
    known.set(source, found);
    return found.derived;
  };
}

/** More than one operation may have of one field, given the limit on aliases. */
const maxSelections = 250;

/** Filters a list once for each filter. The key of a filter is short, whatever the client sent. */
export function createListFilter<Item, Filter>(
  toKey: (filter: Filter) => string,
  filterList: (items: readonly Item[], filter: Filter) => readonly Item[],
): (items: readonly Item[], filter: Filter) => readonly Item[] {
  const selectionsOf = deriveOnce((_items: readonly Item[]) => new Map<string, readonly Item[]>());
  return (items, filter) => {
    const selections = selectionsOf(items);
    const key = toKey(filter);
    const selection = selections.get(key) ?? filterList(items, filter);
    if (selections.size < maxSelections) selections.set(key, selection);
    return selection;
  };
}

/** Writes the distinct values of a condition for the key of a filter; null where the condition is not given. */
export function toDistinct(values: readonly string[] | null | undefined): readonly string[] | null {
  return values ? [...new Set(values)].sort() : null;
}

const indexById = deriveOnce((items: readonly { readonly id: string }[]) => {
  const byId = new Map<string, { readonly id: string }>();
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item);
  return byId;
});

/** The first item with that id. */
export function findById<Item extends { readonly id: string }>(items: readonly Item[], id: string): Item | null {
  return (indexById(items).get(id) as Item | undefined) ?? null;
}
