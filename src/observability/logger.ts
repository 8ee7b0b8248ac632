import { type DestinationStream, type Logger, pino } from 'pino';

/** Structured lines on stdout. What goes in is chosen where it is logged: no body, header, variable or id is. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null };
  return destination ? pino(options, destination) : pino(options);
}
