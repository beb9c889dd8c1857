import sql, { join } from 'sql-template-tag';
import { RelatedLink } from '../../entities/related-link.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import { articleColumns, readArticle } from './article-rows.js';
import { groupBy } from './group-by.js';

const shape = rowShape(RelatedLink, 'r');

/**
 * The related links of several articles, in their order, each with the article that it leads to: found by the
 * canonical address at the time of asking, so a link comes alive when its article arrives.
 */
export async function relatedLinksOf(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, RelatedLink[]>> {
  const rows = await database.query(
    sql`SELECT ${shape.columns}, ${articleColumns} FROM related_link r
      LEFT JOIN article_url u ON u.url_key = r.url_key
      LEFT JOIN article a ON a.id = u.article_id AND NOT a.withdrawn AND a.id <> r.article_id
      LEFT JOIN source s ON s.id = a.source_id
      WHERE r.article_id IN (${join([...articleIds])})
      ORDER BY r.article_id, r.position`,
  );
  const links = rows.map((row) =>
    Object.assign(shape.read(row) as RelatedLink, { article: readArticle(row) }),
  );
  return groupBy(links, ({ articleId }) => articleId);
}

/** The other addresses of several articles, by address. */
export async function aliasUrlsOf(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, string[]>> {
  const rows = await database.query<{ article_id: number; url: string }>(
    sql`SELECT u.article_id, u.url FROM article_url u JOIN article a ON a.id = u.article_id
      WHERE u.article_id IN (${join([...articleIds])}) AND u.url <> a.original_url ORDER BY u.article_id, u.url`,
  );
  const groups = groupBy(rows, ({ article_id }) => article_id);
  return new Map([...groups].map(([id, aliases]) => [id, aliases.map(({ url }) => url)]));
}
