import type { Layer } from './call.ts';
import { toCallError, UpstreamError } from './errors.ts';
import { isProof } from './proofs.ts';

/**
 * Layer: takes each attempt from the call limit of the caller. A call with a key pair that is not proven is taken once the
 * pair is proven, so that nothing is kept for made-up key pairs.
 */
export function limit(): Layer {
  return (next) => (call, done) => {
    const { takeCall } = call.origin;
    if (!takeCall) {
      next(call, done);
      return;
    }
    if (!call.isProven) {
      next(call, (error, value) => {
        if (isProof(error)) takeCall().catch(() => undefined);
        done(error, value);
      });
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
