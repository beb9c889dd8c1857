import sql from 'sql-template-tag';
import type { Source } from '../../entities/source.js';
import { displayHost } from '../catalog/canonical-url.js';
import type { ChangeListener } from '../catalog/changes.js';
import { sourceBySlug, sourcesById } from '../catalog/sources.js';
import type { Database, Queryable } from '../database/database.js';
import { UnreadableFeed } from '../feeds/parse.js';
import type { WebClient } from '../http/web-client.js';
import { type KnownOfDocument, readDocument, type TakenDocument } from './read-document.js';
import { ruleOf } from './source-rules.js';
import { type StoreResult, storeIntake } from './store.js';
import { feedIntake } from './store-feed.js';
import { pageIntake } from './store-page.js';

/** A document whose bytes are at hand, or that is fetched. */
export type DocumentToTake =
  | { bytes: Uint8Array; url?: string | undefined; contentType?: string | undefined }
  | { bytes?: undefined; url: string };

export interface TakeInServices {
  database: Database;
  listeners: readonly ChangeListener[];
  /** Needed for documents that are fetched. */
  web?: WebClient | undefined;
}

export interface TakeInOptions {
  /** The slug of the source of all its articles; by default each host's. */
  source?: string | undefined;
  /** Whether the dated links beside the article of a page are stored as well. */
  links?: boolean | undefined;
}

/** A document that is neither a feed nor a page. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
}

/**
 * Stores what a document holds, and says what became of each article. Dates and selectors are those of the source that is
 * named, or of the one known for the host.
 *
 * @throws FetchFailure where it cannot be fetched
 * @throws UnreadableDocument where it is neither a feed nor a page
 * @throws RangeError where no source has the slug
 */
export async function takeIn(
  { database, listeners, web }: TakeInServices,
  document: DocumentToTake,
  options: TakeInOptions = {},
): Promise<StoreResult[]> {
  const { bytes, url, contentType } = document.bytes ? document : await fetched(web, document.url);
  const source = await knownSource(database, url, options.source);
  const rule = source && (await ruleOf(database, source.id));
  const taken = readOrThrow(bytes, { url, contentType, timeZone: source?.timeZone, rule });
  const place = { url, source: options.source };
  const intake =
    taken.kind === 'feed'
      ? feedIntake(taken.feed, place)
      : pageIntake(taken.page, { ...place, links: options.links });
  return storeIntake(database, listeners, intake);
}

async function fetched(web: WebClient | undefined, address: string) {
  if (!web) throw new TypeError('A document without bytes needs a web client');
  const { body, url, headers } = await web.fetch({ url: address });
  return { bytes: body, url, contentType: headers['content-type'] };
}

function readOrThrow(bytes: Uint8Array, known: KnownOfDocument): TakenDocument {
  try {
    const taken = readDocument(bytes, known);
    if (taken) return taken;
  } catch (error) {
    if (error instanceof UnreadableFeed) throw new UnreadableDocument(error.message, { cause: error });
    throw error;
  }
  throw new UnreadableDocument('It is neither a page with an article nor an RSS, Atom or JSON Feed');
}

/** The source with the slug, or the one whose front page is on the address's host. */
async function knownSource(
  database: Queryable,
  url: string | undefined,
  slug: string | undefined,
): Promise<Source | undefined> {
  if (slug !== undefined) {
    const source = await sourceBySlug(database, slug);
    if (!source) throw new RangeError(`There is no source "${slug}"`);
    return source;
  }
  if (url === undefined) return undefined;
  const host = displayHost(url);
  const rows = await database.query<{ id: number; homepage_url: string }>(
    sql`SELECT id, homepage_url FROM source ORDER BY id`,
  );
  const id = rows.find(({ homepage_url }) => displayHost(homepage_url) === host)?.id;
  return id === undefined ? undefined : (await sourcesById(database, [id])).get(id);
}
