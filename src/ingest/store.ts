import sql, { join } from 'sql-template-tag';
import type { ChangeListener } from '../catalog/changes.js';
import { type ArticleDraft, addressKey, InvalidDraft } from '../catalog/draft.js';
import type { PublishOutcome } from '../catalog/publish.js';
import { type CatalogWriter, catalogWriterIn } from '../catalog/writer.js';
import type { Database, Queryable, Transaction } from '../database/database.js';

/** An article to be stored; undated where its source does not say when it was published. */
export type UndatedDraft = Omit<ArticleDraft, 'publishedAt'> & { publishedAt?: number | undefined };

/** What a document asks to be stored, oldest first: of articles added together the last counts as the newest. */
export interface Intake {
  drafts: UndatedDraft[];
  /** What cannot even be tried. */
  refused: StoreResult[];
}

/** What became of one article. */
export interface StoreResult {
  headline: string;
  url: string | undefined;
  kind: PublishOutcome['kind'];
  /** Why it was refused. */
  problem?: string;
}

/** Reads a document into drafts, with the sources and categories that they need. */
export type ReadIntake = (tx: Transaction, writer: CatalogWriter, now: number) => Promise<Intake>;

/**
 * Stores what a document holds, in one transaction. An article without a date is dated now, when it comes first.
 */
export function storeIntake(
  database: Database,
  listeners: readonly ChangeListener[],
  read: ReadIntake,
): Promise<StoreResult[]> {
  return database.transaction(async (tx) => {
    const now = Date.now();
    const writer = catalogWriterIn(tx, listeners, now);
    const { drafts, refused } = await read(tx, writer, now);
    const known = await knownDates(
      tx,
      drafts.filter(({ publishedAt }) => publishedAt === undefined).map(({ originalUrl }) => originalUrl),
    );
    const dated = drafts.map((draft) => ({
      publishedAt: known.get(keyOf(draft.originalUrl)) ?? now,
      ...present(draft),
    }));
    const outcomes = await writer.publish(dated);
    return [...refused, ...drafts.map((draft, index) => resultOf(draft, outcomes[index]))];
  });
}

/** The addresses among these under which an article is known, in canonical form. */
export async function knownAmong(tx: Queryable, urls: readonly string[]): Promise<Set<string>> {
  return new Set((await knownDates(tx, urls)).keys());
}

/** The canonical form of an address; the address itself where it has none. */
export function keyOf(url: string): string {
  try {
    return addressKey('url', url);
  } catch (error) {
    if (error instanceof InvalidDraft) return url;
    throw error;
  }
}

async function knownDates(tx: Queryable, urls: readonly string[]): Promise<Map<string, number>> {
  if (urls.length === 0) return new Map();
  const rows = await tx.query<{ url_key: string; published_at: number }>(
    sql`SELECT u.url_key, a.published_at FROM article_url u JOIN article a ON a.id = u.article_id
      WHERE u.url_key IN (${join(urls.map(keyOf))})`,
  );
  return new Map(rows.map(({ url_key, published_at }) => [url_key, published_at]));
}

function present({
  publishedAt,
  ...draft
}: UndatedDraft): Omit<ArticleDraft, 'publishedAt'> & { publishedAt?: number } {
  return publishedAt === undefined ? draft : { ...draft, publishedAt };
}

function resultOf({ headline, originalUrl }: UndatedDraft, outcome: PublishOutcome | undefined): StoreResult {
  const result = { headline, url: originalUrl };
  if (!outcome) return { ...result, kind: 'REFUSED', problem: 'nothing is known of it' };
  return outcome.kind === 'REFUSED'
    ? { ...result, kind: outcome.kind, problem: `${outcome.field}: ${outcome.message}` }
    : { ...result, kind: outcome.kind };
}
