import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, type Shelves, someDay } from '../support/corpus.js';

const idOf = (id: number) => toGlobalId('Article', id);

describe('withdrawArticle', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeEach(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
    const drafts = [1, 2, 3].map((id) =>
      draftOf(id, {
        id,
        publishedAt: someDay + id,
        sourceId: shelves.sources[0],
        categoryIds: [shelves.categories[1]],
        bodyText: 'Text',
        relatedLinks: [{ kind: 'SEE_ALSO', title: 'Two', url: 'https://news.example/2' }],
      }),
    );
    await catalogWriter(app.database, []).publish(drafts);
    const seeds = [1, 2, 3].map((articleId) => ({ articleId, views: 9, publishedAt: someDay, buckets: [] }));
    await app.database.transaction((tx) => seedPopularity(tx, seeds, Date.now()));
  });
  afterEach(() => app.stop());

  async function withdraw(given: Record<string, unknown> = {}, send = app.edit) {
    return send(
      `mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) {
        withdrawnArticle { id originalUrl withdrawnAt reason statement } userErrors { code field } } }`,
      { input: { id: idOf(2), reason: 'RIGHTS_CLAIM', ...given } },
    );
  }
  const ranksOf = async (...ids: number[]): Promise<(number | undefined)[]> => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Article { popularity { rank } } } }';
    const { data } = await app.graphql(query, { ids: ids.map(idOf) });
    return data.nodes.map((node: { popularity?: { rank: number } }) => node.popularity?.rank);
  };
  const nodeOf = async (id: number) =>
    (await app.graphql('query ($id: ID!) { node(id: $id) { __typename } }', { id: idOf(id) })).data.node;

  it('leaves a tombstone and nothing else of the article anywhere', async () => {
    expect(await ranksOf(1, 2, 3)).toEqual([3, 2, 1]);
    const { data } = await withdraw({ statement: 'Sorry.' });
    expect(data.withdrawArticle).toMatchObject({
      withdrawnArticle: {
        id: idOf(2),
        originalUrl: 'https://news.example/2',
        reason: 'RIGHTS_CLAIM',
        statement: 'Sorry.',
      },
      userErrors: [],
    });
    const articles = 'nodes { id }';
    const everywhere = await app.graphql(`{
      articles { ${articles} totalCount } added: articles(orderBy: ADDED_ASC) { ${articles} }
      latestArticles { id } source(slug: "north") { articles { ${articles} totalCount } }
      category(path: "world") { articles { ${articles} totalCount } }
      popularArticles { ${articles} } popularAll: popularArticles(window: ALL) { ${articles} }
      popularHere: popularArticles(source: "${toGlobalId('Source', shelves.sources[0])}") { ${articles} }
      neighbours: articles { nodes { relatedLinks { title article { id } } previous { id }
        c: next(within: CATEGORY) { id } s: next(within: SOURCE) { id } } } }`);
    expect(everywhere.errors).toBeUndefined();
    const text = JSON.stringify(everywhere.data);
    expect(text).not.toContain(idOf(2));
    expect(text.match(/"totalCount":2/g)).toHaveLength(3);
    expect(text.match(new RegExp(idOf(3), 'g'))?.length).toBeGreaterThan(8);
    expect(await nodeOf(2)).toEqual({ __typename: 'WithdrawnArticle' });
    expect(await ranksOf(1, 2, 3)).toEqual([2, undefined, 1]);
  });

  it('done twice keeps the first time', async () => {
    const first = await withdraw();
    expect(await withdraw()).toEqual(first);
    const { data } = await withdraw({ reason: 'LEGAL' });
    expect(data.withdrawArticle.withdrawnArticle).toEqual({
      ...first.data.withdrawArticle.withdrawnArticle,
      reason: 'LEGAL',
    });
  });

  it('is not undone by publishing', async () => {
    await withdraw();
    const { data } = await app.edit(
      `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
        article { id } created userErrors { code field } } }`,
      {
        input: {
          originalUrl: 'http://news.example/2/',
          source: toGlobalId('Source', shelves.sources[0]),
          headline: 'Back',
          publishedAt: '2026-01-01T00:00:00Z',
        },
      },
    );
    expect(data.publishArticle).toEqual({
      article: null,
      created: false,
      userErrors: [{ code: 'WITHDRAWN', field: 'originalUrl' }],
    });
    expect(await nodeOf(2)).toEqual({ __typename: 'WithdrawnArticle' });
  });

  it('is refused for an unknown article, one that has changed, and without a token', async () => {
    expect((await withdraw({ id: idOf(9) })).data.withdrawArticle).toEqual({
      withdrawnArticle: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'id' }],
    });
    expect((await withdraw({ ifUnmodifiedSince: '2020-01-01T00:00:00Z' })).data.withdrawArticle).toEqual({
      withdrawnArticle: null,
      userErrors: [{ code: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' }],
    });
    const refused = [{ extensions: { code: 'UNAUTHENTICATED' } }];
    expect((await withdraw({}, app.graphql)).errors).toMatchObject(refused);
    expect((await withdraw({ id: toGlobalId('Source', 1) })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'input.id' } },
    ]);
    expect(await nodeOf(2)).toEqual({ __typename: 'Article' });
  });
});
