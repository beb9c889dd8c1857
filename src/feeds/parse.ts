import { fromAtom } from './atom.js';
import { withinBounds } from './bounds.js';
import { parseSourceDate } from './date.js';
import { decodeText } from './decode.js';
import { type DocumentKind, detectKind } from './detect.js';
import type { Feed, FeedFormat } from './entry.js';
import { fromJsonFeed } from './json-feed.js';
import { fromRss } from './rss.js';
import { parseXml } from './xml.js';

/** A document that says that it is a feed, but is none that a publisher's software writes. */
export class UnreadableFeed extends Error {
  override name = 'UnreadableFeed';
}

/** What is known of a feed besides its bytes. */
export type ParseFeedOptions = {
  /** The HTTP `Content-Type` header as received. */
  contentType?: string;
  /** The address the bytes came from, after redirects: relative URLs are resolved against it. */
  url?: string;
  /** IANA zone of the source, for dates without zone; default `UTC`. */
  timeZone?: string;
  /** The present, in epoch milliseconds: later dates are not believed. */
  now?: number;
};

/** Characters that no XML document may contain (XML 1.0 section 2.2), though feeds do; JSON can escape them. */
const forbiddenCharacters = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]|\p{Cs}/gu;

/**
 * Reads a feed of any format and encoding, however malformed. Entities declared in a DTD are never expanded and
 * nothing external is fetched.
 *
 * @returns undefined for what is no feed: an HTML page, other XML or JSON, garbage
 * @throws UnreadableFeed for a feed that nests absurdly deep, or JSON that is a feed in name only
 */
export function parseFeed(bytes: Uint8Array, options: ParseFeedOptions = {}): Feed | undefined {
  const { text, encoding } = decodeText(bytes, { contentType: options.contentType, kind: 'xml' });
  const { kind, document } = documentIn(text.replace(forbiddenCharacters, '').trimStart());
  if (kind === 'html' || kind === 'unknown') return undefined;
  try {
    const feed = read(document, kind, options);
    return feed && withinBounds({ ...feed, encoding });
  } catch (error) {
    throw new UnreadableFeed(`This ${kind} feed cannot be read: ${String(error)}`, { cause: error });
  }
}

/** Some servers print warnings first. */
function documentIn(whole: string): { kind: DocumentKind; document: string } {
  const kind = detectKind(whole);
  const start = kind === 'unknown' ? whole.search(/<(?:\?xml|rss|feed|rdf:RDF)[\s>]/i) : 0;
  if (start <= 0) return { kind, document: whole };
  const document = whole.slice(start);
  return { kind: detectKind(document), document };
}

function read(
  document: string,
  format: FeedFormat,
  options: ParseFeedOptions,
): Omit<Feed, 'encoding'> | undefined {
  const readDate = (text: string | undefined) => (text ? parseSourceDate(text, options) : undefined);
  if (format === 'json') return fromJsonFeed(JSON.parse(document, withoutForbidden), readDate, options.url);
  const root = parseXml(document, options.url);
  if (!root) return undefined;
  return format === 'atom' ? fromAtom(root, readDate) : fromRss(root, format, readDate);
}

function withoutForbidden(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(forbiddenCharacters, '') : value;
}
