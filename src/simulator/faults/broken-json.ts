type Entry = readonly [key: string, value: unknown];

/** The answer with every value of the key replaced, at any depth. */
export function withUnknownEnum(answer: unknown, field: string): unknown {
  return mapObjects(answer, (entries) => replaceValues(entries, field, () => 'never-heard-of'));
}

/** The answer without the key, at any depth. */
export function withoutField(answer: unknown, field: string): unknown {
  return mapObjects(answer, (entries) => entries.filter(([key]) => key !== field));
}

/** The answer with every value of the key, at any depth, turned into one of another JSON type. */
export function withWrongType(answer: unknown, field: string): unknown {
  return mapObjects(answer, (entries) => replaceValues(entries, field, toAnotherType));
}

/** The answer with the key in every object. */
export function withExtraField(answer: unknown, field: string): unknown {
  return mapObjects(answer, (entries) => [...entries, [field, 'unexpected']]);
}

function toAnotherType(value: unknown): unknown {
  return value !== null && typeof value === 'object' ? 'unexpected' : { unexpected: true };
}

function replaceValues(entries: readonly Entry[], field: string, replace: (value: unknown) => unknown): Entry[] {
  return entries.map(([key, value]) => [key, key === field ? replace(value) : value]);
}

/** The innermost objects go first, so that what a change puts in is not changed itself. */
function mapObjects(value: unknown, change: (entries: readonly Entry[]) => readonly Entry[]): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(change(Object.entries(value).map(([key, child]) => [key, mapObjects(child, change)])));
}
