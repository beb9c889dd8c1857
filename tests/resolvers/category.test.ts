import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, someDay } from '../support/corpus.js';

describe('categories', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const { sources, categories } = await makeShelves(app.database);
    const drafts = categories.map((id, n) =>
      draftOf(n, { sourceId: sources[0], categoryIds: [id], publishedAt: someDay + n }),
    );
    await catalogWriter(app.database, []).publish(drafts);
  });
  afterAll(() => app.stop());

  it('know their parents, children and ancestors', async () => {
    app.statements.length = 0;
    const { data } =
      await app.graphql(`{ categories { slug path name description parent { path } ancestors { path }
      children { path parent { path } children { path ancestors { path } children { path } } } } }`);
    expect(data.categories).toEqual([
      {
        ...{ slug: 'sport', path: 'sport', name: 'SPORT', description: null, parent: null },
        ...{ ancestors: [], children: [] },
      },
      {
        ...{ slug: 'world', path: 'world', name: 'WORLD', description: null, parent: null, ancestors: [] },
        children: [
          {
            path: 'world/asia',
            parent: { path: 'world' },
            children: [
              {
                path: 'world/asia/japan',
                ancestors: [{ path: 'world' }, { path: 'world/asia' }],
                children: [],
              },
            ],
          },
        ],
      },
    ]);
    // The roots; the children of each of three levels; the parents; the ancestors.
    expect(app.statements).toHaveLength(6);
  });

  it('are found by path, or not at all', async () => {
    const { data } = await app.graphql(
      '{ found: category(path: "world/asia") { slug } lost: category(path: "asia") { slug } }',
    );
    expect(data).toEqual({ found: { slug: 'asia' }, lost: null });
  });

  it('list their articles, with those of all below them or without', async () => {
    const { data } = await app.graphql(`{ category(path: "world") {
      all: articles { totalCount nodes { headline } }
      direct: articles(includeDescendants: false) { totalCount nodes { headline } }
      last: articles(last: 1) { pageInfo { hasPreviousPage } nodes { headline } } } }`);
    expect(data.category).toEqual({
      all: {
        totalCount: 3,
        nodes: [{ headline: 'Headline 2' }, { headline: 'Headline 1' }, { headline: 'Headline 0' }],
      },
      direct: { totalCount: 1, nodes: [{ headline: 'Headline 0' }] },
      last: { pageInfo: { hasPreviousPage: true }, nodes: [{ headline: 'Headline 0' }] },
    });
  });
});
