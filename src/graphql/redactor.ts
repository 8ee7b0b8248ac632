import { createRedactor } from '../observability/redact.ts';
import { readTypeDefs } from './sdl.ts';
import { listSensitive } from './sensitive.ts';

/** The one redactor of logs, traces, metrics and errors, compiled from what the SDL declares `@sensitive`. */
export const redactor = createRedactor(listSensitive(readTypeDefs()).map(({ name }) => name));
