import Type from 'typebox';

/** `remove-service` as `REMOVE_SERVICE`. */
export type UpperSnake<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${UpperSnake<Tail>}`
  : Uppercase<Text>;

/** An enum of the upstream, which may grow at any time. */
export function openEnum<Known extends string>(known: readonly Known[]) {
  const values = new Map<string, UpperSnake<Known>>(
    known.map((raw) => [raw, raw.toUpperCase().replaceAll('-', '_') as UpperSnake<Known>]),
  );
  /** A value not known here is `UNKNOWN`, an absent one null. */
  function read(raw: string): UpperSnake<Known> | 'UNKNOWN';
  function read(raw: string | null | undefined): UpperSnake<Known> | 'UNKNOWN' | null;
  function read(raw: string | null | undefined): UpperSnake<Known> | 'UNKNOWN' | null {
    return raw == null ? null : (values.get(raw) ?? 'UNKNOWN');
  }
  /** Its declaration: any text, of which those values are known. */
  return { wire: Type.String({ known }), read };
}
