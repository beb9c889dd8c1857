import { hash } from 'node:crypto';
import type { Source } from '../../entities/source.js';
import type { SourcePolling } from '../../entities/source-polling.js';
import { discoverFeeds } from '../feeds/discover.js';
import type { Feed } from '../feeds/entry.js';
import { parseFeed, UnreadableFeed } from '../feeds/parse.js';
import type { WebClient, WebResponse } from '../http/web-client.js';
import type { PageRule } from './page-rule.js';
import { listedEntries } from './page-rule-listings.js';
import { SourceFailure } from './source-failure.js';

/** What lets a server or us tell that a document is as it was. */
export type Validators = Pick<SourcePolling, 'fetchedUrl' | 'etag' | 'lastModified' | 'bodyHash'>;

/** The feed of a source, or what stands for one, as it was got. */
export interface SourceReading {
  response: WebResponse;
  validators: Validators;
  /** Undefined: it is as it was when it was wholly taken in. */
  feed: Feed | undefined;
}

/** Where a source is read: its feed, or its front page where a rule finds the articles on that. */
export function addressOfSource(source: Source, rule: PageRule | undefined): string {
  const address = source.feedUrl ?? (rule?.listings ? source.homepageUrl : undefined);
  if (address) return address;
  throw new SourceFailure('NO_FEED', `The source ${source.slug} has neither a feed nor a rule for listings`);
}

/**
 * Fetches and parses the feed of a source, unless it is as it was: by its server's word (RFC 9110, section 13), or, since
 * many servers know no conditional requests, byte by byte.
 *
 * @param known what was kept when it was last wholly taken in; only good for the same address
 * @throws FetchFailure or SourceFailure
 */
export async function readSource(
  web: WebClient,
  {
    source,
    rule,
    known,
    now,
  }: { source: Source; rule: PageRule | undefined; known: Validators; now: number },
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<SourceReading> {
  const url = addressOfSource(source, rule);
  const isSame = known.fetchedUrl === url;
  const response = await web.fetch({
    url,
    ...(isSame ? { etag: known.etag, lastModified: known.lastModified } : {}),
    headers: {
      accept:
        'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8',
    },
    maxBytes,
    signal,
  });
  const { headers, status, permanentUrl } = response;
  const isUnchanged = status === 304;
  const validators = {
    fetchedUrl: permanentUrl,
    etag: headers.etag ?? (isUnchanged ? known.etag : null),
    lastModified: headers['last-modified'] ?? (isUnchanged ? known.lastModified : null),
    bodyHash: isUnchanged ? known.bodyHash : hash('sha256', response.body, 'base64url'),
  };
  if (isUnchanged) return { response, validators, feed: undefined };
  if (isSame && known.bodyHash === validators.bodyHash) return { response, validators, feed: undefined };
  const feed = parse(response, { source, rule, now });
  // What was cut off is to be got, though the server may say that nothing has changed.
  return { response, feed, validators: feed.isTruncated ? noValidators(permanentUrl) : validators };
}

function noValidators(fetchedUrl: string): Validators {
  return { fetchedUrl, etag: null, lastModified: null, bodyHash: null };
}

function parse(
  { body, url, headers, status }: WebResponse,
  { source, rule, now }: { source: Source; rule: PageRule | undefined; now: number },
): Feed {
  const contentType = headers['content-type'];
  const known = {
    url,
    timeZone: source.timeZone,
    now,
    ...(contentType === undefined ? {} : { contentType }),
  };
  try {
    const feed = parseFeed(body, known);
    if (feed) return feed;
  } catch (error) {
    if (error instanceof UnreadableFeed)
      throw new SourceFailure('UNREADABLE_FEED', error.message, { status, cause: error });
    throw error;
  }
  if (rule?.listings) {
    const entries = listedEntries(body, rule, known);
    if (entries.length === 0)
      throw new SourceFailure('NO_LISTINGS', `There are no links in the listings of ${url}`, { status });
    return { format: 'rss', encoding: 'utf-8', authors: [], hubUrls: [], entries };
  }
  const candidate = discoverFeeds(body, known).find(({ guessed }) => !guessed);
  throw new SourceFailure('NOT_A_FEED', `${url} is no RSS, Atom or JSON Feed`, {
    status,
    ...(candidate
      ? { advice: `the page offers the feed ${candidate.url}: give the source that address` }
      : {}),
  });
}
