import fc from 'fast-check';
import {
  type ArticleFilter,
  type ArticleOrder,
  articleCursor,
  countArticles,
  listArticles,
} from '../../src/catalog/article-list.js';
import type { PageArguments } from '../../src/catalog/paging.js';
import type { Database, Queryable } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, someDay, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase, postgresUrl } from '../support/database.js';

/** An article as the oracle knows it; source and categories by place in the shelves. */
interface Held {
  id: number;
  publishedAt: number;
  addedAt: number;
  source: number;
  categories: number[];
  language: string;
}

/** A filter in the oracle's terms. */
interface Wanted {
  source?: number[];
  category?: number[];
  includeDescendants?: boolean;
  language?: string[];
  publishedFrom?: number;
  publishedBefore?: number;
  addedFrom?: number;
  addedBefore?: number;
}

const orders: ArticleOrder[] = ['PUBLISHED_DESC', 'PUBLISHED_ASC', 'ADDED_DESC', 'ADDED_ASC'];
/** world > asia > japan; sport. */
const withDescendants = [[0, 1, 2], [1, 2], [2], [3]];

function passes(article: Held, wanted: Wanted): boolean {
  const places = wanted.category?.flatMap((category) =>
    wanted.includeDescendants === false ? [category] : (withDescendants[category] as number[]),
  );
  return (
    (!wanted.source || wanted.source.includes(article.source)) &&
    (!places || places.some((place) => article.categories.includes(place))) &&
    (!wanted.language || wanted.language.includes(article.language)) &&
    article.publishedAt >= (wanted.publishedFrom ?? -1) &&
    article.publishedAt < (wanted.publishedBefore ?? Infinity) &&
    article.addedAt >= (wanted.addedFrom ?? -1) &&
    article.addedAt < (wanted.addedBefore ?? Infinity)
  );
}

/** The whole list by definition. */
function oracle(articles: readonly Held[], wanted: Wanted, order: ArticleOrder): number[] {
  const time = order.startsWith('PUBLISHED') ? 'publishedAt' : 'addedAt';
  const sorted = articles
    .filter((article) => passes(article, wanted))
    .sort((a, b) => a[time] - b[time] || a.id - b.id)
    .map(({ id }) => id);
  return order.endsWith('_DESC') ? sorted.reverse() : sorted;
}

const time = fc.nat({ max: 5 });
const language = fc.constantFrom('en', 'zh-CN', 'fr');
const held: fc.Arbitrary<Held> = fc.record({
  id: fc.integer({ min: 1, max: 1_000_000 }),
  publishedAt: time,
  addedAt: time,
  source: fc.nat({ max: 2 }),
  categories: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 3 }),
  language,
});
const wanted = fc.record(
  {
    source: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 3 }),
    category: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 4 }),
    includeDescendants: fc.boolean(),
    language: fc.uniqueArray(language, { maxLength: 3 }),
    publishedFrom: time,
    publishedBefore: time,
    addedFrom: time,
    addedBefore: time,
  },
  { requiredKeys: [] },
);
const corpus = (minLength: number, maxLength: number) =>
  fc.uniqueArray(held, { minLength, maxLength, selector: ({ id }) => id });

describe('lists of articles', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  const draft = ({ id, publishedAt, addedAt, source, categories, language }: Held) =>
    draftOf(id, {
      id,
      language,
      publishedAt: someDay + publishedAt,
      addedAt: someDay + addedAt,
      sourceId: shelves.sources[source] as number,
      categoryIds: categories.map((category) => shelves.categories[category] as number),
    });

  function filterOf({ source, category, includeDescendants, language, ...times }: Wanted): ArticleFilter {
    const absolute = Object.entries(times).map(([name, at]) => [name, at === undefined ? at : someDay + at]);
    return {
      source: source?.map((place) => shelves.sources[place] as number),
      category: category?.map((place) => shelves.categories[place] as number),
      includeDescendants,
      language,
      ...Object.fromEntries(absolute),
    };
  }

  /** The ids on a page and what the page says of itself. */
  async function pageOf(on: Queryable, wanted: Wanted, order: ArticleOrder, page: PageArguments) {
    const { rows, hasNextPage, hasPreviousPage } = await listArticles(on, filterOf(wanted), order, page);
    const cursors = rows.map((row) => articleCursor(row, order));
    return { ids: rows.map(({ id }) => id), hasNextPage, hasPreviousPage, cursors };
  }

  it('give in pages, forwards and backwards, exactly what passes the filter, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        corpus(0, 14),
        wanted,
        fc.constantFrom(...orders),
        fc.integer({ min: 1, max: 5 }),
        (articles, wanted, order, size) =>
          undone(database, async (tx) => {
            await writerIn(tx).publish(articles.map(draft));
            const expected = oracle(articles, wanted, order);

            const forwards: number[] = [];
            for (let after: string | undefined; ; ) {
              const page = await pageOf(tx, wanted, order, { first: size, after });
              forwards.push(...page.ids);
              expect(page.hasNextPage).toBe(forwards.length < expected.length);
              expect(page.hasPreviousPage).toBe(after !== undefined);
              if (!page.hasNextPage) break;
              after = page.cursors.at(-1);
            }
            expect(forwards).toEqual(expected);

            const backwards: number[] = [];
            for (let before: string | undefined; ; ) {
              const page = await pageOf(tx, wanted, order, { last: size, before });
              backwards.unshift(...page.ids);
              expect(page.hasPreviousPage).toBe(backwards.length < expected.length);
              expect(page.hasNextPage).toBe(before !== undefined);
              if (!page.hasPreviousPage) break;
              before = page.cursors[0];
            }
            expect(backwards).toEqual(expected);
            expect(await countArticles(tx, filterOf(wanted))).toBe(expected.length);
          }),
      ),
      { numRuns: postgresUrl ? 80 : 250 },
    );
  }, 120_000);

  it('cut what lies between two cursors from either end', async () => {
    await fc.assert(
      fc.asyncProperty(
        corpus(4, 12),
        fc.constantFrom(...orders),
        fc.nat({ max: 11 }),
        fc.nat({ max: 11 }),
        fc.nat({ max: 4 }),
        (articles, order, from, to, size) =>
          undone(database, async (tx) => {
            await writerIn(tx).publish(articles.map(draft));
            const all = await pageOf(tx, {}, order, { first: 100 });
            const start = from % articles.length;
            const end = to % articles.length;
            const between = all.ids.slice(start + 1, Math.max(start + 1, end));
            const cursors = { after: all.cursors[start], before: all.cursors[end] };
            expect(await pageOf(tx, {}, order, { first: size, ...cursors })).toMatchObject({
              ids: between.slice(0, size),
              hasNextPage: true, // The article of `before` is there.
              hasPreviousPage: true,
            });
            expect(await pageOf(tx, {}, order, { last: size, ...cursors })).toMatchObject({
              ids: size === 0 ? [] : between.slice(-size),
              hasNextPage: true,
              hasPreviousPage: true,
            });
          }),
      ),
      { numRuns: postgresUrl ? 30 : 80 },
    );
  }, 60_000);

  it('stay in place while articles are added and withdrawn between two pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        corpus(4, 10),
        corpus(1, 4),
        fc.constantFrom(...orders),
        fc.integer({ min: 1, max: 3 }),
        (articles, later, order, size) =>
          undone(database, async (tx) => {
            const writer = writerIn(tx);
            const added = later.filter(({ id }) => !articles.some((article) => article.id === id));
            await writer.publish(articles.map(draft));
            const first = await pageOf(tx, {}, order, { first: size });
            const cursor = first.cursors.at(-1) as string;
            const last = first.ids.at(-1) as number;

            await writer.publish(added.map(draft));
            await writer.withdraw({ articleId: last, reason: 'EDITORIAL' });
            const now = oracle([...articles, ...added], {}, order);
            const expected = now.slice(now.indexOf(last) + 1);
            const rest = await pageOf(tx, {}, order, { first: 100, after: cursor });
            expect(rest.ids).toEqual(expected);
          }),
      ),
      { numRuns: postgresUrl ? 30 : 80 },
    );
  }, 60_000);

  describe('refuse', () => {
    const refused = (filter: ArticleFilter, page: PageArguments, order: ArticleOrder = 'PUBLISHED_DESC') =>
      expect(listArticles(database, filter, order, page)).rejects;

    it('a cursor of another order, or none of ours', async () => {
      const published = articleCursor({ publishedAt: 5, addedAt: 6, id: 7 } as never, 'PUBLISHED_DESC');
      await refused({}, { after: published }, 'ADDED_DESC').toMatchObject({ argument: 'after' });
      await refused({}, { before: published }, 'PUBLISHED_ASC').toMatchObject({ argument: 'before' });
      await refused({}, { after: 'nonsense' }).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
    });

    it('more than 50 choices, and take 50', async () => {
      const choices = Array.from({ length: 51 }, (_, n) => n + 1);
      await refused({ category: choices }, {}).toMatchObject({ argument: 'filter.category' });
      await refused({ source: choices }, {}).toMatchObject({ argument: 'filter.source' });
      const repeated = [...choices.slice(0, 50), 1, 2, 3];
      expect(await listArticles(database, { category: repeated }, 'ADDED_ASC', {})).toMatchObject({
        rows: [],
      });
      expect(await countArticles(database, { source: repeated })).toBe(0);
    });
  });
});
