import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { PopularityWindow } from '../../entities/popularity-window.js';
import type { Queryable } from '../database/database.js';
import { noViews } from './decay.js';

/** How far ranks are counted. */
export const rankedLength = 1000;

/** An article's place in a ranking. */
export interface RankedArticle {
  articleId: number;
  /** Views in the window; for HOT, all views. */
  views: number;
  /** Forward-decayed score (src/popularity/decay.ts). */
  score: number;
  /** What the ranking is ordered by: the score for HOT, else the views in the window. */
  value: number;
}

/** How much one article is read. */
export interface ArticlePopularity {
  views: number;
  dayViews: number;
  weekViews: number;
  monthViews: number;
  score: number;
  /** 1 is the most read; null beyond `rankedLength`, without a view in the window, or while withdrawn. Only what was asked for. */
  ranks: Partial<Record<PopularityWindow, number | null>>;
}

/** The column that orders each ranking; each has an index over (column, article_id) of the listed rows. */
const columns: Record<PopularityWindow, string> = {
  HOT: 'score',
  DAY: 'day_views',
  WEEK: 'week_views',
  MONTH: 'month_views',
  ALL: 'views',
};

const columnOf = (window: PopularityWindow, alias: string): Sql => raw(`${alias}.${columns[window]}`);

/**
 * Listed, and viewed in the window. The zero is spelled out because the indexes of DAY, WEEK and MONTH hold only
 * the rows above it, and SQLite uses such an index only where a query says the same.
 */
const inRanking = (window: PopularityWindow, alias: string): Sql =>
  sql`${columnOf(window, alias)} > ${window === PopularityWindow.HOT ? noViews : raw('0')} AND ${raw(alias)}.listed`;

const rankedRows = (window: PopularityWindow): Sql =>
  sql`SELECT p.article_id AS "articleId",
      ${columnOf(window === PopularityWindow.HOT ? PopularityWindow.ALL : window, 'p')} AS views,
      p.score AS score, ${columnOf(window, 'p')} AS value
    FROM popularity p WHERE ${inRanking(window, 'p')}`;

/** Which part of a ranking is wanted. */
export interface RankingPage {
  window: PopularityWindow;
  /** How many articles at most. */
  first: number;
  /** Only what comes after this place: the last article of the page before. */
  after?: Pick<RankedArticle, 'value' | 'articleId'> | undefined;
}

/**
 * The most read articles, the most read first; of equals the higher id first. Along an index: one statement for the
 * first page, at most two for another.
 *
 * A later page starts among the equals of the last place and goes on below them. With one comparison of rows,
 * (value, id) < (v, i), SQLite would search for the value alone and walk over all its equals, which are many where
 * most articles have one view.
 */
export async function topArticles(
  database: Queryable,
  { window, first, after }: RankingPage,
): Promise<RankedArticle[]> {
  const column = columnOf(window, 'p');
  const page = (where: Sql, limit: number) =>
    database.query<RankedArticle>(
      sql`${rankedRows(window)}${where} ORDER BY ${column} DESC, p.article_id DESC LIMIT ${limit}`,
    );
  if (!after) return page(empty, first);
  const equals = await page(
    sql` AND ${column} = ${after.value} AND p.article_id < ${after.articleId}`,
    first,
  );
  if (equals.length === first) return equals;
  return [...equals, ...(await page(sql` AND ${column} < ${after.value}`, first - equals.length))];
}

/**
 * Those of the articles that are in a ranking, in the order of {@link topArticles}. For the articles of a small
 * category, fewer than 30,000: all of them are read and sorted here.
 */
export async function rankAmong(
  database: Queryable,
  articleIds: readonly number[],
  window: PopularityWindow,
): Promise<RankedArticle[]> {
  if (articleIds.length === 0) return [];
  const ranked = await database.query<RankedArticle>(
    sql`${rankedRows(window)} AND p.article_id IN (${join([...articleIds])})`,
  );
  return ranked.sort((a, b) => b.value - a.value || b.articleId - a.articleId);
}

/**
 * How much each of the articles is read, in one statement. An article that was never viewed is absent.
 *
 * A rank is the number of articles above plus one, counted along the ranking's index; asking for none costs nothing.
 */
export async function popularityOf(
  database: Queryable,
  articleIds: readonly number[],
  { ranks = [] }: { ranks?: readonly PopularityWindow[] } = {},
): Promise<Map<number, ArticlePopularity>> {
  if (articleIds.length === 0) return new Map();
  const windows = [...new Set(ranks)];
  const above = windows.map(
    (window) => sql`, ${countAbove(window)} AS ${raw(`above_${window.toLowerCase()}`)}`,
  );
  const rows = await database.query<Record<string, number | null> & Omit<ArticlePopularity, 'ranks'>>(
    sql`SELECT p.article_id AS "articleId", p.views, p.day_views AS "dayViews", p.week_views AS "weekViews",
      p.month_views AS "monthViews", p.score${above.length > 0 ? join(above, '') : empty}
    FROM popularity p WHERE p.article_id IN (${join([...articleIds])}) AND p.views > 0`,
  );
  return new Map(
    rows.map(({ articleId, views, dayViews, weekViews, monthViews, score, ...counts }) => [
      articleId as number,
      {
        views,
        dayViews,
        weekViews,
        monthViews,
        score,
        ranks: Object.fromEntries(
          windows.map((window) => [window, rankFrom(counts[`above_${window.toLowerCase()}`] ?? null)]),
        ),
      },
    ]),
  );
}

/**
 * How many articles are above `p` in a ranking, counting no further than ranks go; null where `p` is not in it.
 * Two searches, as in {@link topArticles}. The comparison with `p` comes first: of two lower bounds SQLite searches
 * from the first, and from zero it would walk over all that is below `p`.
 */
function countAbove(window: PopularityWindow): Sql {
  const [its, other] = [columnOf(window, 'p'), columnOf(window, 'o')];
  return sql`CASE WHEN ${inRanking(window, 'p')} THEN (SELECT COUNT(*) FROM (
      SELECT 1 FROM popularity o WHERE ${other} > ${its} AND ${inRanking(window, 'o')}
      UNION ALL
      SELECT 1 FROM popularity o
        WHERE ${other} = ${its} AND o.article_id > p.article_id AND ${inRanking(window, 'o')}
      LIMIT ${rankedLength}) AS above) END`;
}

function rankFrom(above: number | null): number | null {
  return above === null || above >= rankedLength ? null : above + 1;
}
