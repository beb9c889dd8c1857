import type { FeedFormat } from './entry.js';
import { withoutPreamble } from './xml.js';

/** What a document is: a feed of some format, an HTML page, or neither. */
export type DocumentKind = FeedFormat | 'html' | 'unknown';

/** By root element. A bare `channel` is RSS that lost its wrapper, or the Channel Definition Format before it. */
const kindsByRoot: Record<string, DocumentKind> = {
  rss: 'rss',
  channel: 'rss',
  rdf: 'rdf',
  feed: 'atom',
  entry: 'atom',
  html: 'html',
  head: 'html',
  body: 'html',
};

/** Tells feeds from pages by the root element (RSS, Atom, HTML) or by what JSON Feed requires. */
export function detectKind(text: string): DocumentKind {
  const start = text.trimStart();
  if (start.startsWith('{')) return isJsonFeed(start) ? 'json' : 'unknown';
  const root = /^<(?:[\w.-]+:)?([\w.-]+)/.exec(withoutPreamble(start))?.[1]?.toLowerCase() ?? '';
  const kind = kindsByRoot[root] ?? (/^<!doctype html/i.test(start) ? 'html' : 'unknown');
  return kind === 'rdf' && !/<(?:[\w.-]+:)?(?:channel|item)[\s>]/i.test(start) ? 'unknown' : kind;
}

/** JSON Feed 1.1: `version` names the specification, which not every feed gets right, and `items` is a list. */
function isJsonFeed(text: string): boolean {
  try {
    const { version, title, items } = JSON.parse(text) as Record<string, unknown>;
    const named = String(version).includes('jsonfeed.org/version/');
    return named || (typeof title === 'string' && Array.isArray(items));
  } catch {
    return false;
  }
}
