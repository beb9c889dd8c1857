import { articlesById } from '../../src/catalog/articles.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeShelves, publishMany, someDay } from '../support/corpus.js';

/** What the example leaves out of the article page. */
const more = `categories { path } body { html text }
  readCounts: popularity { views(window: DAY) score rank(window: WEEK) }`;

describe('the number of SQL statements', () => {
  let app: TestApp;
  let slug: string;
  beforeAll(async () => {
    // With many short lists the page is worth more than the default allows.
    app = await startTestApp({ env: { MAX_COST: '1000000' } });
    const shelves = await makeShelves(app.database);
    const ids = await publishMany(app.database, shelves, 250);
    const seeds = ids.map((articleId) => ({
      articleId,
      views: 1 + (articleId % 40),
      publishedAt: someDay,
      buckets: [],
    }));
    await app.database.transaction((tx) => seedPopularity(tx, seeds, Date.now()));
    const article = (await articlesById(app.database, [51])).get(51);
    slug = article?.__typename === 'Article' ? article.slug : '';
  });
  afterAll(() => app.stop());

  /** How many statements a query costs, and its data. */
  async function cost(query: string) {
    app.statements.length = 0;
    const { data, errors } = await app.graphql(query, query.includes('$slug') ? { slug } : {});
    expect(errors).toBeUndefined();
    return { statements: app.statements.length, data };
  }

  it.each([1, 10, 100])('of the article page is at most 8, with lists of %d', async (length) => {
    const query = articlePageQuery
      .replaceAll('(first: 10)', `(first: ${length})`)
      .replace('relatedLinks {', `${more} relatedLinks {`);
    const { statements, data } = await cost(query);
    expect(statements).toBeLessThanOrEqual(8);
    expect(data.article).toMatchObject({
      previousInCategory: { slug: expect.any(String) },
      nextInSource: { slug: expect.any(String) },
      relatedLinks: [{ article: { slug: expect.any(String) } }],
      breadcrumbs: [{ path: expect.any(String) }, ...data.article.breadcrumbs.slice(1)],
      popularity: { views: 12 },
      readCounts: { views: 0, rank: null },
    });
    expect(data.latestArticles).toHaveLength(length);
    expect(data.popularArticles.edges).toHaveLength(length);
  });

  it.each([1, 50, 100])('of a list of %d articles with all about them is at most 8', async (length) => {
    const neighbours = (['SITE', 'CATEGORY', 'SOURCE'] as const).map(
      (scope) => `p${scope}: previous(within: ${scope}) { slug source { name } }
        n${scope}: next(within: ${scope}) { slug source { name } }`,
    );
    const list = (counted: string) => `{ articles(first: ${length}) { ${counted} nodes {
      slug source { name } categories { path } breadcrumbs { path } ${neighbours.join(' ')} } } }`;
    const { statements, data } = await cost(list(''));
    expect(statements).toBeLessThanOrEqual(8);
    expect(data.articles.nodes).toHaveLength(length);
    const counted = await cost(list('totalCount'));
    expect(counted.statements).toBe(statements + 1);
    expect(counted.data.articles.totalCount).toBe(238); // Less the withdrawn: every twentieth of 250.
  });

  it('of a list with the related links, bodies and popularity of its articles is at most 8', async () => {
    const { statements } = await cost(`{ articles(first: 50) { nodes { body { text } aliasUrls
      relatedLinks { article { slug source { slug } } } popularity { views score rank hot: rank(window: HOT) } } } }`);
    expect(statements).toBeLessThanOrEqual(8);
  });
});
