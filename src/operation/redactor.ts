import { readTypeDefs } from '../graphql/sdl.ts';
import { listSensitive } from '../graphql/sensitive.ts';
import { createRedactor } from '../observability/redact.ts';

/** The one redactor of logs, traces, metrics and errors, compiled from what the SDL declares `@sensitive`. */
export const redactor = createRedactor(listSensitive(readTypeDefs()).map(({ name }) => name));
