import type { Logger } from 'pino';
import { framesOf } from '../observability/stack.ts';

/** Logs an uncaught error without its message, which may quote a request; Node would print the message. */
export function exitOnFailure(log: Logger): void {
  process.once('uncaughtException', (error: unknown) => {
    const name = Error.isError(error) ? error.name : typeof error;
    log.fatal({ name, stack: framesOf(error) }, 'the process failed');
    process.exit(1);
  });
}
