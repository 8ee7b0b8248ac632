import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import type { SensitiveKind } from './generated.ts';

/** A field, argument or input field that is declared `@sensitive`. */
export interface SensitiveElement {
  /** Such as `CardDetailsInput.number`, or `User.account(id:)` for an argument. */
  readonly coordinate: string;
  readonly name: string;
  readonly kind: SensitiveKind;
}

interface Declaration {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Returns the kind in the `@sensitive` directive of a declaration; null without the directive. */
export function sensitiveKindOf(declaration: Declaration | null | undefined): SensitiveKind | null {
  const directive = declaration?.directives?.find(({ name }) => name.value === 'sensitive');
  const kind = directive?.arguments?.find(({ name }) => name.value === 'kind')?.value;
  return kind?.kind === Kind.ENUM ? (kind.value as SensitiveKind) : null;
}

/** Lists the sensitive elements of an SDL document. */
export function listSensitive({ definitions }: DocumentNode): SensitiveElement[] {
  return definitions.flatMap((type) => {
    const fields = 'fields' in type ? (type.fields ?? []) : [];
    return fields.flatMap((field) => {
      const coordinate = `${'name' in type ? type.name?.value : ''}.${field.name.value}`;
      const args = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
      return [
        ...toElement(coordinate, field.name.value, field),
        ...args.flatMap((arg) => toElement(`${coordinate}(${arg.name.value}:)`, arg.name.value, arg)),
      ];
    });
  });
}

function toElement(coordinate: string, name: string, declaration: Declaration): SensitiveElement[] {
  const kind = sensitiveKindOf(declaration);
  return kind === null ? [] : [{ coordinate, name, kind }];
}
