/** Turns a fetch of one key into a batch function. A failing key does not fail the others. */
export function eachKey<Key, Value>(fetch: (key: Key) => Promise<Value>) {
  return (keys: readonly Key[]): Promise<(Value | Error)[]> =>
    Promise.all(keys.map((key) => fetch(key).catch(toError)));
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('a fetch was rejected without an error', { cause: reason });
}
