import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { viewScore } from '../../src/popularity/decay.js';
import { popularityOf } from '../../src/popularity/ranking.js';
import { commitViews } from '../../src/popularity/view-commit.js';
import { hourOf } from '../../src/popularity/windows.js';
import { openTestDatabase } from '../support/database.js';

const hour = 3_600_000;
const now = Date.UTC(2026, 2, 1, 12, 34);

describe('the commit of views', () => {
  let database: Database;
  const statements: string[] = [];
  beforeAll(async () => {
    database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
  });
  afterAll(() => database.close());

  const commit = (...views: [articleId: number, at: number][]) =>
    database.transaction((tx) =>
      commitViews(
        tx,
        views.map(([articleId, at]) => ({ articleId, at })),
      ),
    );

  it('counts total, score, windows and hours, on new rows and on old ones', async () => {
    await commit([1, now], [2, now], [1, now + hour]);
    await commit([1, now + hour]);
    const popularity = await popularityOf(database, [1, 2]);
    const score = Math.log(Math.exp(viewScore(now)) + Math.exp(viewScore(now + hour, 2)));
    expect(popularity.get(1)).toMatchObject({ views: 3, dayViews: 3, weekViews: 3, monthViews: 3 });
    expect(popularity.get(1)?.score).toBeCloseTo(score, 9);
    expect(popularity.get(2)).toMatchObject({ views: 1, dayViews: 1, weekViews: 1, monthViews: 1 });
    expect(popularity.get(2)?.score).toBe(viewScore(now));
    expect(
      await database.query(sql`SELECT hour, article_id, views FROM view_bucket ORDER BY hour, article_id`),
    ).toEqual([
      { hour: hourOf(now), article_id: 1, views: 1 },
      { hour: hourOf(now), article_id: 2, views: 1 },
      { hour: hourOf(now) + 1, article_id: 1, views: 2 },
    ]);
  });

  it('takes as many statements for a thousand articles as for one', async () => {
    const count = async (articles: number) => {
      statements.length = 0;
      await commit(...Array.from({ length: articles }, (_, n) => [1000 + n, now + hour] as [number, number]));
      return statements.length;
    };
    const forOne = await count(1);
    expect(await count(1000)).toBe(forOne);
    expect(forOne).toBeLessThanOrEqual(7); // Four, and what begins and ends the transaction.
  });

  it('loses no view and no score when several writers count the same articles', async () => {
    await Promise.all(Array.from({ length: 5 }, () => commit([10, now + hour], [11, now + hour])));
    for (const popularity of (await popularityOf(database, [10, 11])).values()) {
      expect(popularity.views).toBe(5);
      expect(popularity.score).toBeCloseTo(viewScore(now + hour, 5), 9);
    }
  });
});
