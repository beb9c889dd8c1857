import type { lookup as systemLookup } from 'node:dns';
import { STATUS_CODES } from 'node:http';
import { Agent, type Dispatcher, errors } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { acceptedCodings, type BodyBounds, parseCodings, readBody } from './body.js';
import { connectionFailure } from './connection-failure.js';
import { guardedConnector } from './connector.js';
import { withDeadline } from './deadline.js';
import { FetchFailure } from './fetch-failure.js';
import { retryTime } from './retry-after.js';

export interface SafeFetchOptions {
  guard: AddressGuard;
  now: () => number;
  /** Most connections to one origin. */
  connections: number;
  lookup?: typeof systemLookup | undefined;
  ca?: string | undefined;
}

/** One request, without its redirects. */
export interface Exchange extends BodyBounds {
  /** As `webAddress` gives it. */
  url: URL;
  method: 'GET' | 'POST';
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** 2xx; 304 where validators were sent; or a redirect, whose body is not read. */
export interface Answer {
  status: number;
  /** By lower-case name; several of one name are joined with a comma. Bytes beyond ASCII are those of Latin-1. */
  headers: Record<string, string>;
  body: Buffer;
}

/** @throws FetchFailure for every other answer, and for none */
export type SafeFetch = (exchange: Exchange) => Promise<Answer>;

/** Longest wait for a connection: what takes longer is down. */
const connectTimeoutMs = 10_000;
/** Content security policies of some publishers alone have 20 kB. */
const maxHeaderBytes = 64 * 1024;
/** Of a body that nobody reads; beyond, a new connection is cheaper. */
const discarded = { limit: 64 * 1024, ms: 250 };
/** How long a host that says "too many requests" and not until when is left alone. */
const breather = 60_000;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const none = Buffer.alloc(0);

/**
 * The only way out to servers of other people: to addresses that the guard lets pass, no proxy of the environment between,
 * everything that they can make long bounded. Connections are kept for the next request to the same origin.
 */
export function createSafeFetch({ guard, now, connections, lookup, ca }: SafeFetchOptions): {
  exchange: SafeFetch;
  /** Breaks off what is under way. */
  close(): Promise<void>;
} {
  const agent = new Agent({
    connect: guardedConnector({ guard, timeoutMs: connectTimeoutMs, lookup, ca }),
    connections,
    maxHeaderSize: maxHeaderBytes,
    // The deadline of the request bounds both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return {
    exchange: (exchange) => {
      const { url, method, headers, body, timeoutMs: ms } = exchange;
      const { origin, pathname, search, host } = url;
      return withDeadline({ ms, signals: [exchange.signal], host }, async (signal) => {
        const ask = () =>
          agent.request({
            ...{ origin, path: pathname + search, method, signal },
            headers: { ...headers, 'accept-encoding': acceptedCodings },
            body: body ?? null,
          });
        const response = await ask()
          .catch((error: unknown) => {
            if (method === 'GET' && isUsedUp(error)) return ask();
            throw error;
          })
          .catch((error: unknown) => {
            throw connectionFailure(error, host);
          });
        return answerOf(exchange, response, now());
      });
    },
    close: () => agent.destroy(),
  };
}

/**
 * Whether a connection that had served before was closed as the next request was on its way, which says nothing of the
 * server: once more may be tried where that is safe (RFC 9112, section 9.3.1).
 */
function isUsedUp(error: unknown): boolean {
  return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
}

async function answerOf(
  exchange: Exchange,
  { statusCode: status, headers: received, body: stream }: Dispatcher.ResponseData,
  now: number,
): Promise<Answer> {
  const { host } = exchange.url;
  const headers = joined(received);
  const isValidated = 'if-none-match' in exchange.headers || 'if-modified-since' in exchange.headers;
  const isWhole = status >= 200 && status < 300 && status !== 206;
  try {
    if (isWhole) {
      const codings = parseCodings(headers['content-encoding'], host);
      const length = Number(headers['content-length']);
      if (length > exchange.maxBytes && !exchange.isCut) {
        throw new FetchFailure(
          'TOO_LARGE',
          `${host} sends ${length} bytes, of which ${exchange.maxBytes} are read`,
        );
      }
      const body = await readBody(failing(stream, host), codings, host, exchange);
      return { status, headers, body };
    }
    if (redirects.has(status) || (status === 304 && isValidated)) return { status, headers, body: none };
    throw statusFailure(exchange.url, status, headers['retry-after'], now);
  } finally {
    await discard(stream);
  }
}

/** The chunks of a body; what breaks it off becomes a `FetchFailure`. */
async function* failing(stream: AsyncIterable<Buffer>, host: string): AsyncIterable<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    throw connectionFailure(error, host);
  }
}

/** Lets the connection be used for the next request where little is left to read, and closes it else. */
async function discard(stream: Dispatcher.ResponseData['body']): Promise<void> {
  const { limit, ms } = discarded;
  if (!stream.destroyed) await stream.dump({ limit, signal: AbortSignal.timeout(ms) }).catch(() => undefined);
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function statusFailure(
  { host }: URL,
  status: number,
  retryAfter: string | undefined,
  now: number,
): FetchFailure {
  if (status === 206) return new FetchFailure('BAD_RESPONSE', `${host} sends a part alone`, { status });
  const message = `${host} answered ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  const named = status === 429 || status === 503 ? retryTime(retryAfter, now) : undefined;
  const retryAt = status === 429 ? (named ?? now + breather) : named;
  return new FetchFailure(retryAt === undefined ? 'STATUS' : 'RATE_LIMITED', message, { status, retryAt });
}
