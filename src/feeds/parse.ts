import { fromAtom } from './atom.js';
import { parseSourceDate } from './date.js';
import { decodeText } from './decode.js';
import { detectKind } from './detect.js';
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

/** Characters that no XML document may contain (XML 1.0 section 2.2), though feeds do. */
const forbiddenCharacters = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/gu;

/**
 * Reads a feed of any format and encoding, however malformed. Entities declared in a DTD are never expanded and
 * nothing external is fetched.
 *
 * @returns undefined for what is no feed: an HTML page, other XML or JSON, garbage
 * @throws UnreadableFeed for a feed that nests absurdly deep, or JSON that is a feed in name only
 */
export function parseFeed(bytes: Uint8Array, options: ParseFeedOptions = {}): Feed | undefined {
  const { text, encoding } = decodeText(bytes, { contentType: options.contentType, kind: 'xml' });
  const whole = text.replace(forbiddenCharacters, '').trimStart();
  // Some servers print warnings first.
  const document = detectKind(whole) === 'unknown' ? whole.slice(Math.max(0, whole.indexOf('<?xml'))) : whole;
  const kind = detectKind(document);
  if (kind === 'html' || kind === 'unknown') return undefined;
  try {
    const feed = read(document, kind, options);
    return feed && { ...feed, encoding };
  } catch (error) {
    throw new UnreadableFeed(`This ${kind} feed cannot be read: ${String(error)}`, { cause: error });
  }
}

function read(
  document: string,
  format: FeedFormat,
  options: ParseFeedOptions,
): Omit<Feed, 'encoding'> | undefined {
  const readDate = (text: string | undefined) => (text ? parseSourceDate(text, options) : undefined);
  if (format === 'json') return fromJsonFeed(JSON.parse(document), readDate, options.url);
  const root = parseXml(document, options.url);
  if (!root) return undefined;
  return format === 'atom' ? fromAtom(root, readDate) : fromRss(root, format, readDate);
}
