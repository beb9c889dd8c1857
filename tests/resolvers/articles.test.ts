import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, type Shelves, someDay } from '../support/corpus.js';

const articleId = (id: number) => toGlobalId('Article', id);

describe('articles', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
    const writer = catalogWriter(app.database, []);
    const drafts = Array.from({ length: 9 }, (_, n) =>
      draftOf(n + 1, {
        id: n + 1,
        slug: `slug-${n + 1}`,
        publishedAt: someDay + 1_000 * Math.floor(n / 3),
        addedAt: someDay - n,
        sourceId: shelves.sources[n % 3] as number,
        categoryIds: [shelves.categories[n % 4] as number],
        aliasUrls: [`https://alias.example/${n + 1}`],
      }),
    );
    await writer.publish(drafts);
    await writer.withdraw({ articleId: 9, reason: 'RIGHTS_CLAIM', statement: 'Gone.' });
  });
  afterAll(() => app.stop());

  describe('one of them', () => {
    const ask = (argument: string) =>
      app.graphql(`{ article(${argument}) {
        __typename ... on Article { slug } ... on WithdrawnArticle { id originalUrl reason statement } } }`);

    it.each([
      `id: "${articleId(2)}"`,
      'slug: "slug-2"',
      'url: "https://news.example/2"',
      'url: "http://www.news.example/2/?utm_source=x"',
      'url: "https://alias.example/2"',
    ])('is found by %s', async (argument) => {
      const { data } = await ask(argument);
      expect(data.article).toEqual({ __typename: 'Article', slug: 'slug-2' });
    });

    it.each([`id: "${articleId(99)}"`, 'slug: "nothing"', 'url: "https://news.example/99"'])(
      'is null for %s',
      async (argument) => {
        expect(await ask(argument)).toEqual({ status: 200, data: { article: null } });
      },
    );

    it.each([
      `id: "${articleId(9)}"`,
      'slug: "slug-9"',
      'url: "https://news.example/9"',
      'url: "https://alias.example/9"',
    ])('is its tombstone for the withdrawn %s', async (argument) => {
      const { data } = await ask(argument);
      expect(data.article).toEqual({
        __typename: 'WithdrawnArticle',
        id: articleId(9),
        originalUrl: 'https://news.example/9',
        reason: 'RIGHTS_CLAIM',
        statement: 'Gone.',
      });
    });
  });

  it.each([
    ['article(id: "x") { __typename }', 'id'],
    [`article(id: "${toGlobalId('Source', 1)}") { __typename }`, 'id'],
    ['article { __typename }', 'id'],
    ['article(slug: "a", url: "https://news.example/1") { __typename }', 'id'],
    ['article(url: "news") { __typename }', 'url'],
    ['articles(first: -1) { nodes { id } }', 'first'],
    ['articles(first: 101) { nodes { id } }', 'first'],
    ['articles(last: 101) { nodes { id } }', 'last'],
    ['articles(first: 1, last: 1) { nodes { id } }', 'last'],
    ['articles(after: "x") { nodes { id } }', 'after'],
    ['articles(last: 1, before: "x") { nodes { id } }', 'before'],
    ['articles(filter: { source: ["x"] }) { nodes { id } }', 'filter.source'],
    [`articles(filter: { category: ["${articleId(1)}"] }) { nodes { id } }`, 'filter.category'],
    ['articles(filter: { publishedFrom: "yesterday" }) { nodes { id } }', 'filter.publishedFrom'],
    ['articles(filter: { addedBefore: "2026-02-30T00:00:00Z" }) { nodes { id } }', 'filter.addedBefore'],
    ['articles(filter: { language: ["not a language"] }) { nodes { id } }', 'filter.language'],
    ['latestArticles(first: 101) { id }', 'first'],
  ])('%s is refused, naming the argument', async (field, argument) => {
    const { errors } = await app.graphql(`{ ${field} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(errors?.[0]?.message).toContain(`"${argument}"`);
  });

  describe('lists of them', () => {
    const connection = `edges { cursor node { slug } } nodes { slug } totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
    async function list(argument: string) {
      const { data, errors } = await app.graphql(`{ articles${argument} { ${connection} } }`);
      expect(errors).toBeUndefined();
      const { edges, nodes, pageInfo, totalCount } = data.articles;
      const slugs: string[] = nodes.map(({ slug }: { slug: string }) => slug);
      expect(edges.map(({ node }: { node: { slug: string } }) => node.slug)).toEqual(slugs);
      expect(pageInfo).toMatchObject({
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      });
      return { numbers: slugs.map((slug) => Number(slug.slice(5))), pageInfo, totalCount };
    }

    it('come in the order asked for, the newest first', async () => {
      expect((await list('')).numbers).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
      expect((await list('(orderBy: PUBLISHED_ASC)')).numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await list('(orderBy: ADDED_DESC)')).numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await list('(orderBy: ADDED_ASC)')).numbers).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    });

    it('are paged forwards and backwards', async () => {
      const first = await list('(first: 3)');
      expect(first).toMatchObject({
        numbers: [8, 7, 6],
        totalCount: 8,
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      });
      const second = await list(`(first: 5, after: "${first.pageInfo.endCursor}")`);
      expect(second).toMatchObject({
        numbers: [5, 4, 3, 2, 1],
        totalCount: 8,
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      });
      const back = await list(`(last: 2, before: "${second.pageInfo.startCursor}")`);
      expect(back).toMatchObject({
        numbers: [7, 6],
        pageInfo: { hasNextPage: true, hasPreviousPage: true },
      });
      expect(await list('(first: 0)')).toMatchObject({ numbers: [], pageInfo: { endCursor: null } });
    });

    it('hold what passes the filter', async () => {
      const [north, , west] = shelves.sources.map((id) => `"${toGlobalId('Source', id)}"`);
      const [world, asia] = shelves.categories.map((id) => `"${toGlobalId('Category', id)}"`);
      const filtered = async (filter: string) => (await list(`(filter: { ${filter} })`)).numbers;
      expect(await filtered(`source: [${north}, ${west}]`)).toEqual([7, 6, 4, 3, 1]);
      expect(await filtered(`category: ${world}`)).toEqual([7, 6, 5, 3, 2, 1]);
      expect(await filtered(`category: [${world}, ${asia}], includeDescendants: false`)).toEqual([
        6, 5, 2, 1,
      ]);
      expect(await filtered('language: ["en"]')).toEqual([8, 6, 5, 3, 2]);
      expect(await filtered(`language: ["ZH-cn"], category: ${asia}`)).toEqual([7]);
      expect(await filtered('source: []')).toEqual([]);
      const second = '2026-01-01T01:00:01+01:00';
      expect(await filtered(`publishedFrom: "${second}"`)).toEqual([8, 7, 6, 5, 4]);
      expect(await filtered(`publishedBefore: "${second}"`)).toEqual([3, 2, 1]);
      expect(await filtered('addedFrom: "2025-12-31T23:59:59.998Z"')).toEqual([3, 2, 1]);
    });

    it('of the sidebar begin with what was added last', async () => {
      const { data } = await app.graphql(
        '{ latestArticles(first: 2) { slug } all: latestArticles { slug } }',
      );
      expect(data.latestArticles).toEqual([{ slug: 'slug-1' }, { slug: 'slug-2' }]);
      expect(data.all).toHaveLength(8);
    });
  });
});
