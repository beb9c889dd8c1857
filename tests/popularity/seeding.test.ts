import { PopularityWindow } from '../../entities/popularity-window.js';
import type { Database } from '../../src/database/database.js';
import { combineScores, scoreFromHot, viewScore } from '../../src/popularity/decay.js';
import { setListed } from '../../src/popularity/listing.js';
import { popularityOf, topArticles } from '../../src/popularity/ranking.js';
import { type PopularitySeed, readForExport, seedPopularity } from '../../src/popularity/seeding.js';
import { commitViews } from '../../src/popularity/view-commit.js';
import { hourOf } from '../../src/popularity/windows.js';
import { openTestDatabase } from '../support/database.js';

const now = Date.UTC(2026, 2, 1, 12, 34);
const thisHour = hourOf(now);
const publishedAt = Date.UTC(2025, 5, 1);

describe('seeding', () => {
  let database: Database;
  const statements: string[] = [];
  beforeEach(async () => {
    database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
  });
  afterEach(() => database.close());

  const seed = (...seeds: PopularitySeed[]) => database.transaction((tx) => seedPopularity(tx, seeds, now));

  it('sets views, score and windows from what the buckets say', async () => {
    await seed(
      {
        articleId: 1,
        views: 100,
        publishedAt,
        buckets: [
          [thisHour, 1],
          [thisHour - 30, 2],
          [thisHour - 300, 4],
          [thisHour - 720, 8],
        ],
      },
      { articleId: 2, views: 5, score: scoreFromHot(60), publishedAt, buckets: [] },
      { articleId: 3, views: 0, publishedAt, buckets: [] },
    );
    const popularity = await popularityOf(database, [1, 2, 3]);
    expect(popularity.get(1)).toMatchObject({ views: 100, dayViews: 1, weekViews: 3, monthViews: 7 });
    const score = [
      viewScore(thisHour * 3_600_000, 1),
      viewScore((thisHour - 30) * 3_600_000, 2),
      viewScore((thisHour - 300) * 3_600_000, 4),
      viewScore((thisHour - 720) * 3_600_000, 8),
      viewScore(publishedAt, 85),
    ].reduce(combineScores);
    expect(popularity.get(1)?.score).toBeCloseTo(score, 9);
    expect(popularity.get(2)).toMatchObject({
      views: 5,
      score: scoreFromHot(60),
      dayViews: 0,
      monthViews: 0,
    });
    expect(popularity.has(3)).toBe(false);
    const hot = await topArticles(database, { window: PopularityWindow.HOT, first: 10 });
    expect(hot.map(({ articleId }) => articleId)).toEqual([1, 2]);
  });

  it('changes nothing when it is done again', async () => {
    const row: PopularitySeed = { articleId: 1, views: 9, publishedAt, buckets: [[thisHour - 1, 3]] };
    await seed(row);
    const before = await popularityOf(database, [1]);
    await seed(row);
    expect(await popularityOf(database, [1])).toEqual(before);
  });

  it('leaves a withdrawn article out of the lists', async () => {
    await database.transaction((tx) => setListed(tx, [1], false));
    await seed({ articleId: 1, views: 9, publishedAt, buckets: [[thisHour, 3]] });
    expect(await topArticles(database, { window: PopularityWindow.ALL, first: 10 })).toEqual([]);
    expect((await popularityOf(database, [1])).get(1)?.views).toBe(9);
  });

  it('takes a statement for a thousand articles, not a thousand', async () => {
    statements.length = 0;
    await seed(
      ...Array.from({ length: 1000 }, (_, n) => ({
        articleId: n + 1,
        views: n + 1,
        publishedAt,
        buckets: [[thisHour, 1] as const],
      })),
    );
    expect(statements.length).toBeLessThanOrEqual(7); // Four, and what begins and ends the transaction.
    expect((await popularityOf(database, [1000])).get(1000)).toMatchObject({ views: 1000, dayViews: 1 });
  });

  it('reads what sets the same popularity elsewhere', async () => {
    await database.transaction((tx) =>
      commitViews(tx, [
        { articleId: 1, at: now - 3 * 3_600_000 },
        { articleId: 1, at: now },
        { articleId: 1, at: now },
        { articleId: 2, at: now },
      ]),
    );
    await seed({ articleId: 3, views: 7, publishedAt, buckets: [] });
    const records = await readForExport(database, [1, 2, 3, 4]);
    expect(records.get(1)).toMatchObject({
      views: 3,
      buckets: [
        [thisHour - 3, 1],
        [thisHour, 2],
      ],
    });
    expect(records.get(3)).toEqual({ views: 7, score: viewScore(publishedAt, 7), buckets: [] });
    expect(records.has(4)).toBe(false);

    const elsewhere = await openTestDatabase();
    try {
      const seeds = [...records].map(([articleId, record]) => ({ articleId, publishedAt, ...record }));
      await elsewhere.transaction((tx) => seedPopularity(tx, seeds, now));
      expect(await popularityOf(elsewhere, [1, 2, 3])).toEqual(await popularityOf(database, [1, 2, 3]));
    } finally {
      await elsewhere.close();
    }
  });
});
