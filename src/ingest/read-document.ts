import { decodeText } from '../feeds/decode.js';
import type { Feed } from '../feeds/entry.js';
import { parseFeed } from '../feeds/parse.js';
import { type ExtractedPage, extractPage } from './page.js';
import type { PageRule } from './page-rule.js';

/** A document as it was read. */
export type TakenDocument = { kind: 'feed'; feed: Feed } | { kind: 'page'; page: ExtractedPage };

/** What is known of a document besides its bytes. */
export interface KnownOfDocument {
  /** Where it was read. */
  url?: string | undefined;
  /** The HTTP `Content-Type` header as received. */
  contentType?: string | undefined;
  /** IANA zone of its source, for dates without zone. */
  timeZone?: string | undefined;
  /** Where the pages of its source hold what. */
  rule?: PageRule | undefined;
}

/**
 * Reads a feed or the article of a page. Pure, and apart from what stores it, so that a command that only looks need not
 * load the database.
 *
 * @returns undefined for what is neither
 * @throws UnreadableFeed for a feed that nests absurdly deep, or JSON that is a feed in name only
 */
export function readDocument(bytes: Uint8Array, known: KnownOfDocument): TakenDocument | undefined {
  const options = withoutAbsent(known);
  const feed = parseFeed(bytes, options);
  if (feed) return { kind: 'feed', feed };
  const page = isMarkup(bytes, known.contentType) ? extractPage(bytes, options) : undefined;
  return page && { kind: 'page', page };
}

/** Whether there is HTML in it, be it a fragment: the extractor finds some text in anything. */
function isMarkup(bytes: Uint8Array, contentType: string | undefined): boolean {
  const { text } = decodeText(bytes, { ...(contentType ? { contentType } : {}), kind: 'html' });
  return /<(?:!doctype html|html|head|title|body|article|div|table|h\d|p)[\s>]/i.test(text);
}

function withoutAbsent<Value extends object>(
  value: Value,
): { [Name in keyof Value]: Exclude<Value[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
