import { type DestinationStream, type Logger, pino } from 'pino';
import type { Redactor } from './redact.ts';

/**
 * Structured lines on stdout. What goes in is chosen where it is logged: no body, header, variable or id is. The redactor
 * sees each line as it is to be written, so that nothing gets past it, should that choice ever be wrong.
 */
export function createLogger(level: string, { redact }: Redactor, destination?: DestinationStream): Logger {
  const streamWrite = (line: string) => `${JSON.stringify(redact(JSON.parse(line)))}\n`;
  const options = { level, base: null, hooks: { streamWrite } };
  return destination ? pino(options, destination) : pino(options);
}
