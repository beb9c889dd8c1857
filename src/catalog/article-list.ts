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

const columnOf = { PUBLISHED: 'published_at', ADDED: 'added_at' } as const;
/** Past every time and id: the bound of a list that starts at its end, so that each list is one range of an index. */
const beyond: Keyset = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
const before: Keyset = [Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
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
  const direction = raw(descending !== backward ? 'DESC' : 'ASC');
  const arms = listArms(filter, order, upper ?? beyond, lower ?? before);
  const rows = await database.query(
    sql`${join(arms, ' UNION ALL ')} ORDER BY sort_at ${direction}, sort_id ${direction} LIMIT ${size + 1}`,
  );
  return cutPage(
    rows.map((row) => readArticle(row) as LoadedArticle),
    page,
  );
}

/** How many articles pass the filter. */
export async function countArticles(database: Queryable, filter: ArticleFilter): Promise<number> {
  const arms = listArms(filter, 'PUBLISHED_DESC', beyond, before, true);
  const [row] = await database.query<{ count: number }>(
    sql`SELECT count(*) AS count FROM (${join(arms, ' UNION ALL ')}) AS listed`,
  );
  return row?.count ?? 0;
}

/** The cursor of an article in a list of this order. */
export function articleCursor(article: LoadedArticle, order: ArticleOrder): string {
  const at = order.startsWith('PUBLISHED') ? article.publishedAt : article.addedAt;
  return encodeCursor(order, [at, article.id]);
}

/**
 * One SELECT for each value of the most telling restriction: each is a walk along an index that is already in
 * the order asked for, and both databases merge the walks without sorting. An article in several of the
 * categories asked for is given by the first of them alone.
 */
function listArms(
  filter: ArticleFilter,
  order: ArticleOrder,
  upper: Keyset,
  lower: Keyset,
  counted = false,
): Sql[] {
  const time = columnOf[order.startsWith('PUBLISHED') ? 'PUBLISHED' : 'ADDED'];
  const { category, source, language } = distinctChoices(filter);

  const arm = (table: 'a' | 'l', from: Sql, where: Sql[]): Sql => {
    const at = raw(`${table}.${time}`);
    const id = raw(table === 'a' ? 'a.id' : 'l.article_id');
    const range = sql`(${at}, ${id}) < (${join([...upper])}) AND (${at}, ${id}) > (${join([...lower])})`;
    const conditions = join(
      [sql`NOT ${raw(table)}.withdrawn`, range, ...where, ...timeRange(filter, table)],
      ' AND ',
    );
    return counted
      ? sql`SELECT 1 AS one FROM ${from} WHERE ${conditions}`
      : sql`SELECT ${articleColumns}, ${at} AS sort_at, ${id} AS sort_id
          FROM ${from} JOIN source s ON s.id = a.source_id WHERE ${conditions}`;
  };
  const nothing = () => [arm('a', sql`article a`, [sql`1 = 0`])];

  if ([category, source, language].some((choice) => choice?.length === 0)) return nothing();
  const fromSource = source ? [sql`a.source_id IN (${join(source)})`] : [];
  const inLanguage = language ? [sql`a.language IN (${join(language)})`] : [];
  if (category) {
    const direct = filter.includeDescendants === false;
    const needsArticle = !counted || source || language;
    const from = sql`article_category l${needsArticle ? sql` JOIN article a ON a.id = l.article_id` : sql``}`;
    return category.map((id, index) =>
      arm('l', from, [
        sql`l.category_id = ${id}${direct ? sql` AND l.direct` : sql``}`,
        ...(index === 0 ? [] : [notIn(category.slice(0, index), direct)]),
        ...fromSource,
        ...inLanguage,
      ]),
    );
  }
  if (source) return source.map((id) => arm('a', sql`article a`, [sql`a.source_id = ${id}`, ...inLanguage]));
  if (language) return language.map((tag) => arm('a', sql`article a`, [sql`a.language = ${tag}`]));
  return [arm('a', sql`article a`, [])];
}

function notIn(categories: readonly number[], direct: boolean): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM article_category e WHERE e.article_id = l.article_id
    AND e.category_id IN (${join([...categories])})${direct ? sql` AND e.direct` : sql``})`;
}

function timeRange(filter: ArticleFilter, table: 'a' | 'l'): Sql[] {
  const bounds: [column: string, operator: '>=' | '<', bound: number | undefined][] = [
    ['published_at', '>=', filter.publishedFrom],
    ['published_at', '<', filter.publishedBefore],
    ['added_at', '>=', filter.addedFrom],
    ['added_at', '<', filter.addedBefore],
  ];
  return bounds.flatMap(([column, operator, bound]) =>
    bound === undefined ? [] : [sql`${raw(`${table}.${column} ${operator}`)} ${bound}`],
  );
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
