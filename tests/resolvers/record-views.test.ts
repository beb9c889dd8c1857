import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves } from '../support/corpus.js';

/** Each reader has a name of his own in his browser's. */
const reader = (name: string) => ({
  'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 ${name}`,
});
const idOf = (id: number) => toGlobalId('Article', id);

describe('recordViews', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const { sources } = await makeShelves(app.database);
    const writer = catalogWriter(app.database, []);
    await writer.publish([1, 2, 3].map((id) => draftOf(id, { id, sourceId: sources[0] })));
    await writer.withdraw({ articleId: 3, reason: 'LEGAL' });
  });
  afterAll(() => app.stop());

  const record = (articleIds: string[], headers: Record<string, string>) =>
    app.graphql(
      `mutation ($input: RecordViewsInput!) { recordViews(input: $input) {
        recorded ignored userErrors { code field message } } }`,
      { input: { articleIds } },
      headers,
    );
  async function viewsOf(id: number): Promise<number> {
    const query = 'query ($id: ID!) { article(id: $id) { ... on Article { popularity { views } } } }';
    return (await app.graphql(query, { id: idOf(id) })).data.article.popularity.views;
  }

  it('counts a reader once, and needs no token', async () => {
    const payload = (recorded: number, ignored: number) => ({
      data: { recordViews: { recorded, ignored, userErrors: [] } },
    });
    expect(await record([idOf(1)], reader('a'))).toMatchObject(payload(1, 0));
    expect(await record([idOf(1), idOf(2)], reader('a'))).toMatchObject(payload(1, 1));
    expect(await record([idOf(1)], reader('b'))).toMatchObject(payload(1, 0));
    expect(await record([idOf(1)], { 'user-agent': 'Googlebot/2.1' })).toMatchObject(payload(0, 1));
    expect([await viewsOf(1), await viewsOf(2)]).toEqual([2, 1]);
  });

  it('takes those that are articles and names the others', async () => {
    const before = await viewsOf(2);
    const { data } = await record([idOf(99), idOf(2), idOf(3)], reader('c'));
    expect(data.recordViews).toMatchObject({
      recorded: 1,
      ignored: 0,
      userErrors: [{ code: 'NOT_FOUND', field: 'articleIds' }],
    });
    expect(data.recordViews.userErrors[0].message).toContain(`${idOf(99)}, ${idOf(3)}`);
    expect(await viewsOf(2)).toBe(before + 1);
  });

  it('refuses what are no ids, too many, or none', async () => {
    for (const ids of [[], Array(101).fill(idOf(1)), ['nonsense'], [toGlobalId('Source', 1)]]) {
      const { errors } = await record(ids, reader('d'));
      expect(errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', argument: 'input.articleIds' } },
      ]);
    }
  });
});
