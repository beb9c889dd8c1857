import { setImmediate as nextTurn } from 'node:timers/promises';
import { plainText } from '../catalog/plain-text.js';
import { countWords } from '../catalog/word-count.js';
import type { Entry } from '../feeds/entry.js';
import { FetchFailure, type FetchFailureCode } from '../http/fetch-failure.js';
import type { WebClient } from '../http/web-client.js';
import { isWebAddress } from '../url.js';
import { type ExtractedPage, extractPage } from './page.js';
import type { PageRule } from './page-rule.js';
import { hasWholeText, withoutLeadOn } from './whole-text.js';

const minuteMs = 60_000;
/** A page is asked for so many times, at growing distances: for about ten hours. */
export const pageAttempts = 6;
const firstPageRetryMs = 20 * minuteMs;

/** What another attempt would not change. */
const lasting = new Set<FetchFailureCode>([
  'BAD_ADDRESS',
  'ADDRESS_REFUSED',
  'TOO_LARGE',
  'TOO_MANY_REDIRECTS',
  'REFUSED_BY_ROBOTS',
]);
const lastingStatuses = new Set([401, 402, 403, 410, 451]);

/** What became of an attempt at the page of an entry. */
export type EntryPage =
  | { kind: 'PAGE'; page: ExtractedPage; url: string }
  /** It has no more than the feed; or is no page at all. */
  | { kind: 'NOTHING_MORE' }
  | { kind: 'FAILED'; failure: FetchFailure; isLasting: boolean };

/** What pages are fetched and read with. */
export interface PageReader {
  web: WebClient;
  rule: PageRule | undefined;
  timeZone: string;
  /** Milliseconds. */
  now: number;
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * Whether the page of an entry is fetched: where the feed holds only its beginning; and where the source has a rule that says
 * where its pages hold the text or the original link, since the feed has neither as the operator wants it.
 */
export function needsPage(entry: Entry, rule?: PageRule): boolean {
  if (!isWebAddress(entry.url)) return false;
  return rule?.body !== undefined || rule?.originalLink !== undefined || !hasWholeText(entry);
}

/** Fetches the page of an entry and takes from it what the feed lacks. @throws FetchFailure `ABORTED` */
export async function readEntryPage(entry: Entry, reader: PageReader): Promise<EntryPage> {
  const { web, rule, timeZone, now, maxBytes, signal } = reader;
  try {
    const response = await web.fetch({ url: entry.url as string, maxBytes, signal });
    const contentType = response.headers['content-type'];
    if (contentType && !/html|xml/i.test(contentType)) return { kind: 'NOTHING_MORE' };
    await nextTurn(); // Reading pages is work: what else waits comes between two of them.
    const page = extractPage(response.body, {
      url: response.url,
      timeZone,
      now,
      ...(contentType ? { contentType } : {}),
      ...(rule ? { rule } : {}),
    });
    const merged = page && mergedPage(entry, page, rule);
    return merged ? { kind: 'PAGE', page: merged, url: response.url } : { kind: 'NOTHING_MORE' };
  } catch (error) {
    if (!(error instanceof FetchFailure) || error.code === 'ABORTED') throw error;
    const isLasting = lasting.has(error.code) || lastingStatuses.has(error.status ?? 0);
    return { kind: 'FAILED', failure: error, isLasting };
  }
}

/**
 * An entry and its page as one: headline, date, authors and abstract are the feed's where it has them, unless a rule says
 * where the page has them; the text is the page's, where that one is longer.
 */
export function mergedPage(entry: Entry, page: ExtractedPage, rule?: PageRule): ExtractedPage | undefined {
  const language = page.language ?? entry.language;
  const words = (text: string) => countWords(text, language ?? 'en');
  if (words(page.contentText) <= words(plainText(entry.contentHtml ?? entry.summaryHtml ?? '')))
    return undefined;
  const published = rule?.date ? (page.published ?? entry.published) : (entry.published ?? page.published);
  const summary = withoutLeadOn(plainText(entry.summaryHtml ?? ''));
  const image = page.image ?? entry.image?.url;
  return {
    ...page,
    headline: (rule?.headline ? page.headline : entry.title) || page.headline || entry.title || '',
    authors: entry.authors.length > 0 ? entry.authors : page.authors,
    ...(published ? { published } : {}),
    ...(summary ? { description: summary } : {}),
    ...(image ? { image } : {}),
    ...(language ? { language } : {}),
  };
}

/**
 * When a page is tried again: after 20 minutes, then each time twice as long.
 *
 * @param failures attempts that have failed, this one included
 * @returns undefined when it is given up
 */
export function nextPageAttempt(failures: number, now: number, retryAt?: number): number | undefined {
  if (failures >= pageAttempts) return undefined;
  return Math.max(now + firstPageRetryMs * 2 ** (failures - 1), retryAt ?? 0);
}
