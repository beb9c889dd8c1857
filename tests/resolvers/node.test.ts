import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, type Shelves } from '../support/corpus.js';

describe('node and nodes', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
    const writer = catalogWriter(app.database, []);
    await writer.publish([1, 2].map((id) => draftOf(id, { id, sourceId: shelves.sources[0] })));
    await writer.withdraw({ articleId: 2, reason: 'LEGAL' });
  });
  afterAll(() => app.stop());

  const fields = `__typename id ... on Article { headline } ... on Source { name } ... on Category { path }
    ... on WithdrawnArticle { originalUrl reason }`;
  /** One object of every type, as it is refetched. */
  const objects = () => ({
    article: { __typename: 'Article', id: toGlobalId('Article', 1), headline: 'Headline 1' },
    withdrawn: {
      __typename: 'WithdrawnArticle',
      id: toGlobalId('Article', 2),
      originalUrl: 'https://news.example/2',
      reason: 'LEGAL',
    },
    source: { __typename: 'Source', id: toGlobalId('Source', shelves.sources[1]), name: 'SOUTH' },
    category: {
      __typename: 'Category',
      id: toGlobalId('Category', shelves.categories[1]),
      path: 'world/asia',
    },
  });

  it.each(['article', 'withdrawn', 'source', 'category'] as const)(
    'refetches a %s by its id',
    async (kind) => {
      const object = objects()[kind];
      const { data } = await app.graphql(`query ($id: ID!) { node(id: $id) { ${fields} } }`, {
        id: object.id,
      });
      expect(data).toEqual({ node: object });
    },
  );

  it('gives what it gave before under the same id: of types, of lists and of payloads', async () => {
    const { data } = await app.graphql(`{ articles { nodes { id source { id } } }
      source(slug: "south") { id } category(path: "world/asia") { id } }`);
    expect(data.articles.nodes[0].id).toBe(objects().article.id);
    expect([data.source.id, data.category.id]).toEqual([objects().source.id, objects().category.id]);
  });

  it('refetches many in the order asked for, with null where there is nothing', async () => {
    const { article, withdrawn, source, category } = objects();
    const nothing = toGlobalId('Category', 7);
    const ids = [category.id, nothing, article.id, source.id, article.id, withdrawn.id];
    app.statements.length = 0;
    const { data } = await app.graphql(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${fields} } }`, { ids });
    expect(data.nodes).toEqual([category, null, article, source, article, withdrawn]);
    expect(app.statements).toHaveLength(3);
    expect(await app.graphql('{ nodes(ids: []) { id } }')).toMatchObject({ data: { nodes: [] } });
    expect(await app.graphql(`{ node(id: "${nothing}") { id } }`)).toMatchObject({ data: { node: null } });
  });

  it('refuses more than 100, and what was never an id', async () => {
    const ask = async (ids: string[]) =>
      (await app.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).errors;
    const hundred = Array.from({ length: 100 }, (_, n) => toGlobalId('Source', n + 1));
    expect(await ask(hundred)).toBeUndefined();
    const refused = [{ extensions: { code: 'BAD_USER_INPUT', argument: 'ids' } }];
    expect(await ask([...hundred, 'QXJ0aWNsZTox'])).toMatchObject(refused);
    expect(await ask(['QXJ0aWNsZTox', 'nonsense'])).toMatchObject(refused);
    const { errors } = await app.graphql('{ node(id: "nonsense") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
  });
});
