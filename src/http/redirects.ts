import type { AddressGuard } from './address-guard.js';
import { FetchFailure } from './fetch-failure.js';
import type { Answer, Exchange } from './safe-fetch.js';
import { webAddress } from './web-address.js';
import type { WebResponse } from './web-client.js';

/** A request on its way: what the next server is asked. */
export type Hop = Pick<Exchange, 'url' | 'method' | 'headers' | 'body'>;

export interface RedirectOptions {
  guard: AddressGuard;
  /** Most redirects. */
  max: number;
  /** Sends one request. */
  send: (hop: Hop) => Promise<Answer>;
}

/** What another server than the one that the caller named may be told: no header with which we would say who we are. */
const passedOn: ReadonlySet<string> = new Set([
  ...['accept', 'accept-language', 'user-agent', 'content-type', 'if-none-match', 'if-modified-since'],
]);

/**
 * Follows redirects as browsers do (Fetch Standard, "HTTP-redirect fetch"), each address judged like the first.
 *
 * @throws FetchFailure also where a POST would be sent on over a connection that all can read
 */
export async function followRedirects(
  first: Hop,
  { guard, max, send }: RedirectOptions,
): Promise<WebResponse> {
  const seen = new Set<string>();
  let hop = first;
  let permanentUrl = first.url.href;
  let isPermanent = true;
  for (;;) {
    const { url } = hop;
    seen.add(`${hop.method} ${url.href}`);
    const { status, headers, body } = await send(hop);
    if (status < 300 || status === 304) return { url: url.href, permanentUrl, status, headers, body };
    hop = nextHop(hop, status, webAddress(location(headers, url), guard, url.href));
    isPermanent &&= status === 301 || status === 308;
    if (isPermanent) permanentUrl = hop.url.href;
    if (seen.has(`${hop.method} ${hop.url.href}`)) {
      throw new FetchFailure('TOO_MANY_REDIRECTS', `${first.url.host} redirects in a circle`);
    }
    if (seen.size > max) {
      throw new FetchFailure('TOO_MANY_REDIRECTS', `${first.url.host} redirects more than ${max} times`);
    }
  }
}

function nextHop(hop: Hop, status: number, url: URL): Hop {
  const isPost = hop.method === 'POST' && status > 303;
  if (isPost && hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new FetchFailure('BAD_RESPONSE', `${hop.url.host} redirects what is sent to it from https to http`);
  }
  const isSame = url.origin === hop.url.origin;
  const headers = Object.entries(hop.headers).filter(
    ([name]) => (isSame || passedOn.has(name)) && (isPost || !name.startsWith('content-')),
  );
  return {
    url,
    method: isPost ? 'POST' : 'GET',
    headers: Object.fromEntries(headers),
    body: isPost ? hop.body : undefined,
  };
}

/** As it was sent: what is beyond ASCII is kept byte by byte, whatever its encoding is. */
function location(headers: Answer['headers'], url: URL): string {
  const text = headers.location;
  if (!text) throw new FetchFailure('BAD_RESPONSE', `${url.host} redirects to nowhere`);
  return text.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
