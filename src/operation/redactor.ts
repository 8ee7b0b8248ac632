import { readTypeDefs } from '../graphql/sdl.ts';
import { listSensitive } from '../graphql/sensitive.ts';
import { createRedactor } from '../observability/redact.ts';

/** The redactor of logs, traces, metrics and errors, made from the `@sensitive` directives of the SDL. */
export const redactor = createRedactor(listSensitive(readTypeDefs()).map(({ name }) => name));
