import { type JsonFeed, parseJsonFeed } from 'feedsmith';
import { readEntries } from './bounds.js';
import type { ReadDate, SourceDate } from './date.js';
import type { Entry, Feed } from './entry.js';
import { hubUrlsOf } from './polling-hints.js';
import { escapeHtml, oneLine, resolveHtml, resolveUrl } from './text.js';

/** Some feeds give the bare number, which the parser would not know for a JSON Feed. */
const version = 'https://jsonfeed.org/version/1.1';

/** JSON Feed 1.0 and 1.1 to our terms. `url` is the address that it came from. */
export function fromJsonFeed(json: object, readDate: ReadDate, url?: string): Omit<Feed, 'encoding'> {
  const feed = parseJsonFeed({ ...json, version }, { parseDateFn: readDate });
  const feedBase = url ?? feed.feed_url ?? feed.home_page_url;
  const authors = names(feed.authors);
  const icon = feed.icon ?? feed.favicon;
  return {
    format: 'json',
    title: feed.title && oneLine(feed.title),
    homepageUrl: resolveUrl(feed.home_page_url, feedBase),
    feedUrl: resolveUrl(feed.feed_url, feedBase),
    language: feed.language,
    descriptionHtml: feed.description && escapeHtml(feed.description),
    authors,
    image: icon ? { url: resolveUrl(icon, feedBase) ?? icon } : undefined,
    hubUrls: hubUrlsOf((feed.hubs ?? []).map(({ url }) => url)),
    ...readEntries(feed.items ?? [], (item) => entryOf(item, feedBase, authors)),
  };
}

function entryOf(
  item: JsonFeed.Item<SourceDate | undefined>,
  base: string | undefined,
  feedAuthors: string[],
): Entry {
  const own = names(item.authors);
  const picture = item.attachments?.find(({ mime_type }) => mime_type?.startsWith('image/'));
  const image = resolveUrl(item.image ?? item.banner_image ?? picture?.url, base);
  const content = item.content_html ?? (item.content_text && escapeHtml(item.content_text));
  return {
    id: item.id,
    url: resolveUrl(item.url ?? item.external_url, base),
    title: item.title && oneLine(item.title),
    authors: own.length ? own : feedAuthors,
    published: item.date_published,
    updated: item.date_modified,
    summaryHtml: item.summary && escapeHtml(item.summary),
    contentHtml: resolveHtml(content, resolveUrl(item.url, base) ?? base),
    categories: item.tags ?? [],
    image: image ? { url: image } : undefined,
    language: item.language,
  };
}

function names(authors: JsonFeed.Author[] = []): string[] {
  return authors.flatMap(({ name, url }) => name ?? url ?? []);
}
