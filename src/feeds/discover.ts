import { Parser } from 'htmlparser2';
import { isWebAddress, parseUrl } from '../url.js';
import { decodeText } from './decode.js';
import { oneLine } from './text.js';

/** Where a feed of a page's site may be. */
export type FeedCandidate = {
  url: string;
  /** As the page calls it. */
  title?: string;
  /** The media type, as the page states it. */
  type?: string;
  /** Whether nothing on the page speaks of it: feeds are often there. */
  guessed: boolean;
};

export type DiscoverOptions = {
  /** Where the page was read, after redirects. */
  url: string;
  /** The HTTP `Content-Type` header as received. */
  contentType?: string;
};

type Found = FeedCandidate & { rank: number; language?: string | undefined };

/** How sure a candidate is, best first. */
const ranks = { declared: 0, named: 1, linked: 2, guessed: 3 } as const;

/** Feeds are declared in the head and linked at the foot; longer pages are no pages. */
const longestPage = 4_000_000;

/** Its end tags cost the parser a search through the open elements: what nests deeper is read no further. */
const deepestPage = 1_000;

const mostLinks = 1_000;
const mostCandidates = 50;

const feedType = /^(?:application|text)\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|x-rss|rss|atom)$/;
/** Types that feeds are served as, and other things too: WordPress declares its API as `application/json`. */
const looseType = /^(?:application|text)\/(?:xml|json)$/;

const feedPath = /(?:^|[/._-])(?:feeds?|rss2?|atom|rdf)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|\/index\.xml$/i;
const feedQuery = /[?&](?:feed|format|type|output|alt)=(?:rss|atom|feed|rdf|xml)/i;
const otherPath =
  /\/wp-json\/|oembed|opensearch|sitemap|\.(?:html?|png|jpe?g|gif|svg|webp|css|js|pdf|mp3|opml)$/i;
const comments = /comments?(?:[/._?-]|$)|\bcomments\b|评论|留言/i;

/** Where the common publishing systems have their feed. */
const usualPaths = ['/feed', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml', '/rss', '/feed.json'];

/**
 * The feeds that a page offers, best first: those it declares (`<link rel="alternate">` or `rel="feed"` with a
 * feed's type), those it links to by an address that looks like a feed's, and at last the usual places on its host,
 * marked as guessed. Within each: before others what is in the page's language, and what is no comments feed.
 */
export function discoverFeeds(bytes: Uint8Array, options: DiscoverOptions): FeedCandidate[] {
  const { text } = decodeText(bytes, { contentType: options.contentType, kind: 'html' });
  const page = readPage(text.slice(0, longestPage), options.url);
  const guesses = usualPaths.map((path) => ({ href: path, rank: ranks.guessed }));
  const found = new Map<string, Found>();
  for (const { href, ...link } of [...page.links, ...guesses]) {
    const url = parseUrl(href.trim(), link.rank === ranks.guessed ? options.url : page.base);
    if (!url || !isWebAddress(url.href)) continue;
    url.hash = '';
    const known = found.get(url.href);
    if (!known || link.rank < known.rank) {
      found.set(url.href, { ...link, url: url.href, guessed: link.rank === ranks.guessed });
    }
  }
  found.delete(options.url);
  return [...found.values()]
    .map((candidate) => ({ candidate, order: orderOf(candidate, page.language) }))
    .sort((one, other) => one.order - other.order)
    .slice(0, mostCandidates)
    .map(({ candidate: { url, title, type, guessed } }) => ({ url, title, type, guessed }));
}

function orderOf({ rank, url, title = '', language }: Found, pageLanguage: string | undefined): number {
  const isComments = comments.test(url) || comments.test(title);
  const isForeign = language && pageLanguage && primaryTag(language) !== primaryTag(pageLanguage);
  return rank * 4 + (isComments ? 2 : 0) + (isForeign ? 1 : 0);
}

function primaryTag(language: string): string | undefined {
  return language.toLowerCase().split(/[-_]/)[0];
}

type Link = { href: string; rank: number; title?: string; type?: string; language?: string | undefined };

/** Its links that may lead to feeds, and what else decides between them. */
function readPage(html: string, url: string): { links: Link[]; base: string; language?: string } {
  const page: { links: Link[]; base: string; language?: string } = { links: [], base: url };
  let anchor: Link | undefined;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      if (depth > deepestPage || page.links.length > mostLinks) parser.pause();
      if (name === 'html') page.language ??= attributes.lang;
      if (name === 'base' && attributes.href && page.base === url) {
        page.base = parseUrl(attributes.href, url)?.href ?? url;
      }
      const link = name === 'link' || name === 'a' ? linkOf(name, attributes) : undefined;
      if (link) page.links.push(link);
      if (name === 'a') anchor = link;
    },
    ontext(text) {
      if (anchor && (anchor.title ?? '').length < 200) anchor.title = (anchor.title ?? '') + text;
    },
    onclosetag(name) {
      depth -= 1;
      if (name !== 'a' || !anchor) return;
      anchor.title = oneLine(anchor.title ?? '') || undefined;
      anchor = undefined;
    },
  });
  parser.end(html);
  return page;
}

function linkOf(element: 'link' | 'a', attributes: Record<string, string>): Link | undefined {
  const { href = '', title, hreflang } = attributes;
  const relations = (attributes.rel ?? '').toLowerCase().split(/\s+/);
  const type = attributes.type?.toLowerCase().split(';')[0]?.trim();
  const rank = href && rankOf(element, relations, type, href);
  if (rank === undefined || rank === '') return undefined;
  return { href, rank, title: title && oneLine(title), type, language: hreflang };
}

function rankOf(element: string, relations: string[], type = '', href: string): number | undefined {
  const looksLikeFeed = (feedPath.test(href) || feedQuery.test(href)) && !otherPath.test(href);
  if (feedType.test(type) && !relations.includes('stylesheet')) return ranks.declared;
  if (relations.includes('feed')) return ranks.declared;
  const isAlternate = relations.includes('alternate') || relations.includes('service.feed');
  if (element === 'link')
    return isAlternate && looseType.test(type) && looksLikeFeed ? ranks.named : undefined;
  return looksLikeFeed ? ranks.linked : undefined;
}
