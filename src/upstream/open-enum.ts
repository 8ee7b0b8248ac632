/** `remove-service` as `REMOVE_SERVICE`. */
export type UpperSnake<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${UpperSnake<Tail>}`
  : Uppercase<Text>;

/** Reads an enum of the upstream, which may grow at any time: a value not known here is `UNKNOWN`. */
export function createEnumReader<Known extends string>(known: readonly Known[]) {
  const values = new Map<string, UpperSnake<Known>>(
    known.map((raw) => [raw, raw.toUpperCase().replaceAll('-', '_') as UpperSnake<Known>]),
  );
  return (raw: string): UpperSnake<Known> | 'UNKNOWN' => values.get(raw) ?? 'UNKNOWN';
}
