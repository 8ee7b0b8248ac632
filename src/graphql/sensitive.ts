import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import type { SensitiveKind } from './generated.ts';

/** One place of the schema that is declared `@sensitive`. */
export interface SensitivePlace {
  /** Such as `CardDetailsInput.number`; of an argument, `User.account(id:)`. */
  readonly coordinate: string;
  readonly name: string;
  readonly kind: SensitiveKind;
}

interface Declaration {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Why what is declared is sensitive; null when it is not. */
export function sensitiveKindOf(declaration: Declaration | null | undefined): SensitiveKind | null {
  const directive = declaration?.directives?.find(({ name }) => name.value === 'sensitive');
  const kind = directive?.arguments?.find(({ name }) => name.value === 'kind')?.value;
  return kind?.kind === Kind.ENUM ? (kind.value as SensitiveKind) : null;
}

/** Every such place of an SDL document. */
export function listSensitive({ definitions }: DocumentNode): SensitivePlace[] {
  return definitions.flatMap((type) => {
    const fields = 'fields' in type ? (type.fields ?? []) : [];
    return fields.flatMap((field) => {
      const coordinate = `${'name' in type ? type.name?.value : ''}.${field.name.value}`;
      const args = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
      return [
        ...toPlace(coordinate, field.name.value, field),
        ...args.flatMap((arg) => toPlace(`${coordinate}(${arg.name.value}:)`, arg.name.value, arg)),
      ];
    });
  });
}

function toPlace(coordinate: string, name: string, declaration: Declaration): SensitivePlace[] {
  const kind = sensitiveKindOf(declaration);
  return kind === null ? [] : [{ coordinate, name, kind }];
}
