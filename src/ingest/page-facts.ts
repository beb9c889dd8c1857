import type { SourceDate } from '../feeds/date.js';
import { pageAuthors } from './page-authors.js';
import { modifiedDate, publishedDate } from './page-date.js';
import type { PageDocument } from './page-dom.js';
import { isFurniture, surplusListLines } from './page-furniture.js';
import { pageHeadline, siteInTitle } from './page-headline.js';
import { jsonLdArticle, jsonLdBreadcrumbs, jsonLdObjects } from './page-json-ld.js';
import { type PageLine, pageLines } from './page-lines.js';
import { type Listing, pageListings } from './page-listings.js';
import { baseUrl, metaReader, pageDirection, pageMetadata } from './page-metadata.js';
import { type Neighbour, pageNeighbours } from './page-neighbours.js';
import { pageNotice } from './page-notice.js';
import { pageOrigin } from './page-origin.js';
import { type Breadcrumb, pageBreadcrumbs } from './page-trail.js';

/** How the facts are read. */
export type PageFactsOptions = {
  /** The page's address, against which references are resolved. */
  url?: string;
  /** IANA zone of dates without zone; default by language where one zone holds (China, Japan, Korea), else UTC. */
  timeZone?: string;
  /** The present, in epoch milliseconds: no later date is believed. */
  now?: number;
};

/** All that a page says about its article and sets around the text. Addresses are absolute. */
export type PageFacts = {
  headline?: string;
  authors: string[];
  /** As the source dates it, not the page that republishes it. */
  published?: SourceDate;
  modified?: SourceDate;
  /** BCP 47. */
  language?: string;
  /** Of the text: `rtl` in Arabic or Hebrew. */
  direction?: 'ltr' | 'rtl';
  siteName?: string;
  canonicalUrl?: string;
  /** The original that the page says it republishes. */
  originalUrl?: string;
  /** The reprint notice or disclaimer as shown; no part of the content. */
  notice?: string;
  /** Days within which the notice asks rights holders to get in touch. */
  takedownDays?: number;
  image?: string;
  /** Root first, without the article itself. */
  breadcrumbs: Breadcrumb[];
  previous?: Neighbour;
  next?: Neighbour;
  /** Lists of other articles beside this one. */
  listings: Listing[];
  /** The address against which references are resolved. */
  base?: string;
  /** Lines that are no part of the text: what other facts were read from, and the page's furniture. */
  surplus: PageLine[];
};

const zones: Record<string, string> = { zh: 'Asia/Shanghai', ja: 'Asia/Tokyo', ko: 'Asia/Seoul' };

/** Reads everything but the text from a page, and leaves it as it is. */
export function pageFacts(document: PageDocument, options: PageFactsOptions): PageFacts {
  const base = baseUrl(document, options.url);
  const meta = metaReader(document);
  const objects = jsonLdObjects(document);
  const article = jsonLdArticle(objects);
  const lines = pageLines(document.body);

  const { language, canonicalUrl, image, ...stated } = pageMetadata(document, meta, article, lines, base);
  const headline = pageHeadline(document, meta, article, stated.siteName);
  const siteName = stated.siteName ?? siteInTitle(document, headline);
  const origin = pageOrigin(lines, base);
  const originalUrl = origin?.url ?? stated.originalUrl;
  const notice = pageNotice(lines);
  const neighbours = pageNeighbours(document, lines, base);

  const dating = { timeZone: options.timeZone ?? zones[language?.split('-')[0] ?? ''], now: options.now };
  const listings = pageListings(lines, { ...dating, base });
  const listed = new Set(listings.flatMap((listing) => listing.lines));
  const ownLines = lines.filter((line) => !listed.has(line));
  const sources = {
    document,
    meta,
    article,
    lines: ownLines,
    headline,
    language,
    url: options.url,
    originalUrl,
  };
  const published = publishedDate(sources, dating);

  return {
    base,
    headline,
    authors: pageAuthors(document, stated.authors, lines, { headline, siteName }),
    published,
    modified: modifiedDate(sources, dating, published),
    language,
    direction: pageDirection(document),
    siteName,
    canonicalUrl,
    originalUrl,
    notice: notice?.text,
    takedownDays: notice?.takedownDays,
    image,
    breadcrumbs: pageBreadcrumbs(document, lines, jsonLdBreadcrumbs(objects), { headline, base }),
    previous: neighbours.previous,
    next: neighbours.next,
    listings: listings.map(({ heading, links }) => ({ heading, links })),
    surplus: [
      ...(origin?.lines ?? []),
      ...(notice?.lines ?? []),
      ...neighbours.lines,
      ...lines.filter(isFurniture),
      ...surplusListLines(listings),
    ],
  };
}
