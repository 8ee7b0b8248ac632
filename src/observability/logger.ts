import { type DestinationStream, type Logger, pino } from 'pino';
import type { Redactor } from './redact.ts';

/**
 * Structured lines on stdout. Callers never log a body, a header, a variable or an id. As a second defence, the redactor
 * checks each line just before it is written.
 */
export function createLogger(level: string, { redact }: Redactor, destination?: DestinationStream): Logger {
  const streamWrite = (line: string) => `${JSON.stringify(redact(JSON.parse(line)))}\n`;
  const options = { level, base: null, hooks: { streamWrite } };
  return destination ? pino(options, destination) : pino(options);
}
