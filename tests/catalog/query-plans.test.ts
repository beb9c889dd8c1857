import { type ArticleFilter, articleCursor, listArticles } from '../../src/catalog/article-list.js';
import { articleBySlug, articleByUrl, articlesById, articlesByUrlKey } from '../../src/catalog/articles.js';
import {
  categoriesById,
  categoriesByPath,
  categoryByPath,
  childCategories,
  filingsOf,
  rootCategories,
} from '../../src/catalog/categories.js';
import { aliasUrlsOf, relatedLinksOf } from '../../src/catalog/links.js';
import { catalogLoaders } from '../../src/catalog/loaders.js';
import { listedAmong, memberIds, membersAmong } from '../../src/catalog/membership.js';
import { neighboursOf } from '../../src/catalog/neighbours.js';
import type { PageArguments } from '../../src/catalog/paging.js';
import { listSources, sourceBySlug, sourceCursor, sourcesById } from '../../src/catalog/sources.js';
import type { Database } from '../../src/database/database.js';
import { makeShelves, publishMany, type Shelves, someDay } from '../support/corpus.js';
import { openTestDatabase, postgresUrl } from '../support/database.js';

const orders = ['PUBLISHED_DESC', 'PUBLISHED_ASC', 'ADDED_DESC', 'ADDED_ASC'] as const;
const scopes = ['SITE', 'CATEGORY', 'SOURCE'] as const;
const directions = ['PREVIOUS', 'NEXT'] as const;
const hour = 3_600_000;
/** The index that was made for a filter, less the time at the end of its name. */
const indexes: Record<string, string> = {
  'no filter': 'article',
  'a source': 'article_source',
  'several sources': 'article_source',
  'a category': 'category_article',
  'several categories': 'category_article',
  'a category without descendants': 'category_article_direct',
  'several categories without descendants': 'category_article_direct',
  'a language': 'article_language',
  'several languages': 'article_language',
};
/** No index answers all of this. PostgreSQL may sort what one of them leaves over, where that is little. */
const everything = 'a category, a source and a language';

/**
 * How every question of the catalog is answered, told by the databases themselves about the statements that are
 * really sent. Not asked: `count(*)` for `totalCount`, which by its nature walks over what it counts.
 */
describe('the query plans', () => {
  let database: Database;
  let shelves: Shelves;
  let sent: { text: string; parameters: readonly unknown[] }[] = [];
  beforeAll(async () => {
    database = await openTestDatabase({ onStatement: (text, parameters) => sent.push({ text, parameters }) });
    shelves = await makeShelves(database, 60);
    await publishMany(database, shelves, 3_000);
    await database.dataSource.query('ANALYZE');
  }, 60_000);
  afterAll(() => database.close());

  /** The plan of every statement that a question sends, a line for each step. */
  async function planOf(question: () => Promise<unknown>): Promise<string[]> {
    sent = [];
    await question();
    const statements = [...sent];
    expect(statements).not.toEqual([]);
    const runner = database.dataSource.createQueryRunner();
    try {
      // On few rows PostgreSQL rightly reads a whole table; the question is whether it can do without on many.
      for (const way of postgresUrl ? ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'] : [])
        await runner.query(`SET enable_${way} = off`);
      const steps: string[] = [];
      for (const { text, parameters } of statements) {
        const explain = postgresUrl ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
        const rows: Record<string, string>[] = await runner.query(`${explain} ${text}`, [...parameters]);
        steps.push(...rows.map((row) => String(row.detail ?? row['QUERY PLAN']).trim()));
      }
      return steps;
    } finally {
      if (postgresUrl) await runner.query('RESET ALL');
      await runner.release();
    }
  }

  /** The steps that read a whole table or index, or sort. */
  async function slowSteps(question: () => Promise<unknown>): Promise<string[]> {
    const plan = await planOf(question);
    return plan.filter((step, index) =>
      postgresUrl
        ? /Seq Scan|^(-> {2})?(Incremental )?Sort {2}/.test(step) ||
          (/Index (Only )?Scan/.test(step) && !plan[index + 1]?.startsWith('Index Cond'))
        : // `k` is the page itself, found by then.
          /^SCAN (?!k$)|TEMP B-TREE/.test(step),
    );
  }

  const filters = (): Record<string, ArticleFilter> => {
    const { sources, categories } = shelves;
    const time = { publishedFrom: someDay - 30 * hour, publishedBefore: someDay - hour };
    const [world, asia] = categories;
    return {
      'no filter': {},
      'a source': { source: [sources[0]] },
      'several sources': { source: sources.slice(0, 20) },
      'a category': { category: [world] },
      'several categories': { category: categories.slice(0, 20) },
      'a category without descendants': { category: [asia], includeDescendants: false },
      'several categories without descendants': {
        category: categories.slice(0, 20),
        includeDescendants: false,
      },
      'a language': { language: ['zh-CN'] },
      'several languages': { language: ['zh-CN', 'en', 'fr'] },
      'a source and a language': { source: [sources[1]], language: ['en'] },
      [everything]: { category: [world, asia], source: [sources[0]], language: ['en'] },
      'a time': time,
      'a time of adding': { addedFrom: someDay - 30 * hour, addedBefore: someDay - hour },
    };
  };

  it.each(orders)('of pages of articles in the order %s read indexes only', async (order) => {
    const middle = (await listArticles(database, {}, order, { first: 60 })).rows.at(-1);
    const cursor = articleCursor(middle as never, order);
    const pages: PageArguments[] = [
      { first: 10 },
      { first: 100 },
      { first: 10, after: cursor },
      { last: 10 },
      { last: 10, before: cursor },
    ];
    const slow: Record<string, string[]> = {};
    for (const [name, filter] of Object.entries(filters())) {
      for (const page of pages) {
        const question = () => listArticles(database, filter, order, page);
        const steps = (await slowSteps(question)).filter((step) => name !== everything || !/Sort/.test(step));
        if (steps.length > 0) slow[`${name} ${JSON.stringify(page)}`] = steps;
        const index = indexes[name] && `${indexes[name]}_${order.split('_')[0]?.toLowerCase()} `;
        if (index && !(await planOf(question)).some((step) => step.includes(index)))
          slow[`${name} ${JSON.stringify(page)} without ${index}`] = [];
      }
    }
    expect(slow).toEqual({});
  });

  it.each(orders)(
    'of pages in the order %s start inside the articles of one time, not before them',
    async (order) => {
      const page = { first: 10, after: undefined as string | undefined };
      const tied = (await listArticles(database, {}, order, { first: 100 })).rows;
      page.after = articleCursor(tied.at(-1) as never, order);
      const column = order.startsWith('PUBLISHED') ? 'published_at' : 'added_at';
      for (const filter of [{}, { source: [shelves.sources[0]] }, { category: [shelves.categories[0]] }]) {
        const plan = (await planOf(() => listArticles(database, filter, order, page))).join('\n');
        // The range is over both columns: the time and the id.
        expect(plan).toMatch(
          new RegExp(
            postgresUrl
              ? `Index Cond: .*ROW\\(${column}, (article_)?id\\) <.*ROW\\(${column}, (article_)?id\\) >`
              : `\\(${column},(article_)?id\\)>\\(\\?,\\?\\) AND \\(${column},(article_)?id\\)<\\(\\?,\\?\\)`,
          ),
        );
      }
    },
  );

  it('of neighbours step along an index over time and id', async () => {
    for (const scope of scopes) {
      for (const direction of directions) {
        const questions = [1, 2, 3, 4].map((articleId) => ({ articleId, scope, direction }));
        const question = () => neighboursOf(database, questions);
        expect(await slowSteps(question)).toEqual([]);
        const plan = (await planOf(question)).join('\n');
        expect(plan).toMatch(
          postgresUrl
            ? /Index Cond: .*ROW\(published_at, id\) [<>] ROW\(\(\+ x.published_at\), \(\+ x.id\)\)/
            : /\(published_at,id\)[<>]\(\?,\?\)/,
        );
        expect(plan).toContain(
          ` ${{ SITE: 'article', CATEGORY: 'article_category', SOURCE: 'article_source' }[scope]}_published `,
        );
      }
    }
    const all = [1, 2, 3].flatMap((articleId) =>
      scopes.flatMap((scope) => directions.map((direction) => ({ articleId, scope, direction }))),
    );
    expect(await slowSteps(() => neighboursOf(database, all))).toEqual([]);
  });

  it('of single things and what belongs to them read indexes only', async () => {
    const some = [1, 2, 3];
    const { sources, categories } = shelves;
    const [firstSource] = (await listSources(database, { first: 1 })).rows;
    const questions: Record<string, () => Promise<unknown>> = {
      'article by id': () => articlesById(database, [1]),
      'articles by ids': () => articlesById(database, some),
      'article by slug': () => articleBySlug(database, 'headline-1-1'),
      'article by url': () => articleByUrl(database, 'https://alias.example/4'),
      'articles by urls': () =>
        articlesByUrlKey(database, ['https://alias.example/4', 'https://news.example/5']),
      bodies: () => catalogLoaders(database).body.loadMany(some),
      'related links': () => relatedLinksOf(database, some),
      'alias urls': () => aliasUrlsOf(database, some),
      filings: () => filingsOf(database, some),
      'category by path': () => categoryByPath(database, 'world/asia'),
      'categories by id': () => categoriesById(database, categories.slice(0, 3)),
      'categories by path': () => categoriesByPath(database, ['world', 'sport']),
      'root categories': () => rootCategories(database),
      children: () => childCategories(database, [categories[0]]),
      'children of several': () => childCategories(database, categories.slice(0, 3)),
      'source by slug': () => sourceBySlug(database, 'north'),
      'sources by id': () => sourcesById(database, sources.slice(0, 3)),
      sources: () => listSources(database, { first: 10 }),
      'sources after one': () =>
        listSources(database, { first: 10, after: sourceCursor(firstSource as never) }),
      'members of a category': () => memberIds(database, { category: categories[0] }, 100),
      'members of a source': () => memberIds(database, { source: sources[0] }, 100),
      'members of both': () => memberIds(database, { source: sources[0], category: categories[0] }, 100),
      'members among some': () =>
        membersAmong(database, { source: sources[0], category: categories[0] }, some),
      'articles that are listed': () => listedAmong(database, some),
    };
    const slow: Record<string, string[]> = {};
    for (const [name, question] of Object.entries(questions)) {
      const steps = await slowSteps(question);
      if (steps.length > 0) slow[name] = steps;
    }
    expect(slow).toEqual({});
  });
});
