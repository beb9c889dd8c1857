import sql, { join, type Sql } from 'sql-template-tag';
import type { WithdrawnArticle } from '../../entities/withdrawn-article.js';
import type { Queryable } from '../database/database.js';
import {
  articleColumns,
  bodyShape,
  type LoadedArticle,
  readArticleResult,
  tombstoneColumns,
} from './article-rows.js';
import { canonicalUrl } from './canonical-url.js';

/** What an address can lead to. */
export type ArticleResult = LoadedArticle | WithdrawnArticle;

/** By the permanent readable name; null when there never was such an article. */
export async function articleBySlug(database: Queryable, slug: string): Promise<ArticleResult | null> {
  return oneArticle(database, sql`article a`, sql`a.slug = ${slug}`);
}

/** By an address, in any spelling of it: the original one or an alias. */
export async function articleByUrl(database: Queryable, url: string): Promise<ArticleResult | null> {
  return oneArticle(
    database,
    sql`article_url u JOIN article a ON a.id = u.article_id`,
    sql`u.url_key = ${canonicalUrl(url)}`,
  );
}

/** By canonical addresses (canonical-url.ts), in one statement, without their texts. Unknown ones have no entry. */
export async function articlesByUrlKey(
  database: Queryable,
  urlKeys: readonly string[],
): Promise<Map<string, ArticleResult>> {
  const rows = await database.query<{ url_key: string }>(
    sql`SELECT u.url_key, ${articleColumns}, ${tombstoneColumns} FROM article_url u
      JOIN article a ON a.id = u.article_id JOIN source s ON s.id = a.source_id
      LEFT JOIN withdrawn_article w ON w.id = a.id WHERE u.url_key IN (${join([...urlKeys])})`,
  );
  return new Map(rows.map((row) => [row.url_key, readArticleResult(row) as ArticleResult]));
}

/** By its permanent id. */
export async function articleById(database: Queryable, id: number): Promise<ArticleResult | null> {
  return oneArticle(database, sql`article a`, sql`a.id = ${id}`);
}

/** By permanent ids, in one statement, without their texts: most are shown in lists. Ids that are not known have no entry. */
export async function articlesById(
  database: Queryable,
  ids: readonly number[],
): Promise<Map<number, ArticleResult>> {
  const rows = await database.query(
    sql`SELECT ${articleColumns}, ${tombstoneColumns} FROM article a JOIN source s ON s.id = a.source_id
      LEFT JOIN withdrawn_article w ON w.id = a.id WHERE a.id IN (${join([...ids])})`,
  );
  const found = rows.map((row) => readArticleResult(row) as ArticleResult);
  return new Map(found.map((article) => [article.id, article]));
}

async function oneArticle(database: Queryable, from: Sql, where: Sql): Promise<ArticleResult | null> {
  const [row] = await database.query(
    sql`SELECT ${articleColumns}, ${tombstoneColumns}, ${bodyShape.columns} FROM ${from} JOIN source s ON s.id = a.source_id
      LEFT JOIN withdrawn_article w ON w.id = a.id LEFT JOIN article_body b ON b.article_id = a.id WHERE ${where}`,
  );
  if (!row) return null;
  const found = readArticleResult(row);
  return found?.__typename === 'Article' ? Object.assign(found, { body: bodyShape.read(row) }) : found;
}
