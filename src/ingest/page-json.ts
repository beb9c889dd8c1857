import { DateTime, FixedOffsetZone } from 'luxon';
import { countWords } from '../catalog/word-count.js';
import type { SourceDate } from '../feeds/date.js';
import { parseUrl } from '../url.js';
import type { ExtractedPage } from './page.js';
import type { ListedLink } from './page-listings.js';

/** Heads a list of the articles that came last. */
export const latestHeading = /最新|最近|latest|recent|newest/i;
const popularHeading = /热门|热点|热文|排行|最热|popular|most (?:read|viewed)|trending/i;

/**
 * An extracted page as plain JSON, for the command line. Dates print as RFC 3339 with the offset of their source, so that
 * they begin with the day that its readers see, or as a bare `YYYY-MM-DD` where the source gives only the day. `latest` and `popular` are the listings so headed. What
 * other readers call otherwise stands under both names. The HTML is not sanitised.
 *
 * @param url where the page was read, if known
 */
export function pageJson(page: ExtractedPage, url?: string) {
  const listing = (heading: RegExp) => page.listings.find((list) => heading.test(list.heading))?.links ?? [];
  const paragraphs = page.contentText.split('\n\n');
  const address = url ?? page.canonicalUrl;
  const domain = address === undefined ? undefined : parseUrl(address)?.hostname;
  return {
    title: page.headline,
    headline: page.headline,
    url: address,
    domain,
    published: dateJson(page.published),
    publishedAt: dateJson(page.published),
    modified: dateJson(page.modified),
    modifiedAt: dateJson(page.modified),
    byline: page.authors.join(', ') || undefined,
    author: page.authors.join(', ') || undefined,
    authors: page.authors,
    lang: page.language,
    language: page.language,
    dir: page.direction,
    // A site that names but its author is the author's.
    siteName: page.siteName ?? (page.authors.length === 1 ? page.authors[0] : domain),
    excerpt: page.description,
    description: page.description,
    readerable: page.readerable,
    image: page.image,
    canonicalUrl: page.canonicalUrl,
    source: page.originalUrl && { link: page.originalUrl, host: new URL(page.originalUrl).host },
    disclaimer: page.notice,
    takedownDays: page.takedownDays,
    breadcrumbs: page.breadcrumbs.map(({ name }) => name),
    previous: page.previous && { title: page.previous.title, href: page.previous.url },
    next: page.next && { title: page.next.title, href: page.next.url },
    latest: listing(latestHeading).map(linkJson),
    popular: listing(popularHeading).map(linkJson),
    listings: page.listings.map(({ heading, links }) => ({ heading, links: links.map(linkJson) })),
    lead: paragraphs[0],
    contentText: page.contentText,
    contentHtml: page.contentHtml,
    wordCount: countWords(page.contentText, page.language ?? 'en'),
  };
}

function linkJson({ title, url, date }: ListedLink) {
  return { title, href: url, date: dateJson(date) };
}

function dateJson(date: SourceDate | undefined): string | undefined {
  if (!date) return undefined;
  const { at, precision, offset = 0 } = date;
  const local = DateTime.fromMillis(at, { zone: FixedOffsetZone.instance(offset) });
  return (precision === 'DAY' ? local.toISODate() : local.toISO({ suppressMilliseconds: true })) ?? undefined;
}
