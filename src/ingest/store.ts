import sql, { join } from 'sql-template-tag';
import type { ChangeListener } from '../catalog/changes.js';
import { type CatalogWriter, catalogWriterIn } from '../catalog/writer.js';
import type { Database, Queryable, Transaction } from '../database/database.js';
import { arrivalOf, keyOf, togetherAtMost, type UndatedDraft } from './store-arrival.js';
import type { StoreResult } from './store-result.js';
import { storeWave } from './store-wave.js';

export { keyOf, type UndatedDraft } from './store-arrival.js';
export type { StoreResult } from './store-result.js';

/** What a document asks to be stored, oldest first: of articles added together the last counts as the newest. */
export interface Intake {
  drafts: UndatedDraft[];
  /** What cannot even be tried. */
  refused: StoreResult[];
}

export interface StoreOptions {
  /** Writes in the same transaction, after the articles; runs again with it, so it has no effect outside. */
  also?: ((tx: Transaction, results: readonly StoreResult[]) => Promise<void>) | undefined;
  /** Milliseconds; the clock's where absent. */
  now?: number | undefined;
}

/** Reads a document into drafts, with the sources and categories that they need. */
export type ReadIntake = (tx: Transaction, writer: CatalogWriter, now: number) => Promise<Intake>;

/**
 * Stores what a document holds, in one transaction: the same article again is its next version, the text of another
 * source's article is linked to that one as its copy (store-verdict.ts), and a copy of what was withdrawn is refused.
 * An article without a date is dated now, when it comes first.
 */
export function storeIntake(
  database: Database,
  listeners: readonly ChangeListener[],
  read: ReadIntake,
  options: StoreOptions = {},
): Promise<StoreResult[]> {
  return database.transaction(async (tx) => {
    await tx.dialect.alone(tx, 'article_copy');
    const now = options.now ?? Date.now();
    const writer = catalogWriterIn(tx, listeners, now);
    const { drafts, refused } = await read(tx, writer, now);
    const results = [...refused];
    for (let arrivals = drafts.map(arrivalOf); arrivals.length > 0; ) {
      const together = togetherAtMost(arrivals);
      results.push(...(await storeWave({ tx, writer, listeners, now }, arrivals.slice(0, together))));
      arrivals = arrivals.slice(together);
    }
    await options.also?.(tx, results);
    return results;
  });
}

/** The addresses among these under which an article is known, in canonical form. */
export async function knownAmong(tx: Queryable, urls: readonly string[]): Promise<Set<string>> {
  if (urls.length === 0) return new Set();
  const rows = await tx.query<{ url_key: string }>(
    sql`SELECT url_key FROM article_url WHERE url_key IN (${join(urls.map(keyOf))})`,
  );
  return new Set(rows.map(({ url_key }) => url_key));
}
