import { parseUrl } from '../url.js';
import type { Entry, Feed, FeedImage } from './entry.js';

/** What no publisher's feed comes near. Lengths are in UTF-16 code units. */
export const bounds = {
  entries: 10_000,
  /** The longest headline that is stored; a longer one is cut, as microblogs have whole posts for titles. */
  title: 1_000,
  name: 300,
  authors: 50,
  categories: 100,
  id: 4_096,
  url: 4_096,
};

/**
 * A feed within bounds and without addresses that no reader may follow (`javascript:`, `data:`, `file:` and all
 * else but the web's).
 */
export function withinBounds(feed: Feed): Feed {
  return {
    ...feed,
    title: cut(feed.title, bounds.title),
    homepageUrl: webUrl(feed.homepageUrl),
    feedUrl: webUrl(feed.feedUrl),
    authors: names(feed.authors, bounds.authors),
    rights: cut(feed.rights, bounds.title),
    image: webImage(feed.image),
    entries: feed.entries.map(boundEntry),
  };
}

/** As many entries as are read of a feed; those beyond are counted. */
export function readEntries<Item>(
  items: readonly Item[],
  read: (item: Item) => Entry,
): Pick<Feed, 'entries' | 'entriesLeftOut'> {
  const left = items.length - bounds.entries;
  return {
    entries: items.slice(0, bounds.entries).map(read),
    ...(left > 0 ? { entriesLeftOut: left } : {}),
  };
}

function boundEntry(entry: Entry): Entry {
  return {
    ...entry,
    // A cut one might be another's.
    id: entry.id && entry.id.length > bounds.id ? undefined : entry.id,
    url: webUrl(entry.url),
    originalUrl: webUrl(entry.originalUrl),
    title: cut(entry.title, bounds.title),
    authors: names(entry.authors, bounds.authors),
    rights: cut(entry.rights, bounds.title),
    categories: names(entry.categories, bounds.categories),
    image: webImage(entry.image),
  };
}

function names(texts: string[], most: number): string[] {
  return texts.slice(0, most).map((text) => cut(text, bounds.name) ?? '');
}

/** Not within a surrogate pair. */
function cut(text: string | undefined, length: number): string | undefined {
  if (text === undefined || text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, '')}…`;
}

function webImage(image: FeedImage | undefined): FeedImage | undefined {
  const url = webUrl(image?.url);
  return image && url !== undefined ? { ...image, url, alt: cut(image.alt, bounds.title) } : undefined;
}

/** An address of the web, or what is no absolute address at all. */
function webUrl(url: string | undefined): string | undefined {
  if (url === undefined || url.length > bounds.url) return undefined;
  // The parser overlooks the same control characters in a scheme as browsers do.
  const protocol = parseUrl(url)?.protocol;
  return protocol === undefined || /^https?:$/.test(protocol) ? url : undefined;
}
