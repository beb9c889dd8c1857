import type { Entry } from '../feeds/entry.js';
import { parseFeed } from '../feeds/parse.js';
import type { WebClient } from '../http/web-client.js';
import { extractPage } from '../ingest/page.js';
import type { PageRule } from '../ingest/page-rule.js';
import { listedEntries } from '../ingest/page-rule-listings.js';
import { CommandFailure } from './failure.js';
import { findSource } from './source-discovery.js';
import { guessSource, type SourceGuess } from './source-guess.js';

/** Where a source is read, what it is like, and what is to be had there now. */
export interface FoundPlace {
  guess: SourceGuess;
  /** Absent where the listings of the front page are read. */
  feedUrl?: string | undefined;
  entries: Entry[];
}

/**
 * Finds the feed at or behind an address; with a rule for listings, the links of the page there.
 *
 * @throws FetchFailure where it cannot be had, CommandFailure where there is neither feed nor link
 */
export async function findPlace(
  address: string,
  rule: PageRule | undefined,
  web: WebClient,
  say: (line: string) => void,
): Promise<FoundPlace> {
  if (rule) return findListings(address, rule, web);
  const found = await findSource(address, web, say);
  const guess = guessSource(found);
  const { bytes, url, contentType } = found.document;
  const options = { timeZone: guess.timeZone, ...(url && { url }), ...(contentType && { contentType }) };
  // Read again in the zone that was guessed, so that the dates shown are those that will be stored.
  const { entries } = parseFeed(bytes, options) ?? found.feed;
  return { guess, feedUrl: found.feedUrl, entries };
}

async function findListings(address: string, rule: PageRule, web: WebClient): Promise<FoundPlace> {
  const { body, url, permanentUrl, headers } = await web.fetch({ url: address });
  const contentType = headers['content-type'];
  const options = { url, ...(contentType && { contentType }) };
  const entries = listedEntries(body, rule, options);
  if (entries.length === 0)
    throw new CommandFailure(
      `"${rule.listings}" selects no links on ${url}\n  look at the page with "broadsheet source rules test": a selector may name the list, its items or its links`,
    );
  const page = extractPage(body, options);
  const feed = {
    ...{ format: 'rss' as const, encoding: 'utf-8', authors: [], hubUrls: [], entries },
    title: page?.siteName ?? page?.headline,
    homepageUrl: permanentUrl,
    language: page?.language,
  };
  const guess = guessSource({
    feed,
    feedUrl: permanentUrl,
    document: { bytes: body, url, contentType },
    page,
    pageUrl: url,
  });
  return {
    // It is this page that is read, whatever the front page of its host.
    guess: { ...guess, homepageUrl: permanentUrl },
    entries: listedEntries(body, rule, { ...options, timeZone: guess.timeZone }),
  };
}
