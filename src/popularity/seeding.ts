import sql, { join } from 'sql-template-tag';
import { Popularity } from '../../entities/popularity.js';
import { PopularityWindow } from '../../entities/popularity-window.js';
import { ViewBucket } from '../../entities/view-bucket.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import { combineScores, viewScore } from './decay.js';
import { advanceWindows, windowHours, windowViews } from './windows.js';

/** What is known of the views of an article that comes from elsewhere. */
export interface PopularitySeed {
  articleId: number;
  /** All views ever, those in `buckets` included. */
  views: number;
  /** Forward-decayed score. Without it the views in `buckets` count at their hours and all others at `publishedAt`. */
  score?: number | undefined;
  /** Milliseconds since 1970. */
  publishedAt: number;
  /** Pairs of hour (whole hours since 1970) and views in it, each hour once. Those past 30 days are not kept. */
  buckets: readonly (readonly [hour: number, views: number])[];
}

/** What is to be known of the views of an article elsewhere. */
export type PopularityRecord = Required<Omit<PopularitySeed, 'articleId' | 'publishedAt'>>;

/**
 * Sets the popularity of newly created articles. The same call again changes nothing. An article without a view gets
 * no row. Two statements, and one for every few thousand rows.
 *
 * @param now - Milliseconds since 1970.
 */
export async function seedPopularity(
  tx: Transaction,
  seeds: readonly PopularitySeed[],
  now: number,
): Promise<void> {
  const viewed = seeds.filter(({ views }) => views > 0);
  if (viewed.length === 0) return;
  const clock = await advanceWindows(tx, now);
  const kept = viewed.map((seed) => ({
    ...seed,
    buckets: seed.buckets.filter(
      ([hour, views]) => views > 0 && hour > clock - windowHours[PopularityWindow.MONTH],
    ),
  }));

  const rows = viewed.map((seed, index) => ({
    articleId: seed.articleId,
    views: seed.views,
    score: seed.score ?? scoreOf(seed),
    ...windowViews(kept[index]?.buckets ?? [], clock),
    listed: true,
  }));
  const replaced = sql` ON CONFLICT (article_id) DO UPDATE SET views = excluded.views, score = excluded.score,
    day_views = excluded.day_views, week_views = excluded.week_views, month_views = excluded.month_views`;

  const buckets = kept.flatMap(({ articleId, buckets }) =>
    buckets.map(([hour, views]) => ({ hour, articleId, views })),
  );
  const replacedHour = sql` ON CONFLICT (hour, article_id) DO UPDATE SET views = excluded.views`;

  for (const statement of [
    ...insertStatements(Popularity, rows, replaced),
    ...insertStatements(ViewBucket, buckets, replacedHour),
  ])
    await tx.execute(statement);
}

function scoreOf({ views, publishedAt, buckets }: PopularitySeed): number {
  const inBuckets = buckets.reduce((sum, [, count]) => sum + count, 0);
  return buckets.reduce(
    (score, [hour, count]) => combineScores(score, viewScore(hour * 3_600_000, count)),
    viewScore(publishedAt, Math.max(0, views - inBuckets)),
  );
}

/**
 * What {@link seedPopularity} needs to set the popularity of these articles elsewhere, in one statement. An article
 * that was never viewed is absent.
 *
 * @param articleIds - At most 30,000.
 */
export async function readForExport(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, PopularityRecord>> {
  const records = new Map<number, PopularityRecord & { buckets: [number, number][] }>();
  if (articleIds.length === 0) return records;
  const rows = await database.query<{
    id: number;
    views: number;
    score: number;
    hour: number | null;
    inHour: number;
  }>(
    sql`SELECT p.article_id AS id, p.views, p.score, b.hour, b.views AS "inHour"
    FROM popularity p LEFT JOIN view_bucket b ON b.article_id = p.article_id
    WHERE p.article_id IN (${join([...articleIds])}) AND p.views > 0
    ORDER BY p.article_id, b.hour`,
  );
  for (const { id, views, score, hour, inHour } of rows) {
    const record = records.get(id) ?? { views, score, buckets: [] };
    if (hour !== null) record.buckets.push([hour, inHour]);
    records.set(id, record);
  }
  return records;
}
