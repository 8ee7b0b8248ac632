import type { Layer } from './call.ts';
import { toCallError, UpstreamError } from './errors.ts';

/** Layer: takes each attempt from the call limit of the caller. */
export function limit(): Layer {
  return (next) => (call, done) => {
    const { takeCall } = call.origin;
    if (!takeCall) {
      next(call, done);
      return;
    }
    const settle = (error: UpstreamError | null) => {
      if (call.cancel !== settle) return;
      call.cancel = null;
      if (error) done(error);
      else next(call, done);
    };
    call.cancel = settle;
    takeCall().then(
      (retryAfterMs) => settle(retryAfterMs === null ? null : new UpstreamError('over-limit', { retryAfterMs })),
      (cause) => settle(toCallError(cause)),
    );
  };
}
