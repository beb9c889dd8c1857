import { hash } from 'node:crypto';
import sql, { join } from 'sql-template-tag';
import { ArticleCopy } from '../../../entities/article-copy.js';
import { ArticleUrl } from '../../../entities/article-url.js';
import { LinkKind } from '../../../entities/enums.js';
import type { Queryable, Transaction } from '../../database/database.js';
import { insertStatements, rowShape } from '../../database/rows.js';
import type { ArticleDraft } from '../draft.js';
import { firstCopyPosition } from '../versions.js';

const shape = rowShape(ArticleCopy, 'c');
const most = 100;

/** A copy as it is written. */
export type CopyRow = Omit<ArticleCopy, 'article' | 'source' | 'content'> & { content: ArticleDraft };

/** The copies at these canonical addresses. */
export async function copiesAt(
  database: Queryable,
  urlKeys: readonly string[],
): Promise<Map<string, ArticleCopy>> {
  if (urlKeys.length === 0) return new Map();
  const rows = await database.query(
    sql`SELECT ${shape.columns} FROM article_copy c WHERE c.url_key IN (${join([...urlKeys])})`,
  );
  const copies = rows.map((row) => shape.read(row) as ArticleCopy);
  return new Map(copies.map((copy) => [copy.urlKey, copy]));
}

/** The copies of an article, in the order in which they were found. */
export async function copiesOf(database: Queryable, articleId: number): Promise<ArticleCopy[]> {
  const rows = await database.query(
    sql`SELECT ${shape.columns} FROM article_copy c WHERE c.article_id = ${articleId} ORDER BY c.found_at, c.url_key`,
  );
  return rows.map((row) => shape.read(row) as ArticleCopy);
}

/** Writes copies, in place of those at the same addresses; the addresses lead to the originals from now on. */
export async function saveCopies(tx: Transaction, copies: readonly CopyRow[]): Promise<void> {
  if (copies.length === 0) return;
  const keys = join(copies.map(({ urlKey }) => urlKey));
  await tx.execute(sql`DELETE FROM article_copy WHERE url_key IN (${keys})`);
  for (const statement of [
    ...insertStatements(ArticleCopy, copies),
    ...insertStatements(
      ArticleUrl,
      copies,
      sql` ON CONFLICT (url_key) DO UPDATE SET article_id = excluded.article_id`,
    ),
  ])
    await tx.execute(statement);
}

/** What was a copy is none any more: its address is free for an article of its own. */
export async function endCopies(tx: Transaction, urlKeys: readonly string[]): Promise<void> {
  if (urlKeys.length === 0) return;
  const keys = join([...urlKeys]);
  await tx.execute(sql`DELETE FROM article_copy WHERE url_key IN (${keys})`);
  await tx.execute(sql`DELETE FROM article_url WHERE url_key IN (${keys})`);
}

/** All addresses of one article lead to another from now on. */
export async function moveAddresses(tx: Transaction, from: number, to: number): Promise<void> {
  await tx.execute(sql`UPDATE article_url SET article_id = ${to} WHERE article_id = ${from}`);
}

/** The texts of these articles are their own now, and no copy's that stood in. */
export async function endStandIns(tx: Transaction, articleIds: readonly number[]): Promise<number> {
  if (articleIds.length === 0) return 0;
  return tx.execute(
    sql`UPDATE article_copy SET stands_in = false WHERE stands_in AND article_id IN (${join([...articleIds])})`,
  );
}

/** Writes the links from articles to their copies as the copies are now, after the articles' own links. */
export async function linkCopies(tx: Transaction, articleIds: readonly number[]): Promise<void> {
  if (articleIds.length === 0) return;
  const ids = join([...articleIds]);
  await tx.execute(
    sql`DELETE FROM related_link WHERE article_id IN (${ids}) AND position >= ${firstCopyPosition}`,
  );
  await tx.execute(
    sql`INSERT INTO related_link (article_id, position, kind, title, url, url_key)
      SELECT article_id, position, ${LinkKind.REPUBLICATION}, headline, url, url_key FROM (
        SELECT c.*, ${firstCopyPosition - 1} + row_number() OVER (PARTITION BY article_id ORDER BY found_at, url_key) AS position
        FROM article_copy c WHERE article_id IN (${ids}) AND NOT stands_in) AS numbered
      WHERE position < ${firstCopyPosition + most}`,
  );
}

/** What a copy holds, as a hash: the same copy again is known by it. */
export function contentHashOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url');
}
