import { discoverFeeds } from '../feeds/discover.js';
import type { Feed } from '../feeds/entry.js';
import { parseFeed } from '../feeds/parse.js';
import type { WebClient } from '../http/web-client.js';
import { type ExtractedPage, extractPage } from '../ingest/page.js';
import { CommandFailure } from './failure.js';
import type { LoadedDocument } from './ingest-documents.js';
import { problemOf } from './source-problem.js';

/** A publisher's address as it was found to be. */
export interface FoundSource {
  /** Where the feed is, for good. */
  feedUrl: string;
  feed: Feed;
  /** The feed's bytes and what its server said of them. */
  document: LoadedDocument;
  /** The page that offered the feed, where the address was that of a page. */
  page?: ExtractedPage | undefined;
  pageUrl?: string | undefined;
}

interface FeedFound {
  feed: Feed;
  url: string;
  document: LoadedDocument;
}

/** Feeds that are tried of those that a page offers or its host may have. */
const mostTried = 8;

/**
 * Finds the feed at an address, or the first one that the page there offers and that is one.
 *
 * @param say told of each feed that is tried
 * @throws FetchFailure where the address itself cannot be had
 * @throws CommandFailure where no feed is found; says what was tried, and what to try
 */
export async function findSource(
  address: string,
  web: WebClient,
  say: (line: string) => void,
): Promise<FoundSource> {
  const { body, url, permanentUrl, headers } = await web.fetch({ url: address });
  const document = { bytes: body, url, contentType: headers['content-type'] };
  const feed = feedIn(document);
  if (feed) return { feed, feedUrl: permanentUrl, document };

  const { found, problems, guesses } = await firstFeed(document, web, say);
  if (found)
    return { ...found, feedUrl: found.url, page: extractPage(body, document) ?? undefined, pageUrl: url };
  const reasons = problems.length > 0 ? problems : [`${url} is no feed, and offers none`];
  if (guesses.length > 0) reasons.push(`No feed is at ${guesses.join(', ')}`);
  throw new CommandFailure(
    `${reasons.join('\n')}\n  give the address of a feed, or say with --listings which links of the page lead to articles`,
  );
}

/** The first feed that a page offers and that is one. */
export async function feedOffered(
  document: LoadedDocument,
  web: WebClient,
): Promise<LoadedDocument | undefined> {
  if (document.url === undefined || feedIn(document)) return undefined;
  return (await firstFeed(document, web)).found?.document;
}

async function firstFeed(
  { bytes, url = '', contentType }: LoadedDocument,
  web: WebClient,
  say: (line: string) => void = () => undefined,
): Promise<{ found?: FeedFound; problems: string[]; guesses: string[] }> {
  const problems: string[] = [];
  // Nobody said that there is anything at these: what they answer explains nothing.
  const guesses: string[] = [];
  const candidates = discoverFeeds(bytes, { url, ...(contentType === undefined ? {} : { contentType }) });
  for (const candidate of candidates.slice(0, mostTried)) {
    const title = candidate.title ? ` "${candidate.title}" at` : '';
    say(`${candidate.guessed ? 'Trying' : `The page offers${title}`} ${candidate.url}`);
    if (candidate.guessed) guesses.push(new URL(candidate.url).pathname);
    try {
      const { body, permanentUrl, url: readAt, headers } = await web.fetch({ url: candidate.url });
      const document = { bytes: body, url: readAt, contentType: headers['content-type'] };
      const feed = feedIn(document);
      if (feed) return { found: { feed, url: permanentUrl, document }, problems, guesses };
      if (!candidate.guessed) problems.push(`${candidate.url} is no RSS, Atom or JSON Feed`);
    } catch (error) {
      if (!candidate.guessed) problems.push(problemOf(candidate.url, error));
    }
  }
  return { problems, guesses };
}

function feedIn({ bytes, url, contentType }: LoadedDocument): Feed | undefined {
  return parseFeed(bytes, {
    ...(url === undefined ? {} : { url }),
    ...(contentType === undefined ? {} : { contentType }),
  });
}
