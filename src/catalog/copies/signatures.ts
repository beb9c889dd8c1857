import sql, { join, raw } from 'sql-template-tag';
import { ArticleSignature } from '../../../entities/article-signature.js';
import { ArticleSketch } from '../../../entities/article-sketch.js';
import type { Database, Queryable, Transaction } from '../../database/database.js';
import { insertStatements } from '../../database/rows.js';
import { comparableText } from './comparable-text.js';
import { sketchOf } from './sketch.js';

/** A gram in so many articles is a phrase of the trade: it leads nowhere and is not kept for more of them. */
const crowd = 40;
/** Articles that are compared with one text in full: those that share most with it. */
const mostCandidates = 8;

/** Which articles have a gram, by its hash. */
export type Holders = ReadonlyMap<number, readonly number[]>;

/** An article with the grams that it is to be found by. */
export interface Signature {
  articleId: number;
  hashes: readonly number[];
}

/** The articles that have some of these grams, in one statement. */
export async function holdersOf(tx: Queryable, hashes: readonly number[]): Promise<Holders> {
  const holders = new Map<number, number[]>();
  if (hashes.length === 0) return holders;
  const rows = await tx.query<{ hash: number; article_id: number }>(
    sql`SELECT hash, article_id FROM article_sketch WHERE hash IN (${listed(hashes)})`,
  );
  for (const { hash, article_id } of rows) {
    const found = holders.get(hash);
    if (found) found.push(article_id);
    else holders.set(hash, [article_id]);
  }
  return holders;
}

/** The articles that share most grams with a sketch, the likeliest first. */
export function candidatesIn(holders: Holders, sketch: readonly number[]): number[] {
  const shared = new Map<number, number>();
  for (const hash of sketch) {
    const articles = holders.get(hash) ?? [];
    if (articles.length >= crowd) continue;
    for (const id of articles) shared.set(id, (shared.get(id) ?? 0) + 1);
  }
  return [...shared]
    .sort(([oneId, one], [otherId, other]) => other - one || oneId - otherId)
    .slice(0, mostCandidates)
    .map(([id]) => id);
}

/** Keeps by which grams these articles are found from now on. `holders` are those of all the grams before. */
export async function saveSignatures(
  tx: Transaction,
  signatures: readonly Signature[],
  holders: Holders,
): Promise<void> {
  if (signatures.length === 0) return;
  await forgetSignatures(
    tx,
    signatures.map(({ articleId }) => articleId),
  );
  const counts = new Map([...holders].map(([hash, articles]) => [hash, articles.length]));
  const rows = signatures.map(({ articleId, hashes }) => ({
    articleId,
    stale: false,
    hashes: hashes.filter((hash) => {
      const count = counts.get(hash) ?? 0;
      counts.set(hash, count + 1);
      return count < crowd;
    }),
  }));
  const sketches = rows.flatMap(({ articleId, hashes }) => hashes.map((hash) => ({ hash, articleId })));
  for (const statement of [
    ...insertStatements(ArticleSignature, rows),
    ...insertStatements(ArticleSketch, sketches),
  ])
    await tx.execute(statement);
}

async function forgetSignatures(tx: Transaction, articleIds: readonly number[]): Promise<void> {
  const ids = join([...articleIds]);
  const before = await tx.query<{ hashes: string }>(
    sql`SELECT hashes FROM article_signature WHERE article_id IN (${ids})`,
  );
  if (before.length === 0) return;
  const hashes = [...new Set(before.flatMap((row) => JSON.parse(row.hashes) as number[]))];
  if (hashes.length > 0)
    await tx.execute(
      sql`DELETE FROM article_sketch WHERE hash IN (${listed(hashes)}) AND article_id IN (${ids})`,
    );
  await tx.execute(sql`DELETE FROM article_signature WHERE article_id IN (${ids})`);
}

/** How far the articles were looked through for those without a signature; kept by a process that looks again and again. */
export interface IndexProgress {
  /** Up to this id all articles were looked at: new ones have a higher one. */
  passed: number;
  /** Up to this id they were looked at once more since the last time around: imported ones may have a lower one. */
  swept: number;
}

export const nothingIndexed: Readonly<IndexProgress> = { passed: 0, swept: 0 };
/** Articles that are looked at once more in a call that finds nothing else to do. */
const sweep = 5_000;

/**
 * Makes the articles comparable that came otherwise than by ingestion (import, editors) or were changed so. Withdrawn
 * ones too: their copies are to be refused. Call it again until it says 0.
 *
 * @param options.progress is moved on; with it a call that finds nothing costs the same however many articles there are
 * @returns how many articles were found that had none
 */
export async function indexSignatures(
  database: Database,
  { limit = 200, progress = { ...nothingIndexed } }: { limit?: number; progress?: IndexProgress } = {},
): Promise<number> {
  // Asked outside the transaction, which then has no writer wait for it where there is nothing to do.
  const found = await unsigned(database, limit, progress);
  if (found.length === 0) return 0;
  await database.transaction(async (tx) => {
    await tx.dialect.alone(tx, 'article_copy');
    const ids = await stillUnsigned(tx, found);
    if (ids.length === 0) return;
    const texts = await tx.query<{ article_id: number; text: string }>(
      sql`SELECT article_id, text FROM article_body WHERE article_id IN (${join(ids)})`,
    );
    const sketches = new Map(
      texts.map(({ article_id, text }) => [article_id, sketchOf(comparableText(text))]),
    );
    const signatures = ids.map((articleId) => ({ articleId, hashes: sketches.get(articleId) ?? [] }));
    const holders = await holdersOf(tx, [...new Set(signatures.flatMap(({ hashes }) => hashes))]);
    await saveSignatures(tx, signatures, holders);
  });
  return found.length;
}

async function unsigned(database: Queryable, limit: number, progress: IndexProgress): Promise<number[]> {
  const stale = await database.query<{ id: number }>(
    sql`SELECT article_id AS id FROM article_signature WHERE stale ORDER BY article_id LIMIT ${limit}`,
  );
  if (stale.length > 0) return stale.map(({ id }) => id);
  const last =
    (await database.query<{ id: number | null }>(sql`SELECT max(id) AS id FROM article`))[0]?.id ?? 0;
  if (last > progress.passed) {
    const missing = await unsignedBetween(database, progress.passed, last, limit);
    progress.passed = missing.length > 0 ? (missing[0] as number) - 1 : last;
    if (missing.length > 0) return missing;
  }
  const [end] = await database.query<{ id: number }>(
    sql`SELECT id FROM article WHERE id > ${progress.swept} ORDER BY id LIMIT 1 OFFSET ${sweep}`,
  );
  const missing = await unsignedBetween(database, progress.swept, end?.id ?? last, limit);
  if (missing.length === 0) progress.swept = end?.id ?? 0;
  return missing;
}

async function unsignedBetween(
  database: Queryable,
  after: number,
  upTo: number,
  limit: number,
): Promise<number[]> {
  const rows = await database.query<{ id: number }>(
    sql`SELECT a.id FROM article a WHERE a.id > ${after} AND a.id <= ${upTo} AND NOT EXISTS (
        SELECT 1 FROM article_signature s WHERE s.article_id = a.id AND s.article_id > ${after} AND s.article_id <= ${upTo})
      ORDER BY a.id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** Those that nobody has signed meanwhile. */
async function stillUnsigned(tx: Transaction, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    sql`SELECT a.id FROM article a LEFT JOIN article_signature s ON s.article_id = a.id
      WHERE a.id IN (${join([...ids])}) AND (s.article_id IS NULL OR s.stale) ORDER BY a.id`,
  );
  return rows.map(({ id }) => id);
}

/** Whole numbers as they stand in a statement: there are too many of them to bind each. */
function listed(hashes: readonly number[]) {
  return raw(hashes.join(', '));
}
