import sql from 'sql-template-tag';
import type { Popularity } from '../../entities/popularity.js';
import { PopularityWindow } from '../../entities/popularity-window.js';
import type { Transaction } from '../database/database.js';

/** The length of each moving window in whole hours, the current hour included. */
export const windowHours = {
  [PopularityWindow.DAY]: 24,
  [PopularityWindow.WEEK]: 7 * 24,
  [PopularityWindow.MONTH]: 30 * 24,
} as const;

const { DAY, WEEK, MONTH } = windowHours;

/** The hour of a time: milliseconds since 1970 in, whole hours since 1970 out. */
export function hourOf(at: number): number {
  return Math.floor(at / 3_600_000);
}

/** What views of one article, as pairs of hour and number, add to its windows while the clock shows `clock`. */
export function windowViews(
  buckets: Iterable<readonly [hour: number, views: number]>,
  clock: number,
): Pick<Popularity, 'dayViews' | 'weekViews' | 'monthViews'> {
  const added = { dayViews: 0, weekViews: 0, monthViews: 0 };
  for (const [hour, views] of buckets) {
    if (hour > clock - DAY) added.dayViews += views;
    if (hour > clock - WEEK) added.weekViews += views;
    if (hour > clock - MONTH) added.monthViews += views;
  }
  return added;
}

/**
 * Moves the clock of the windows on to the hour of `now`, takes out of every window the hours that have left it, and
 * forgets the buckets that have left the longest. The clock never goes back.
 *
 * Four statements, however many hours have passed. Call it before anything that adds to the windows, in the same
 * transaction, and in one of its own at the start of every hour, so that lists move on when nobody reads.
 * Of several processes one succeeds: a transaction that read the clock before another moved it starts over.
 *
 * @param now - Milliseconds since 1970.
 * @returns The hour that the clock shows now.
 */
export async function advanceWindows(tx: Transaction, now: number): Promise<number> {
  const hour = hourOf(now);
  const [clock] = await tx.query<{ hour: number }>(sql`SELECT hour FROM window_clock WHERE id = 1`);
  if (!clock) {
    await tx.execute(sql`INSERT INTO window_clock (id, hour) VALUES (1, ${hour})`);
    return hour;
  }
  if (clock.hour >= hour) return clock.hour;
  const moved = await tx.execute(
    sql`UPDATE window_clock SET hour = ${hour} WHERE id = 1 AND hour = ${clock.hour}`,
  );
  if (moved === 1) await takeOut(tx, clock.hour, hour);
  return hour;
}

async function takeOut(tx: Transaction, from: number, to: number): Promise<void> {
  const left = (length: number) =>
    sql`FROM view_bucket WHERE hour > ${from - length} AND hour <= ${to - length}`;
  await tx.execute(sql`UPDATE popularity SET
      day_views = popularity.day_views - gone.day_views,
      week_views = popularity.week_views - gone.week_views,
      month_views = popularity.month_views - gone.month_views
    FROM (
      SELECT article_id, SUM(day) AS day_views, SUM(week) AS week_views, SUM(month) AS month_views
      FROM (
        SELECT article_id, views AS day, 0 AS week, 0 AS month ${left(DAY)}
        UNION ALL SELECT article_id, 0, views, 0 ${left(WEEK)}
        UNION ALL SELECT article_id, 0, 0, views ${left(MONTH)}
      ) AS leaving
      GROUP BY article_id
    ) AS gone
    WHERE gone.article_id = popularity.article_id`);
  await tx.execute(sql`DELETE FROM view_bucket WHERE hour <= ${to - MONTH}`);
}
