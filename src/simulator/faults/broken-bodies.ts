import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';

const PIECES = 10;
const CHUNK_BYTES = 64 * 2 ** 10;

/** Sends half of the body at once, and the rest in pieces over the given time. */
export function toSlowBody(payload: string, ms: number, response: ServerResponse): Readable {
  return Readable.from(trickle(Buffer.from(payload), ms, response));
}

async function* trickle(body: Buffer, ms: number, response: ServerResponse) {
  const half = body.length >> 1;
  const pieceBytes = Math.ceil((body.length - half) / PIECES);
  const pauseMs = Math.ceil((ms * pieceBytes) / (body.length - half));
  yield body.subarray(0, half);
  for (let at = half; at < body.length; at += pieceBytes) {
    if (!(await pauseWhileOpen(pauseMs, response))) return;
    yield body.subarray(at, at + pieceBytes);
  }
}

/** Returns the object with a filler of the given size in front, generated as the client reads. */
export function toHugeBody(payload: string, bytes: number): Readable {
  return Readable.from(fill(payload, bytes), { highWaterMark: 1 });
}

function* fill(payload: string, bytes: number) {
  const filler = Buffer.alloc(Math.min(bytes, CHUNK_BYTES), 'x');
  yield '{"filler":"';
  for (let left = bytes; left > 0; left -= filler.length) yield filler.subarray(0, left);
  yield `",${payload.slice(1)}`;
}

const encoders = { gzip: createGzip, br: createBrotliCompress, deflate: createDeflate };

/** Returns the compressed object, with a filler of the given size in front. */
export function toEncodedBody(payload: string, encoding: keyof typeof encoders, bytes: number | undefined): Readable {
  const source = Readable.from(bytes === undefined ? [payload] : fill(payload, bytes));
  // If the client disconnects, both streams end.
  return pipeline(source, encoders[encoding](), () => undefined);
}

/** Resolves to whether the connection is still open after the time. Ends with the connection, so that no timer outlives it. */
export async function pauseWhileOpen(ms: number, response: ServerResponse): Promise<boolean> {
  if (response.destroyed) return false;
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.once('close', abort);
  const inTime = await wait(ms, true, { signal: gone.signal }).catch(() => false);
  response.off('close', abort);
  return inTime;
}
