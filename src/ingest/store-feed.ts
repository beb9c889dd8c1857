import { displayHost } from '../catalog/canonical-url.js';
import { plainText } from '../catalog/plain-text.js';
import type { Entry, Feed } from '../feeds/entry.js';
import { isWebAddress } from '../url.js';
import type { ReadIntake } from './store.js';
import type { UndatedDraft } from './store-arrival.js';
import { categoriesNamed } from './store-category.js';
import { canonicalLocale, type NewSource, sourceFinder } from './store-source.js';
import { hasWholeText } from './whole-text.js';

export interface StoreFeedOptions {
  /** Where the feed was read. */
  url?: string | undefined;
  /** The slug of the source of all entries; by default each host's. */
  source?: string | undefined;
}

const untitledLength = 80;

/**
 * The entries of a feed as articles: what the feed calls content is the body, what it calls summary the abstract, or
 * the body too where it is the whole text.
 * Feeds begin with the newest entry, which is stored last. Categories of the feed count where one of that name exists.
 */
export function feedIntake(feed: Feed, options: StoreFeedOptions): ReadIntake {
  return async (tx, writer) => {
    const findSource = await sourceFinder(tx, writer, options.source);
    const categories = await categoriesNamed(tx, [
      ...new Set(feed.entries.flatMap((entry) => entry.categories)),
    ]);
    const drafts: UndatedDraft[] = [];
    for (const entry of feed.entries.toReversed()) {
      const url = addressOf(entry);
      if (url === undefined) continue;
      drafts.push({
        ...articleOf(entry, feed, url),
        sourceId: await findSource(url, sourceMade(feed, url, options.url)),
        categoryIds: entry.categories.flatMap((name) => categories.get(name) ?? []),
      });
    }
    const refused = feed.entries
      .filter((entry) => addressOf(entry) === undefined)
      .map(({ title = '', id }) => ({
        headline: title || (id ?? ''),
        url: undefined,
        kind: 'REFUSED' as const,
        code: 'NO_ADDRESS' as const,
        problem: 'the entry has no address',
      }));
    return { drafts, refused };
  };
}

/**
 * The publisher's address before that of a service the feed goes through; an id that is an address stands in for a missing
 * one: RSS 2.0 says so of a `guid`.
 */
function addressOf({ originalUrl, url, id }: Entry): string | undefined {
  return [originalUrl, url, id].find(isWebAddress);
}

function articleOf(entry: Entry, feed: Feed, url: string): Omit<UndatedDraft, 'sourceId'> {
  const { summaryHtml } = entry;
  const contentHtml = entry.contentHtml || (hasWholeText(entry) ? summaryHtml : undefined);
  const date = entry.published ?? entry.updated;
  return {
    originalUrl: url,
    aliasUrls: isWebAddress(entry.url) && entry.url !== url ? [entry.url] : [],
    headline: entry.title || plainText(contentHtml ?? summaryHtml ?? '').slice(0, untitledLength) || url,
    bodyHtml: contentHtml,
    abstract: summaryHtml === undefined || summaryHtml === contentHtml ? undefined : plainText(summaryHtml),
    language: canonicalLocale(entry.language ?? feed.language),
    authors: entry.authors.length > 0 ? entry.authors : feed.authors,
    image: entry.image ?? null,
    publishedAt: date?.at,
    publishedPrecision: date?.precision,
    rights: entry.rights ? { notice: entry.rights } : null,
  };
}

/** What a source made for this address is called: the feed's title, where the feed is of the same host. */
function sourceMade(feed: Feed, url: string, readAt: string | undefined): NewSource {
  const language = feed.language;
  const homes = [feed.homepageUrl, readAt, feed.feedUrl].flatMap((home) =>
    home && isWebAddress(home) ? displayHost(home) : [],
  );
  if (!homes.includes(displayHost(url))) return { language };
  return {
    name: feed.title,
    feedUrl: [readAt, feed.feedUrl].find(isWebAddress),
    language,
    notice: feed.rights,
  };
}
