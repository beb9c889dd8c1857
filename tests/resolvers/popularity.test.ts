import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { hourOf } from '../../src/popularity/windows.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, someDay } from '../support/corpus.js';

describe('the popularity of an article', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const { sources } = await makeShelves(app.database);
    const drafts = [1, 2, 3].map((id) => draftOf(id, { id, sourceId: sources[0] }));
    await catalogWriter(app.database, []).publish(drafts);
    const now = Date.now();
    const hour = hourOf(now);
    const seeds = [
      { articleId: 1, views: 100, score: 5, publishedAt: someDay, buckets: [[hour - 100, 7]] as const },
      { articleId: 2, views: 50, score: 9, publishedAt: someDay, buckets: [[hour, 2]] as const },
    ];
    await app.database.transaction((tx) => seedPopularity(tx, seeds, now));
  });
  afterAll(() => app.stop());

  const fields = `popularity { score views day: views(window: DAY) week: views(window: WEEK) hot: views(window: HOT)
    rank rankAll: rank(window: ALL) rankDay: rank(window: DAY) }`;

  it('counts views and places by window', async () => {
    const { data } = await app.graphql(`{ articles(orderBy: PUBLISHED_ASC) { nodes { ${fields} } } }`);
    expect(data.articles.nodes.map(({ popularity }: { popularity: unknown }) => popularity)).toEqual([
      { score: 5, views: 100, day: 0, week: 7, hot: 100, rank: 2, rankAll: 1, rankDay: null },
      { score: 9, views: 50, day: 2, week: 2, hot: 50, rank: 1, rankAll: 2, rankDay: 1 },
      { score: 0, views: 0, day: 0, week: 0, hot: 0, rank: null, rankAll: null, rankDay: null },
    ]);
  });

  it('of one article is that of the same article in a list', async () => {
    const query = `query ($id: ID!) { article(id: $id) { ... on Article { ${fields} } } }`;
    const { data } = await app.graphql(query, { id: toGlobalId('Article', 2) });
    expect(data.article.popularity).toMatchObject({ score: 9, rank: 1 });
  });
});
