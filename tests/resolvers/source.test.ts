import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, someDay } from '../support/corpus.js';

describe('sources', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const { sources } = await makeShelves(app.database);
    const writer = catalogWriter(app.database, []);
    const drafts = Array.from({ length: 6 }, (_, n) =>
      draftOf(n, { sourceId: sources[n % 2] as number, publishedAt: someDay + n }),
    );
    await writer.publish(drafts);
    await writer.saveSource({
      slug: 'south',
      feedUrl: 'https://south.example/feed',
      timeZone: 'Asia/Tokyo',
      rights: { notice: 'Ask first.' },
    });
  });
  afterAll(() => app.stop());

  it('are found by slug, with their rights, or not at all', async () => {
    const { data } = await app.graphql(`{ nobody: source(slug: "nobody") { id } source(slug: "south") {
      slug name homepageUrl feedUrl language timeZone rights { notice syndication } } }`);
    expect(data).toEqual({
      nobody: null,
      source: {
        slug: 'south',
        name: 'SOUTH',
        homepageUrl: 'https://south.example/',
        feedUrl: 'https://south.example/feed',
        language: 'en',
        timeZone: 'Asia/Tokyo',
        rights: { notice: 'Ask first.', syndication: 'FULL_TEXT' },
      },
    });
  });

  it('list their articles from either end', async () => {
    const { data } = await app.graphql(`{ source(slug: "south") {
      articles(first: 2) { totalCount nodes { headline } pageInfo { hasNextPage endCursor } }
      last: articles(last: 1) { nodes { headline } } } }`);
    const { articles, last } = data.source;
    expect(articles).toMatchObject({
      totalCount: 3,
      nodes: [{ headline: 'Headline 5' }, { headline: 'Headline 3' }],
      pageInfo: { hasNextPage: true },
    });
    expect(last.nodes).toEqual([{ headline: 'Headline 1' }]);
    // A source lists in the order of `articles`, so their cursors fit each other.
    const { data: rest } = await app.graphql(
      'query ($after: Cursor) { source(slug: "south") { articles(after: $after) { nodes { headline } } } }',
      { after: articles.pageInfo.endCursor },
    );
    expect(rest.source.articles.nodes).toEqual(last.nodes);
  });

  it('are paged by slug', async () => {
    const ask = `query ($after: Cursor) { sources(first: 2, after: $after) {
      edges { cursor node { slug } } nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const { data: first } = await app.graphql(ask);
    expect(first.sources.nodes).toEqual([{ slug: 'north' }, { slug: 'south' }]);
    expect(first.sources.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const { data: second } = await app.graphql(ask, { after: first.sources.pageInfo.endCursor });
    expect(second.sources.nodes).toEqual([{ slug: 'west' }]);
    expect(second.sources.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const { errors } = await app.graphql(ask, { after: 'nonsense' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });
});
