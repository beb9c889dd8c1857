import { formatSourceDate, type SourceDate } from './date.js';
import type { Entry, Feed, FeedImage } from './entry.js';

/** Makes HTML from outside safe to hand on, and says what it reads as. */
export type ReadHtml = (html: string) => { html: string; text: string };

/** An entry as a report prints it; dates in RFC 3339, bare where the time is not known. */
export type EntryReport = {
  id?: string;
  title?: string;
  url?: string;
  originalUrl?: string;
  author?: string;
  authors: string[];
  publishedAt?: string;
  updated?: string;
  summary?: string;
  contentHtml?: string;
  contentText?: string;
  categories: string[];
  image?: FeedImage;
  language?: string;
  rights?: string;
};

/** A feed as a report prints it, its entries apart. */
export type FeedReport = {
  kind: 'feed';
  feed: {
    format: Feed['format'];
    encoding: string;
    title?: string;
    link?: string;
    feedUrl?: string;
    description?: string;
    language?: string;
    author?: string;
    updated?: string;
    rights?: string;
    image?: FeedImage;
    hubUrls: string[];
    refreshSeconds?: number;
    isTruncated?: boolean;
    entriesLeftOut?: number;
    entryCount: number;
  };
  articles: EntryReport[];
};

/**
 * A feed as JSON to print. Summary and content stand in for each other where the feed gives but one, and so do the
 * dates of an entry, and the addresses of the site and of the feed itself.
 */
export function reportFeed(feed: Feed, readHtml: ReadHtml): FeedReport {
  return {
    kind: 'feed',
    feed: {
      format: feed.format,
      encoding: feed.encoding,
      title: feed.title,
      link: feed.homepageUrl ?? feed.feedUrl,
      feedUrl: feed.feedUrl,
      description: feed.descriptionHtml && readHtml(feed.descriptionHtml).html,
      language: feed.language,
      author: feed.authors[0],
      updated: dateOf(feed.updated),
      rights: feed.rights,
      image: feed.image,
      hubUrls: feed.hubUrls,
      refreshSeconds: feed.refreshSeconds,
      isTruncated: feed.isTruncated,
      entriesLeftOut: feed.entriesLeftOut,
      entryCount: feed.entries.length + (feed.entriesLeftOut ?? 0),
    },
    articles: feed.entries.map((entry) => reportEntry(entry, readHtml)),
  };
}

function reportEntry(
  { summaryHtml, contentHtml, published, updated, ...entry }: Entry,
  readHtml: ReadHtml,
): EntryReport {
  const summary = summaryHtml ?? contentHtml;
  const content = contentHtml ?? summaryHtml;
  const body = content === undefined ? undefined : readHtml(content);
  return {
    ...entry,
    author: entry.authors[0],
    publishedAt: dateOf(published ?? updated),
    updated: dateOf(updated ?? published),
    summary: summary === undefined ? undefined : readHtml(summary).html,
    contentHtml: body?.html,
    contentText: body?.text,
  };
}

function dateOf(date: SourceDate | undefined): string | undefined {
  return date && formatSourceDate(date);
}
