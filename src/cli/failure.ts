import type { Logger } from 'pino';
import { framesOf } from '../observability/stack.ts';

/** Of an error that nobody caught, Node prints the message too, which may quote what was sent. */
export function exitOnFailure(log: Logger): void {
  process.once('uncaughtException', (error: unknown) => {
    const name = Error.isError(error) ? error.name : typeof error;
    log.fatal({ name, stack: framesOf(error) }, 'the process failed');
    process.exit(1);
  });
}
