import type { lookup } from 'node:dns';
import { parseUrl } from '../url.js';
import { addressGuard } from './address-guard.js';
import { timeBudget, withDeadline } from './deadline.js';
import { createHostQueues } from './host-queue.js';
import { followRedirects, type Hop } from './redirects.js';
import { createRobots } from './robots.js';
import { maxRobotsBytes } from './robots-text.js';
import { createSafeFetch } from './safe-fetch.js';
import { webAddress } from './web-address.js';
import type { WebClient, WebRequest, WebResponse } from './web-client.js';

export interface WebClientOptions {
  /** Begins with the product token that a robots.txt may name: `Broadsheet/0.1 (+https://contact.example)`. */
  userAgent: string;
  /** CIDRs that may be reached though they are private: `10.0.0.0/8`, `127.0.0.1/32`, `::1/128`. */
  allowedNetworks?: readonly string[];
  perHost?: {
    /** Requests to one host at the same time. */
    concurrency?: number;
    /** Between the end of one request and the beginning of the next. A robots.txt may ask for more. */
    pauseMs?: number;
  };
  /** What a request does not say itself, and how often it may be redirected and grow by decompression. */
  limits?: Partial<WebClientLimits>;
  /** Looks up names, in place of the system. */
  lookup?: typeof lookup;
  /** Certificate authorities to trust in place of the well-known ones, in PEM. */
  ca?: string;
  now?: () => number;
}

export interface WebClientLimits {
  maxBytes: number;
  timeoutMs: number;
  maxRedirects: number;
  /** Bytes that one compressed byte may become. */
  maxRatio: number;
}

export const defaultLimits: WebClientLimits = {
  maxBytes: 16 * 1024 * 1024,
  timeoutMs: 30_000,
  maxRedirects: 10,
  maxRatio: 200,
};
/** In milliseconds. */
const defaultPause = 1_000;
const longestPause = 30_000;
const robotsRequest = { robots: false, maxBytes: maxRobotsBytes, timeoutMs: 10_000 };

/** @throws TypeError where `allowedNetworks` holds what is no network, or `userAgent` does not begin with a token */
export function createWebClient(options: WebClientOptions): WebClient {
  const { userAgent, perHost, lookup, ca, now = Date.now } = options;
  const { pauseMs = defaultPause, concurrency = 1 } = perHost ?? {};
  const limits = { ...defaultLimits, ...options.limits };
  const token = /^[a-z_-]+/i.exec(userAgent)?.[0];
  if (!token) throw new TypeError(`"${userAgent}" does not begin with the name of a robot`);
  const guard = addressGuard(options.allowedNetworks);
  const safeFetch = createSafeFetch({ guard, now, connections: concurrency, lookup, ca });
  const queues = createHostQueues({ concurrency, now });
  const closing = new AbortController();
  const robots = createRobots({
    ...{ token, now },
    // Shared by those who wait for it, so that none of their signals ends it.
    fetch: (url, begun) =>
      run({ url, ...robotsRequest, signal: closing.signal }, { isCut: true, pauseMs: 0, begun }),
  });

  /** The first request, and each that it is redirected to, in turn with the others to its host. */
  async function run(
    request: WebRequest,
    manners: { isCut: boolean; pauseMs: number; begun?: () => void },
  ): Promise<WebResponse> {
    const { url: address, method = 'GET', body, maxBytes = limits.maxBytes, signal } = request;
    const { robots: asksRobots = method === 'GET' } = request;
    const budget = timeBudget(request.timeoutMs ?? limits.timeoutMs);

    async function send(hop: Hop) {
      const { host } = hop.url;
      const rules = asksRobots ? await robots.check(hop.url, budget) : undefined;
      const pauseMs = Math.min(Math.max(manners.pauseMs, rules?.crawlDelayMs ?? 0), longestPause);
      return queues.run({ host, pauseMs, signal }, () => {
        manners.begun?.();
        const bounds = { maxBytes, maxRatio: limits.maxRatio, isCut: manners.isCut };
        return budget.spend(host, (timeoutMs) =>
          safeFetch.exchange({ ...hop, ...bounds, timeoutMs, signal }),
        );
      });
    }
    const first: Hop = {
      url: webAddress(address, guard),
      method,
      headers: headersOf(request, userAgent),
      body,
    };
    return followRedirects(first, { guard, max: limits.maxRedirects, send });
  }

  return {
    fetch: (request) => {
      const options = {
        signals: [request.signal, closing.signal],
        host: parseUrl(request.url)?.host ?? 'nowhere',
      };
      return withDeadline(options, (signal) => run({ ...request, signal }, { isCut: false, pauseMs }));
    },
    async close() {
      closing.abort();
      await safeFetch.close();
    },
  };
}

function headersOf({ headers, etag, lastModified }: WebRequest, userAgent: string): Record<string, string> {
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: '*/*',
    ...Object.fromEntries(given),
    ...(isSendable(etag) && { 'if-none-match': etag }),
    ...(isSendable(lastModified) && { 'if-modified-since': lastModified }),
    'user-agent': userAgent,
  };
}

/** Whether a header that a server sent may be sent back (RFC 9110, section 5.5): some have control characters in it. */
function isSendable(value: string | null | undefined): value is string {
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]+$/.test(value);
}
