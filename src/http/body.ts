import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, type Zlib } from 'node:zlib';
import { FetchFailure } from './fetch-failure.js';

/** What is asked for, and undone. */
export const acceptedCodings = 'gzip, deflate, br';
/** More are a trick: nobody gains by compressing twice. */
const maxCodings = 2;
/** Bytes that may be inflated before the ratio counts: small documents of one repeated line are honest. */
const freeOfRatio = 1024 * 1024;

export interface BodyBounds {
  /** Most bytes, compressed and not. */
  maxBytes: number;
  /** Most bytes that one compressed byte may become. */
  maxRatio: number;
  /** Whether what is beyond `maxBytes` is left out, rather than the whole refused. */
  isCut?: boolean;
}

type Bytes = AsyncIterable<Buffer>;

/**
 * A whole body, its codings undone while it is read: never more than the bounds is inflated, nor waits in memory.
 *
 * @param codings of `Content-Encoding`, in the order in which they were applied
 * @param host for messages
 * @throws FetchFailure TOO_LARGE, and BAD_RESPONSE where it is not whole or not in its coding; and what `source` throws
 */
export async function readBody(
  source: Bytes,
  codings: readonly string[],
  host: string,
  { maxBytes, maxRatio, isCut }: BodyBounds,
): Promise<Buffer> {
  const tooLarge = (what: string) => new FetchFailure('TOO_LARGE', `${host} sends ${what}`);
  let received = 0;
  let size = 0;
  async function* metered(bytes: Bytes, count: (length: number) => number): Bytes {
    for await (const chunk of bytes) {
      if (count(chunk.length) > maxBytes && !isCut) throw tooLarge(`more than ${maxBytes} bytes`);
      yield chunk;
    }
  }
  let bytes = metered(source, (length) => {
    received += length;
    return received;
  });
  for (const coding of [...codings].reverse()) {
    let inflated = 0;
    bytes = metered(decoded(bytes, decompressor(coding, host), host), (length) => {
      inflated += length;
      if (inflated > freeOfRatio && inflated > received * maxRatio) {
        throw tooLarge(`a body that grows more than ${maxRatio} times when decompressed`);
      }
      return inflated;
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/** @throws FetchFailure BAD_RESPONSE for a coding that was not asked for */
export function parseCodings(header: string | undefined, host: string): string[] {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  const applied = codings.filter((coding) => coding !== '' && coding !== 'identity');
  if (applied.length > maxCodings) {
    throw new FetchFailure('BAD_RESPONSE', `${host} compresses ${applied.length} times over`);
  }
  for (const coding of applied) decompressor(coding, host);
  return applied;
}

/** What undoes a coding, chosen by the first byte: "deflate" is sent with and without its wrapper (RFC 9110, 8.4.1.2). */
type Decompressor = (firstByte: number) => NodeJS.ReadWriteStream & Zlib;

function decompressor(coding: string, host: string): Decompressor {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip();
    case 'deflate':
      return (firstByte) => ((firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw());
    case 'br':
      return () => createBrotliDecompress();
  }
  throw new FetchFailure('BAD_RESPONSE', `${host} sends "${coding.slice(0, 40)}", which was not asked for`);
}

async function* decoded(source: Bytes, open: Decompressor, host: string): Bytes {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return; // No bytes: servers label an empty body as well.
  async function* all(): Bytes {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  try {
    // The callback is for the form alone: what fails on the way is thrown out of the last stream.
    yield* pipeline(all(), open(first.value[0] ?? 0), () => undefined) as unknown as Bytes;
  } catch (cause) {
    if (cause instanceof FetchFailure) throw cause;
    throw new FetchFailure('BAD_RESPONSE', `${host} sends a body that cannot be decompressed`, { cause });
  }
}
