import sql, { join, type Sql } from 'sql-template-tag';
import type { WithdrawnArticle } from '../../entities/withdrawn-article.js';
import type { Queryable } from '../database/database.js';
import {
  type LoadedArticle,
  readWholeArticle,
  wholeArticleColumns,
  wholeArticleJoins,
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

/** By permanent ids, in one statement. Ids that are not known have no entry. */
export async function articlesById(
  database: Queryable,
  ids: readonly number[],
): Promise<Map<number, ArticleResult>> {
  const rows = await database.query(
    sql`SELECT ${wholeArticleColumns} FROM article a ${wholeArticleJoins} WHERE a.id IN (${join([...ids])})`,
  );
  const found = rows.map((row) => readWholeArticle(row) as ArticleResult);
  return new Map(found.map((article) => [article.id, article]));
}

async function oneArticle(database: Queryable, from: Sql, where: Sql): Promise<ArticleResult | null> {
  const [row] = await database.query(
    sql`SELECT ${wholeArticleColumns} FROM ${from} ${wholeArticleJoins} WHERE ${where}`,
  );
  return row ? readWholeArticle(row) : null;
}
