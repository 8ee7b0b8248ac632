import Type from 'typebox';

/** `remove-service` as `REMOVE_SERVICE`. */
export type UpperSnake<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${UpperSnake<Tail>}`
  : Uppercase<Text>;

/** An enum of the upstream, which can get new values at any time. */
export function openEnum<Known extends string>(known: readonly Known[]) {
  const values = new Map<string, UpperSnake<Known>>(
    known.map((raw) => [raw, raw.toUpperCase().replaceAll('-', '_') as UpperSnake<Known>]),
  );
  /** Returns `UNKNOWN` for an unknown value, and null for a missing one. */
  function read(raw: string): UpperSnake<Known> | 'UNKNOWN';
  function read(raw: string | null | undefined): UpperSnake<Known> | 'UNKNOWN' | null;
  function read(raw: string | null | undefined): UpperSnake<Known> | 'UNKNOWN' | null {
    return raw == null ? null : (values.get(raw) ?? 'UNKNOWN');
  }
  /** `wire` accepts any text and lists the known values. */
  return { wire: Type.String({ known }), read };
}
