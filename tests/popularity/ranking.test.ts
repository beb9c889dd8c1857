import fc from 'fast-check';
import { PopularityWindow } from '../../entities/popularity-window.js';
import type { Database } from '../../src/database/database.js';
import { setListed } from '../../src/popularity/listing.js';
import {
  popularityOf,
  type RankedArticle,
  rankAmong,
  rankedLength,
  topArticles,
} from '../../src/popularity/ranking.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { hourOf } from '../../src/popularity/windows.js';
import { openTestDatabase } from '../support/database.js';

const now = Date.UTC(2026, 2, 1, 12, 34);
const thisHour = hourOf(now);
const windows = Object.values(PopularityWindow);
const articles = 1200;
const withdrawn = [7, 77, 777];
type Row = Record<string, unknown>;
const everyArticle = Array.from({ length: articles }, (_, n) => n + 1);

describe('rankings', () => {
  let database: Database;
  let onPostgres: boolean;
  let sent: { text: string; parameters: readonly unknown[] }[] = [];
  beforeAll(async () => {
    database = await openTestDatabase({ onStatement: (text, parameters) => sent.push({ text, parameters }) });
    onPostgres = database.dialect.name === 'postgres';
    // Few different numbers, so that there are many ties; a tenth have views in the windows.
    const seeds = everyArticle.map((articleId) => ({
      articleId,
      views: 20 + (articleId % 90),
      score: (articleId * 7919) % 100,
      publishedAt: now,
      buckets:
        articleId % 10
          ? []
          : ([
              [thisHour, 1 + (articleId % 3)],
              [thisHour - 50, articleId % 4],
              [thisHour - 400, articleId % 7],
            ] as const),
    }));
    await database.transaction(async (tx) => {
      await seedPopularity(tx, seeds, now);
      await setListed(tx, withdrawn, false);
    });
  });
  afterAll(() => database.close());

  /** The ranking by its definition, from everything there is. */
  async function rankingOf(window: PopularityWindow): Promise<Omit<RankedArticle, 'score'>[]> {
    const all = await popularityOf(database, everyArticle);
    return [...all]
      .map(([articleId, { views, dayViews, weekViews, monthViews, score }]) => {
        const counts = { HOT: views, DAY: dayViews, WEEK: weekViews, MONTH: monthViews, ALL: views };
        const count = counts[window];
        return { articleId, views: count, value: window === PopularityWindow.HOT ? score : count };
      })
      .filter(({ articleId, views }) => views > 0 && !withdrawn.includes(articleId))
      .sort((a, b) => b.value - a.value || b.articleId - a.articleId);
  }

  it.each(windows)(
    'list the most read of %s, in pages that leave nothing out and repeat nothing',
    async (window) => {
      const expected = await rankingOf(window);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 90, max: 2000 }), async (first) => {
          const listed: RankedArticle[] = [];
          for (;;) {
            const page = await topArticles(database, { window, first, after: listed.at(-1) });
            listed.push(...page);
            if (page.length < first) break;
          }
          expect(listed.map(({ articleId, views, value }) => ({ articleId, views, value }))).toEqual(
            expected,
          );
        }),
        { numRuns: 5 },
      );
    },
  );

  it.each(windows)('give an article its place in %s, as far as ranks go', async (window) => {
    const places = new Map((await rankingOf(window)).map(({ articleId }, index) => [articleId, index + 1]));
    const popularity = await popularityOf(database, everyArticle, { ranks: [window] });
    for (const [articleId, { ranks }] of popularity) {
      const place = places.get(articleId) ?? Infinity;
      expect(ranks).toEqual({ [window]: place <= rankedLength ? place : null });
    }
  });

  it('order some articles as the whole', async () => {
    const some = [...everyArticle.filter((id) => id % 5 === 0), ...withdrawn, 999_999];
    for (const window of windows) {
      const all = await topArticles(database, { window, first: articles });
      expect(await rankAmong(database, some, window)).toEqual(
        all.filter(({ articleId }) => some.includes(articleId)),
      );
    }
    expect(await rankAmong(database, [], PopularityWindow.HOT)).toEqual([]);
  });

  it('answer for many articles and every window in one statement', async () => {
    sent = [];
    const popularity = await popularityOf(database, [...everyArticle.slice(0, 50), 999_999], {
      ranks: windows,
    });
    expect(sent).toHaveLength(1);
    expect(popularity.size).toBe(50);
    expect(await popularityOf(database, [])).toEqual(new Map());
  });

  describe('read indexes only', () => {
    /** What the database says, asked with `explain`, of every statement that `question` sends. */
    async function explained(explain: string, question: () => Promise<unknown>): Promise<Row[]> {
      sent = [];
      await question();
      const statements = [...sent];
      expect(statements).not.toEqual([]);
      const runner = database.dataSource.createQueryRunner();
      try {
        if (onPostgres) {
          await runner.query('ANALYZE popularity');
          for (const way of ['seqscan', 'bitmapscan']) await runner.query(`SET enable_${way} = off`);
        }
        const rows: Row[] = [];
        for (const { text, parameters } of statements)
          rows.push(...(await runner.query(`${explain} ${text}`, [...parameters])));
        return rows;
      } finally {
        if (onPostgres) await runner.query('RESET ALL');
        await runner.release();
      }
    }
    async function planOf(question: () => Promise<unknown>): Promise<string> {
      const rows = await explained(onPostgres ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN', question);
      return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n');
    }
    // SQLite's "SCAN above" goes over what the indexes have already found.
    const slow = /SCAN (?!above)|TEMP B-TREE|Seq Scan|Sort/;

    it.each(windows)('for the most read of %s', async (window) => {
      const page = { window, first: 10 };
      const [last] = await topArticles(database, page);
      const index = new RegExp(`popularity_${window.toLowerCase()}`);
      for (const after of [undefined, last]) {
        const plan = await planOf(() => topArticles(database, { ...page, after }));
        expect(plan).not.toMatch(slow);
        expect(plan).toMatch(index);
      }
    });

    it.each(windows)('for ranks in %s', async (window) => {
      const plan = await planOf(() => popularityOf(database, [1, 2, 3], { ranks: [window] }));
      expect(plan).not.toMatch(slow);
      expect(plan).toMatch(new RegExp(`popularity_${window.toLowerCase()}`));
    });

    it.each(windows)('for ranks in %s, from the article on and not from the last one up', async (window) => {
      if (onPostgres) return; // It searches from both bounds at once.
      const program = await explained('EXPLAIN', () => popularityOf(database, [1], { ranks: [window] }));
      const starts = program.filter(({ opcode }) => opcode === 'SeekGT').map(({ p3 }) => p3);
      expect(starts).toHaveLength(2);
      const constants = program.filter(({ opcode }) => opcode === 'Integer' || opcode === 'Variable');
      expect(constants.filter(({ p2 }) => starts.includes(p2))).toEqual([]);
    });

    it('for some articles', async () => {
      expect(await planOf(() => rankAmong(database, [1, 2, 3], PopularityWindow.DAY))).not.toMatch(
        /SCAN|Seq Scan/,
      );
    });
  });
});
