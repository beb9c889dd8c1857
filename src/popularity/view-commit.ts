import sql, { join } from 'sql-template-tag';
import { Popularity } from '../../entities/popularity.js';
import { ViewBucket } from '../../entities/view-bucket.js';
import type { Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import { combineScores, noViews, viewScore } from './decay.js';
import { advanceWindows, hourOf, windowViews } from './windows.js';

/** One view of one article. */
export interface View {
  articleId: number;
  /** Milliseconds since 1970. */
  at: number;
}

interface Tally {
  views: number;
  score: number;
  hours: Map<number, number>;
}

/**
 * Counts views: total, score, windows and hourly buckets. Four statements for any number of articles, and three more
 * when the hour has moved on.
 *
 * @param views - At least one, of at most 30,000 different articles.
 */
export async function commitViews(tx: Transaction, views: readonly View[]): Promise<void> {
  const latest = views.reduce((last, { at }) => Math.max(last, at), -Infinity);
  const clock = await advanceWindows(tx, latest);
  const tallies = tally(views);
  const stored = await storedScores(tx, [...tallies.keys()]);

  const rows = [...tallies].map(([articleId, { views, score, hours }]) => ({
    articleId,
    views,
    score: combineScores(stored.get(articleId) ?? noViews, score),
    ...windowViews(hours, clock),
    listed: true,
  }));
  const added = sql` ON CONFLICT (article_id) DO UPDATE SET
    views = popularity.views + excluded.views, score = excluded.score,
    day_views = popularity.day_views + excluded.day_views,
    week_views = popularity.week_views + excluded.week_views,
    month_views = popularity.month_views + excluded.month_views`;

  const buckets = [...tallies].flatMap(([articleId, { hours }]) =>
    [...hours].map(([hour, views]) => ({ hour, articleId, views })),
  );
  const addedToHour = sql` ON CONFLICT (hour, article_id) DO UPDATE SET views = view_bucket.views + excluded.views`;

  for (const statement of [
    ...insertStatements(Popularity, rows, added),
    ...insertStatements(ViewBucket, buckets, addedToHour),
  ])
    await tx.execute(statement);
}

/** The views by article, in the order of the articles: processes that lock rows in one order do not deadlock. */
function tally(views: readonly View[]): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  for (const { articleId, at } of [...views].sort((a, b) => a.articleId - b.articleId)) {
    const known = tallies.get(articleId) ?? { views: 0, score: noViews, hours: new Map() };
    const hour = hourOf(at);
    known.views += 1;
    known.score = combineScores(known.score, viewScore(at));
    known.hours.set(hour, (known.hours.get(hour) ?? 0) + 1);
    tallies.set(articleId, known);
  }
  return tallies;
}

async function storedScores(tx: Transaction, articleIds: number[]): Promise<Map<number, number>> {
  const rows = await tx.query<{ article_id: number; score: number }>(
    sql`SELECT article_id, score FROM popularity WHERE article_id IN (${join(articleIds)})`,
  );
  return new Map(rows.map(({ article_id, score }) => [article_id, score]));
}
