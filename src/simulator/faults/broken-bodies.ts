import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';

const PIECES = 10;
const CHUNK_BYTES = 64 * 2 ** 10;

/** Half of the body at once, the rest in pieces that are spread over the time. */
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

/** The object with a filler of so many bytes in front, made piece by piece as the client takes it. */
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

/** The object compressed, with a filler of so many bytes in front where a number is given. */
export function toEncodedBody(payload: string, encoding: keyof typeof encoders, bytes: number | undefined): Readable {
  const source = Readable.from(bytes === undefined ? [payload] : fill(payload, bytes));
  // The client may leave before the end, which ends both streams.
  return pipeline(source, encoders[encoding](), () => undefined);
}

/** Whether the time has passed with the connection open. Ends with it, so that no timer outlives client or server. */
export async function pauseWhileOpen(ms: number, response: ServerResponse): Promise<boolean> {
  if (response.destroyed) return false;
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.once('close', abort);
  const inTime = await wait(ms, true, { signal: gone.signal }).catch(() => false);
  response.off('close', abort);
  return inTime;
}
