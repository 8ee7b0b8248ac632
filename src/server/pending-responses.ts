import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

interface PendingResponse {
  readonly socket: Socket;
  bytesLeft: number;
  lastReadAtMs: number;
}

/** Smaller responses are sent at once: the buffers of Node and the kernel take as much for any connection. */
const minBytes = 128 * 1024;
const chunkBytes = 64 * 1024;

/**
 * Bounds the bytes of large responses that clients have not read yet. Beyond the bound, the response whose client has not read
 * for the longest time is cut off, so that a client that never reads cannot keep others from their responses.
 */
export function createPendingResponses(maxBytes: number) {
  const pending = new Set<PendingResponse>();

  function makeRoom(bytes: number): void {
    const byLastRead = [...pending].sort((a, b) => a.lastReadAtMs - b.lastReadAtMs);
    let total = byLastRead.reduce((sum, { bytesLeft }) => sum + bytesLeft, bytes);
    for (const response of byLastRead) {
      if (total <= maxBytes) return;
      total -= response.bytesLeft;
      pending.delete(response);
      response.socket.destroy();
    }
  }

  /** Sends large bytes as fast as the client reads them. */
  function send(bytes: Buffer, socket: Socket): Readable {
    makeRoom(bytes.length);
    const response: PendingResponse = { socket, bytesLeft: bytes.length, lastReadAtMs: performance.now() };
    pending.add(response);
    const stream = new Readable({
      read() {
        const start = bytes.length - response.bytesLeft;
        response.bytesLeft = Math.max(0, response.bytesLeft - chunkBytes);
        response.lastReadAtMs = performance.now();
        this.push(bytes.subarray(start, start + chunkBytes));
        if (response.bytesLeft === 0) this.push(null);
      },
    });
    return stream.once('close', () => pending.delete(response));
  }

  return { isLarge: (payload: string) => payload.length >= minBytes, send };
}
