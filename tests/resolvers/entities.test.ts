import sql from 'sql-template-tag';
import { toGlobalId } from '../../resolvers/global-id.js';
import { makeShelves, publishMany, type Shelves } from '../support/corpus.js';
import { startTestSubgraph, type TestSubgraph } from '../support/subgraph.js';

const article = (id: number) => ({ __typename: 'Article', id: toGlobalId('Article', id) });
const articleAt = (originalUrl: unknown) => ({ __typename: 'Article', originalUrl });
/** Every twentieth is withdrawn; the number in an address is one less than that in the id. */
const withdrawn = toGlobalId('Article', 20);

describe('_entities of the catalog', () => {
  let catalog: TestSubgraph;
  let shelves: Shelves;
  beforeAll(async () => {
    catalog = await startTestSubgraph('catalog');
    shelves = await makeShelves(catalog.database);
    await publishMany(catalog.database, shelves, 1_001);
  }, 60_000);
  afterAll(() => catalog.stop());

  const selection = `__typename ... on Article { id headline } ... on Source { slug } ... on Category { path }
    ... on WithdrawnArticle { id reason }`;
  const source = () => ({ __typename: 'Source', id: toGlobalId('Source', shelves.sources[1]) });
  const category = () => ({ __typename: 'Category', id: toGlobalId('Category', shelves.categories[1]) });

  it('finds every type by every key, in the order asked for', async () => {
    const { data, errors } = await catalog.entities(
      [
        category(),
        articleAt('https://news.example/6'),
        { __typename: 'WithdrawnArticle', id: withdrawn },
        article(3),
        source(),
        article(3),
      ],
      selection,
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { __typename: 'Category', path: 'world/asia' },
      { __typename: 'Article', id: toGlobalId('Article', 7), headline: 'Headline 6' },
      { __typename: 'WithdrawnArticle', id: withdrawn, reason: 'EDITORIAL' },
      { __typename: 'Article', id: toGlobalId('Article', 3), headline: 'Headline 2' },
      { __typename: 'Source', slug: 'south' },
      { __typename: 'Article', id: toGlobalId('Article', 3), headline: 'Headline 2' },
    ]);
  });

  it('finds an article by any spelling of any of its addresses', async () => {
    const { data } = await catalog.entities(
      ['http://www.news.example/4/?utm_source=x', 'https://alias.example/4'].map(articleAt),
      '... on Article { headline originalUrl }',
    );
    const found = { headline: 'Headline 4', originalUrl: 'https://news.example/4' };
    expect(data._entities).toEqual([found, found]);
  });

  it.each([
    ['one that is not known', article(5_000_000), 'NOT_FOUND'],
    ['an address that is not known', articleAt('https://news.example/none'), 'NOT_FOUND'],
    ['a withdrawn one', { __typename: 'Article', id: withdrawn }, 'ARTICLE_WITHDRAWN'],
    ['the address of a withdrawn one', articleAt('https://news.example/19'), 'ARTICLE_WITHDRAWN'],
    ['a tombstone that there is none of', { ...article(3), __typename: 'WithdrawnArticle' }, 'NOT_FOUND'],
    ['a source that is not known', { __typename: 'Source', id: toGlobalId('Source', 99) }, 'NOT_FOUND'],
    ['a category that is not known', { __typename: 'Category', id: toGlobalId('Category', 99) }, 'NOT_FOUND'],
    ['no key', { __typename: 'Article' }, 'BAD_USER_INPUT'],
    ['a key of another type', { __typename: 'Article', id: 7 }, 'BAD_USER_INPUT'],
    ['an id that is none of ours', { __typename: 'Article', id: 'nonsense' }, 'BAD_USER_INPUT'],
    ['an id of another type', { __typename: 'Source', id: toGlobalId('Article', 3) }, 'BAD_USER_INPUT'],
    ['an address that is none', articleAt('news'), 'BAD_USER_INPUT'],
    ['an address of another type', articleAt(['https://news.example/4']), 'BAD_USER_INPUT'],
    ['a type that it lacks', { __typename: 'Comment', id: '1' }, 'BAD_USER_INPUT'],
    ['a type that every object has', { __typename: 'constructor', id: '1' }, 'BAD_USER_INPUT'],
    ['no type', { id: toGlobalId('Article', 3) }, 'BAD_USER_INPUT'],
    ['no object', 'Article', 'BAD_USER_INPUT'],
  ])('answers %s with null and an error in its place, and its neighbours all the same', async (...given) => {
    const [, representation, code] = given;
    const { status, data, errors } = await catalog.entities(
      [article(3), representation, source()],
      selection,
    );
    expect(status).toBe(200);
    expect(data._entities).toMatchObject([{ headline: 'Headline 2' }, null, { slug: 'south' }]);
    expect(errors).toMatchObject([{ path: ['_entities', 1], extensions: { code } }]);
    if (code === 'BAD_USER_INPUT')
      expect(errors?.[0]?.extensions.argument).toMatch(/^representations\[1\](\.(id|originalUrl))?$/);
  });

  it('refuses a list with a null, as its type says', async () => {
    expect(await catalog.entities([article(3), null], selection)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it.each([10, 1_000])('costs as many statements for %d as for few', async (count) => {
    const kinds = [
      (n: number) => article(n + 1),
      (n: number) => articleAt(`https://news.example/${n}`),
      (n: number) => articleAt(`https://alias.example/${n}`),
      source,
      category,
    ];
    const representations = Array.from({ length: count }, (_, n) => kinds[n % kinds.length]?.(n));
    catalog.statements.length = 0;
    const { data } = await catalog.entities(
      representations,
      `... on Article { headline source { slug } categories { path } aliasUrls next { headline } }
       ... on Category { children { path } } ... on Source { slug }`,
    );
    expect(data._entities.filter((entity) => entity !== null).length).toBeGreaterThan(count * 0.9);
    // Articles by id, by address, sources, categories; filings, other addresses, neighbours, children.
    expect(catalog.statements).toHaveLength(8);
  });

  it('refuses more than 1,000, saying so', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => article(n + 1));
    expect(await catalog.entities(many.slice(1), '__typename')).toMatchObject({ status: 200 });
    expect(await catalog.entities(many, '__typename')).toMatchObject({
      data: null,
      errors: [
        {
          message: expect.stringContaining('at most 1000'),
          path: ['_entities'],
          extensions: { code: 'BAD_USER_INPUT', argument: 'representations' },
        },
      ],
    });
  });

  it('counts the cost of what is asked of each representation', async () => {
    const dear = 'source { articles(first: 100) { nodes { id } } }';
    const representations = Array.from({ length: 400 }, (_, n) => article(n + 1));
    const ask = (count: number) =>
      catalog.entities(representations.slice(0, count), `... on Article { ${dear} }`);
    expect((await ask(5)).errors).toBeUndefined();
    expect(await ask(400)).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] });
  });
});

describe('_entities of a catalog whose database fails', () => {
  let catalog: TestSubgraph;
  beforeAll(async () => {
    catalog = await startTestSubgraph('catalog');
  });
  afterAll(() => catalog.stop());

  it('tell the fault once, not for each representation', async () => {
    const ask = () =>
      catalog.entities(
        [1, 2].map((n) => articleAt(`https://news.example/${n}`)),
        '__typename',
      );
    expect(await ask()).toMatchObject({ data: { _entities: [null, null] } });
    await catalog.database.transaction((tx) => tx.execute(sql`DROP TABLE article_url`));
    expect(await ask()).toMatchObject({
      data: null,
      errors: [{ path: ['_entities'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });
});

describe('_entities of popularity', () => {
  let popularity: TestSubgraph;
  beforeAll(async () => {
    popularity = await startTestSubgraph('popularity');
    const shelves = await makeShelves(popularity.database);
    await publishMany(popularity.database, shelves, 3);
    await popularity.graphql(
      `mutation ($ids: [ID!]!) { recordViews(input: { articleIds: $ids }) { recorded } }`,
      { ids: [article(2).id] },
    );
  });
  afterAll(() => popularity.stop());

  it('answers for any id in one statement, knowing no article', async () => {
    popularity.statements.length = 0;
    const { data, errors } = await popularity.entities(
      [article(9_999), article(2), article(1)],
      '__typename ... on Article { id popularity { views } }',
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { ...article(9_999), popularity: { views: 0 } },
      { ...article(2), popularity: { views: 1 } },
      { ...article(1), popularity: { views: 0 } },
    ]);
    expect(popularity.statements).toHaveLength(1);
  });

  it('reads nothing for what it is not asked for', async () => {
    popularity.statements.length = 0;
    await popularity.entities([article(1)], '... on Article { id }');
    expect(popularity.statements).toEqual([]);
  });

  it('knows articles by id alone', async () => {
    const { data, errors } = await popularity.entities(
      [
        articleAt('https://news.example/1'),
        { __typename: 'Source', id: toGlobalId('Source', 1) },
        article(2),
      ],
      '... on Article { popularity { views } }',
    );
    expect(data._entities).toEqual([null, null, { popularity: { views: 1 } }]);
    expect(errors).toMatchObject([
      { path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } },
      { path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
