import fc from 'fast-check';
import sql from 'sql-template-tag';
import { type Database, openDatabase } from '../../src/database/database.js';
import { popularityOf } from '../../src/popularity/ranking.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { commitViews } from '../../src/popularity/view-commit.js';
import { advanceWindows, hourOf, windowHours } from '../../src/popularity/windows.js';
import { openTestDatabase } from '../support/database.js';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1, 12, 34);

/** Every view there was, one entry a view. */
type History = { articleId: number; hour: number }[];

const recount = (history: History, clock: number, articleId: number) => {
  const within = (length: number) =>
    history.filter((view) => view.articleId === articleId && view.hour > clock - length).length;
  return {
    dayViews: within(windowHours.DAY),
    weekViews: within(windowHours.WEEK),
    monthViews: within(windowHours.MONTH),
  };
};

const step = fc.oneof(
  fc.record({ views: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }) }),
  fc.record({ hours: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 900 })) }),
  fc.record({
    seed: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 6,
      selector: ([hoursAgo]) => hoursAgo,
    }),
  }),
);

describe('the windows of popularity', () => {
  let database: Database & { url: string };
  const statements: string[] = [];
  beforeAll(async () => {
    database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
  });
  afterAll(() => database.close());
  beforeEach(() => clear());

  const clear = () =>
    database.transaction(async (tx) => {
      await tx.execute(sql`DELETE FROM popularity`);
      await tx.execute(sql`DELETE FROM view_bucket`);
      await tx.execute(sql`DELETE FROM window_clock`);
    });
  const advance = (now: number) => database.transaction((tx) => advanceWindows(tx, now));
  const view = (now: number, ...articleIds: number[]) =>
    database.transaction((tx) =>
      commitViews(
        tx,
        articleIds.map((articleId) => ({ articleId, at: now })),
      ),
    );
  const windowsOf = async (articleId: number) => {
    const { dayViews, weekViews, monthViews } =
      (await popularityOf(database, [articleId])).get(articleId) ?? {};
    return { dayViews, weekViews, monthViews };
  };

  it('always hold what a recount of every view would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await clear();
        const history: History = [];
        let now = start;
        let nextSeeded = 100;
        for (const { views, hours, seed } of steps as {
          views?: number[];
          hours?: number;
          seed?: [number, number][];
        }[]) {
          if (views) {
            await view(now, ...views);
            history.push(...views.map((articleId) => ({ articleId, hour: hourOf(now) })));
          } else if (seed) {
            const articleId = nextSeeded++;
            const buckets = seed.map(([hoursAgo, count]) => [hourOf(now) - hoursAgo, count] as const);
            for (const [at, count] of buckets)
              for (let n = 0; n < count; n++) history.push({ articleId, hour: at });
            await database.transaction((tx) =>
              seedPopularity(tx, [{ articleId, views: 1000, publishedAt: start, buckets }], now),
            );
          } else {
            now += (hours ?? 0) * hour;
            await advance(now);
          }
          const known = [...new Set(history.map(({ articleId }) => articleId))];
          const stored = await popularityOf(database, known);
          for (const articleId of known)
            expect(stored.get(articleId)).toMatchObject(recount(history, hourOf(now), articleId));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('let a view go when its hour has left, and not an hour before', async () => {
    await view(start, 1);
    await advance(start + 23 * hour);
    expect(await windowsOf(1)).toEqual({ dayViews: 1, weekViews: 1, monthViews: 1 });
    await advance(start + 24 * hour);
    expect(await windowsOf(1)).toEqual({ dayViews: 0, weekViews: 1, monthViews: 1 });
    await advance(start + 168 * hour);
    expect(await windowsOf(1)).toEqual({ dayViews: 0, weekViews: 0, monthViews: 1 });
    await advance(start + 720 * hour);
    expect(await windowsOf(1)).toEqual({ dayViews: 0, weekViews: 0, monthViews: 0 });
    expect((await popularityOf(database, [1])).get(1)?.views).toBe(1);
  });

  it('forget the buckets that have left the longest window, and only those', async () => {
    await view(start, 1);
    await view(start + hour, 1);
    await advance(start + 720 * hour);
    expect(await database.query(sql`SELECT hour, views FROM view_bucket`)).toEqual([
      { hour: hourOf(start) + 1, views: 1 },
    ]);
  });

  it('never go back', async () => {
    await view(start, 1);
    await advance(start + 30 * hour);
    expect(await advance(start)).toBe(hourOf(start) + 30);
    await view(start, 1);
    expect(await windowsOf(1)).toEqual({ dayViews: 0, weekViews: 2, monthViews: 2 });
  });

  it('advance in as many statements after a year as after an hour', async () => {
    const count = async (hours: number) => {
      await clear();
      await view(start, 1, 2, 3);
      statements.length = 0;
      await advance(start + hours * hour);
      return statements.length;
    };
    const afterAnHour = await count(1);
    expect(await count(24 * 365)).toBe(afterAnHour);
    expect(afterAnHour).toBeLessThanOrEqual(7); // Four, and what begins and ends the transaction.
  });

  it('are advanced once by several processes that try at the same time', async () => {
    const other = await openDatabase({ url: database.url });
    try {
      await view(start, 1, 1);
      await view(start + 10 * hour, 1);
      await Promise.all(
        [database, other, database, other].map((process) =>
          process.transaction((tx) => advanceWindows(tx, start + 24 * hour)),
        ),
      );
      expect(await windowsOf(1)).toEqual({ dayViews: 1, weekViews: 3, monthViews: 3 });
    } finally {
      await other.close();
    }
  });
});
