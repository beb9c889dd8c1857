import type { SourceDate } from './date.js';

/** Where a format's own words stand for ours: RSS 0.9x and 2.0, RSS 0.90 and 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed. */
export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json';

/** A picture with what its feed says of it; sizes in pixels. */
export type FeedImage = { url: string; alt?: string; width?: number; height?: number };

/**
 * A feed in our own terms, whatever format it came in. URLs are absolute wherever a base was known. Everything
 * named `...Html` is markup as the publisher wrote it: hostile until sanitised.
 */
export type Feed = {
  format: FeedFormat;
  /** Lower-case name of the encoding that the bytes were read in. */
  encoding: string;
  /** Plain text, as all titles and names here are. */
  title?: string;
  /** The site that the feed belongs to. */
  homepageUrl?: string;
  /** The feed's own address, as it gives it. */
  feedUrl?: string;
  /** A BCP 47 tag, as stated. */
  language?: string;
  descriptionHtml?: string;
  authors: string[];
  updated?: SourceDate;
  /** Copyright notice or licence, as stated. */
  rights?: string;
  image?: FeedImage;
  /** Where WebSub subscriptions to it are taken, in its order of preference; none for most feeds. */
  hubUrls: string[];
  /** How long it asks to be left alone between readings, in seconds. */
  refreshSeconds?: number;
  /** Whether the document ends before it should; an entry that is cut off is not among the entries. */
  isTruncated?: boolean;
  /** How many entries there are beyond those that are read (see bounds.ts). */
  entriesLeftOut?: number;
  entries: Entry[];
};

/** An item of a feed: one article, or as much of it as the feed carries. */
export type Entry = {
  /** `guid`, `atom:id`, `rdf:about` or JSON Feed `id`: unique in its feed only. */
  id?: string;
  url?: string;
  /** Where `url` leads in the end, where the feed says so (`feedburner:origLink`). */
  originalUrl?: string;
  title?: string;
  /** Names, in order; an address or mailbox where no name is given. */
  authors: string[];
  published?: SourceDate;
  updated?: SourceDate;
  /** RSS `description`, which may well be the whole article; Atom and JSON Feed `summary`. */
  summaryHtml?: string;
  /** What the feed calls the content: the whole article, as a rule. */
  contentHtml?: string;
  categories: string[];
  image?: FeedImage;
  language?: string;
  rights?: string;
};
