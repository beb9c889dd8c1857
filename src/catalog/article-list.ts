import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database/database.js';
import { badInput } from '../errors.js';
import { articleColumns, type LoadedArticle, readArticle } from './article-rows.js';
import { decodeKeyset, encodeCursor, type Keyset } from './cursor.js';
import { cutPage, type Page, type PageArguments, pageBounds } from './paging.js';

/** Which articles; what is absent does not restrict. Times in milliseconds, from inclusive, before exclusive. */
export interface ArticleFilter {
  source?: readonly number[] | undefined;
  category?: readonly number[] | undefined;
  /** Whether articles of a category's descendants count as its own. Default true. */
  includeDescendants?: boolean | undefined;
  language?: readonly string[] | undefined;
  publishedFrom?: number | undefined;
  publishedBefore?: number | undefined;
  addedFrom?: number | undefined;
  addedBefore?: number | undefined;
}

export type ArticleOrder = 'PUBLISHED_DESC' | 'PUBLISHED_ASC' | 'ADDED_DESC' | 'ADDED_ASC';

/** Past every time and id. */
const most = Number.MAX_SAFE_INTEGER;
const least = Number.MIN_SAFE_INTEGER;
const maximumChoices = 50;

/** A page of the articles that pass the filter, in one statement, in a total order by (time, id). */
export async function listArticles(
  database: Queryable,
  filter: ArticleFilter,
  order: ArticleOrder,
  page: PageArguments,
): Promise<Page<LoadedArticle>> {
  const { size, backward } = pageBounds(page);
  const descending = order.endsWith('_DESC');
  const after = page.after == null ? undefined : decodeKeyset(page.after, order, 'after');
  const until = page.before == null ? undefined : decodeKeyset(page.before, order, 'before');
  const [upper, lower] = descending ? [after, until] : [until, after];
  const walks = walksOf(filter, order, upper, lower);
  if (walks.length === 0) return cutPage([], page);

  const downwards = descending !== backward;
  const direction = raw(downwards ? 'DESC' : 'ASC');
  const keys = database.dialect.firstOf(walks, sql`sort_at ${direction}, sort_id ${direction}`, size + 1);
  const rows = await database.query(
    sql`SELECT ${articleColumns} FROM (${keys}) AS k
      JOIN article a ON a.id = k.sort_id JOIN source s ON s.id = a.source_id`,
  );
  const articles = rows.map((row) => readArticle(row) as LoadedArticle);
  const sign = downwards ? -1 : 1;
  // The join promises no order.
  articles.sort((one, other) => sign * compare(keysetOf(one, order), keysetOf(other, order)));
  return cutPage(articles, page);
}

/** How many articles pass the filter. */
export async function countArticles(database: Queryable, filter: ArticleFilter): Promise<number> {
  const walks = walksOf(filter, 'PUBLISHED_DESC');
  if (walks.length === 0) return 0;
  // Only in categories can the same article be met twice.
  const listed = join(walks, filter.category ? ' UNION ' : ' UNION ALL ');
  const [row] = await database.query<{ count: number }>(
    sql`SELECT count(*) AS count FROM (${listed}) AS listed`,
  );
  return row?.count ?? 0;
}

/** The cursor of an article in a list of this order. */
export function articleCursor(article: LoadedArticle, order: ArticleOrder): string {
  return encodeCursor(order, keysetOf(article, order));
}

function keysetOf({ publishedAt, addedAt, id }: LoadedArticle, order: ArticleOrder): Keyset {
  return [isByPublication(order) ? publishedAt : addedAt, id];
}

function compare(one: Keyset, other: Keyset): number {
  return one[0] - other[0] || one[1] - other[1];
}

function isByPublication(order: ArticleOrder): boolean {
  return order.startsWith('PUBLISHED');
}

/**
 * One SELECT of (sort_at, sort_id) for each value of the most telling restriction: each is a walk along one range
 * of an index that is in the order asked for already. An article in several of the categories asked for is met in
 * each of their walks. No walk where nothing can pass the filter.
 * @param upper - Only what lies below this place.
 * @param lower - Only what lies above it.
 */
function walksOf(filter: ArticleFilter, order: ArticleOrder, upper?: Keyset, lower?: Keyset): Sql[] {
  const { category, source, language } = distinctChoices(filter);
  if ([category, source, language].some((choice) => choice?.length === 0)) return [];
  const range = rangeOf(filter, order, upper, lower);

  const walk = (table: 'a' | 'l', from: Sql, where: readonly Sql[]): Sql => {
    const at = raw(`${table}.${isByPublication(order) ? 'published_at' : 'added_at'}`);
    const id = raw(table === 'a' ? 'a.id' : 'l.article_id');
    const conditions = [
      sql`NOT ${raw(table)}.withdrawn`,
      sql`(${at}, ${id}) < (${join([...range.upper])}) AND (${at}, ${id}) > (${join([...range.lower])})`,
      ...where,
      ...otherTimes(filter, order, table),
    ];
    return sql`SELECT ${at} AS sort_at, ${id} AS sort_id FROM ${from} WHERE ${join(conditions, ' AND ')}`;
  };
  const articles = sql`article a`;
  const inLanguage = language ? [sql`a.language IN (${join(language)})`] : [];
  if (category) {
    const direct = filter.includeDescendants === false ? sql` AND l.direct` : sql``;
    const fromSource = source ? [sql`a.source_id IN (${join(source)})`] : [];
    const joined =
      source || language ? sql` JOIN article a ON a.id = l.article_id AND NOT a.withdrawn` : sql``;
    return category.map((id) =>
      walk('l', sql`article_category l${joined}`, [
        sql`l.category_id = ${id}${direct}`,
        ...fromSource,
        ...inLanguage,
      ]),
    );
  }
  if (source) return source.map((id) => walk('a', articles, [sql`a.source_id = ${id}`, ...inLanguage]));
  if (language) return language.map((tag) => walk('a', articles, [sql`a.language = ${tag}`]));
  return [walk('a', articles, [])];
}

/**
 * What lies between two places and within the times of the filter by which the list is ordered, as one range:
 * given beside the range those times would be compared row by row.
 */
function rangeOf(
  filter: ArticleFilter,
  order: ArticleOrder,
  upper: Keyset = [most, most],
  lower: Keyset = [least, least],
): { upper: Keyset; lower: Keyset } {
  const [from, before] = isByPublication(order)
    ? [filter.publishedFrom, filter.publishedBefore]
    : [filter.addedFrom, filter.addedBefore];
  const end: Keyset = before === undefined ? upper : [before, least];
  const start: Keyset = from === undefined ? lower : [from - 1, most];
  return {
    upper: compare(end, upper) < 0 ? end : upper,
    lower: compare(start, lower) > 0 ? start : lower,
  };
}

/** The times of the filter by which the list is not ordered. */
function otherTimes(filter: ArticleFilter, order: ArticleOrder, table: 'a' | 'l'): Sql[] {
  const [column, from, before] = isByPublication(order)
    ? [raw(`${table}.added_at`), filter.addedFrom, filter.addedBefore]
    : [raw(`${table}.published_at`), filter.publishedFrom, filter.publishedBefore];
  return [
    ...(from === undefined ? [] : [sql`${column} >= ${from}`]),
    ...(before === undefined ? [] : [sql`${column} < ${before}`]),
  ];
}

/** The choices without repetition. @throws CatalogedError BAD_USER_INPUT where there are too many. */
function distinctChoices({ category, source, language }: ArticleFilter) {
  const distinct = <Value>(name: string, values: readonly Value[] | undefined): Value[] | undefined => {
    const choices = values && [...new Set(values)];
    if (choices && choices.length > maximumChoices) {
      throw badInput(`filter.${name}`, `may name at most ${maximumChoices}, not ${choices.length}`);
    }
    return choices;
  };
  return {
    category: distinct('category', category),
    source: distinct('source', source),
    language: distinct('language', language),
  };
}
