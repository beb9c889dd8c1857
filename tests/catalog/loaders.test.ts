import { catalogLoaders } from '../../src/catalog/loaders.js';
import type { Database } from '../../src/database/database.js';
import { makeShelves, publishMany, type Shelves } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('the loaders', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
    await publishMany(database, shelves, 20);
  });
  afterAll(() => database.close());

  const counted = () => {
    const query = jest.fn(database.query) as typeof database.query;
    return { query, loaders: catalogLoaders({ dialect: database.dialect, query }) };
  };

  it('ask once for all that is asked at once, and answer what is absent', async () => {
    const { query, loaders } = counted();
    const ids = [5, 3, 999, 20, 5];
    const [articles, again] = await Promise.all([
      loaders.article.loadMany(ids),
      Promise.all(ids.map((id) => loaders.article.load(id))),
    ]);
    expect(articles).toEqual(again);
    expect(articles.map((article) => (article instanceof Error ? article : article?.__typename))).toEqual([
      'Article',
      'Article',
      undefined,
      'WithdrawnArticle',
      'Article',
    ]);
    expect(articles[2]).toBeNull();
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('each cost one statement, whatever is asked of them', async () => {
    const { query, loaders } = counted();
    const ids = Array.from({ length: 20 }, (_, n) => n + 1);
    const questions = ids.flatMap((articleId) =>
      (['SITE', 'SOURCE', 'CATEGORY'] as const).map((scope) => ({
        articleId,
        scope,
        direction: 'NEXT' as const,
      })),
    );
    await Promise.all([
      loaders.articleByUrlKey.loadMany(ids.map((n) => `https://news.example/${n}`)),
      loaders.body.loadMany(ids),
      loaders.filing.loadMany(ids),
      loaders.relatedLinks.loadMany(ids),
      loaders.aliasUrls.loadMany(ids),
      loaders.neighbour.loadMany(questions),
      loaders.source.loadMany(shelves.sources),
      loaders.category.loadMany(shelves.categories),
      loaders.categoryByPath.loadMany(['world', 'sport']),
      loaders.children.loadMany(shelves.categories),
    ]);
    expect(query).toHaveBeenCalledTimes(10);
  });

  it('answer for an article of which nothing is known', async () => {
    const { loaders } = counted();
    expect(await loaders.body.load(999)).toBeNull();
    expect(await loaders.filing.load(999)).toEqual({ categories: [], breadcrumbs: [] });
    expect(await loaders.relatedLinks.load(999)).toEqual([]);
    expect(await loaders.neighbour.load({ articleId: 999, scope: 'SITE', direction: 'NEXT' })).toBeNull();
  });
});
