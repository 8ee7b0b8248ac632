import type { Logger } from 'pino';

/** Logs the loss and return of the state that outlives a request. An error may quote a URL with a password: only its code is logged. */
export function observeState(log: Logger) {
  return {
    redis: {
      onLost: (code: string) => log.warn({ code }, 'Redis cannot be used'),
      onFound: () => log.info('Redis can be used again'),
    },
    auth: {
      onLost: (code: string) => log.warn({ code }, 'the keys of bearer tokens cannot be read'),
      onFound: () => log.info('the keys of bearer tokens can be read again'),
      onForgotten: () => log.warn('the user of a public token could not be kept'),
    },
    onOutcomeLost: () => log.warn('the outcome of a mutation could not be kept for its idempotency key'),
  };
}
