import { PopularityWindow } from '../../entities/popularity-window.js';
import type { Database } from '../../src/database/database.js';
import { setListed } from '../../src/popularity/listing.js';
import { popularityOf, rankAmong, topArticles } from '../../src/popularity/ranking.js';
import { commitViews } from '../../src/popularity/view-commit.js';
import { openTestDatabase } from '../support/database.js';

const now = Date.UTC(2026, 2, 1, 12);
const windows = Object.values(PopularityWindow);

describe('listing', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  const view = (...articleIds: number[]) =>
    database.transaction((tx) =>
      commitViews(
        tx,
        articleIds.map((articleId) => ({ articleId, at: now })),
      ),
    );
  const list = (articleId: number, listed: boolean) =>
    database.transaction((tx) => setListed(tx, [articleId], listed));
  const listedIn = async (window: PopularityWindow) =>
    (await topArticles(database, { window, first: 10 })).map(({ articleId }) => articleId);

  it('takes an article out of every ranking and keeps its views', async () => {
    await view(1, 1, 2);
    await list(1, false);
    for (const window of windows) {
      expect(await listedIn(window)).toEqual([2]);
      expect(await rankAmong(database, [1, 2], window)).toMatchObject([{ articleId: 2 }]);
    }
    const popularity = await popularityOf(database, [1, 2], { ranks: windows });
    expect(popularity.get(1)).toMatchObject({
      views: 2,
      ranks: { HOT: null, DAY: null, WEEK: null, MONTH: null, ALL: null },
    });
    expect(popularity.get(2)?.ranks).toEqual({ HOT: 1, DAY: 1, WEEK: 1, MONTH: 1, ALL: 1 });
  });

  it('puts it back with the views it has had meanwhile', async () => {
    await view(1, 2, 2);
    await list(1, false);
    await view(1, 1);
    await list(1, true);
    for (const window of windows) expect(await listedIn(window)).toEqual([1, 2]);
    expect((await popularityOf(database, [1])).get(1)?.views).toBe(3);
  });

  it('holds for an article that is first viewed afterwards', async () => {
    await list(1, false);
    expect((await popularityOf(database, [1])).size).toBe(0);
    await view(1);
    for (const window of windows) expect(await listedIn(window)).toEqual([]);
    expect((await popularityOf(database, [1])).get(1)).toMatchObject({ views: 1, dayViews: 1 });
    expect((await popularityOf(database, [1])).get(1)?.score).toBeGreaterThan(0);
  });

  it('lists nothing that was never viewed', async () => {
    await list(1, false);
    await list(1, true);
    await list(2, true);
    for (const window of windows) expect(await listedIn(window)).toEqual([]);
    await view(1);
    for (const window of windows) expect(await listedIn(window)).toEqual([1]);
  });
});
