import sql from 'sql-template-tag';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

const list = (args: string): string => `{ articles(${args}) { nodes { id } } }`;

describe('a wrong literal', () => {
  it.each([
    ['id', '{ node(id: "zzz") { id } }'],
    ['ids', '{ nodes(ids: ["U291cmNlOjE", "zzz"]) { id } }'],
    ['ids', '{ nodes(ids: [true]) { id } }'],
    ['id', '{ article(id: "zzz") { __typename } }'],
    ['id', '{ article(id: "U291cmNlOjE") { __typename } }'], // The id of a source.
    ['id', '{ article { __typename } }'],
    ['id', '{ article(id: "QXJ0aWNsZTox", slug: "a") { __typename } }'],
    ['url', '{ article(url: "ftp://example.org/1") { __typename } }'],
    ['url', '{ article(url: "nowhere") { __typename } }'],
    ['url', '{ article(url: 5) { __typename } }'],
    ['first', list('first: -1')],
    ['first', list('first: 101')],
    ['first', list('first: 1.5')],
    ['first', list('first: "1"')],
    ['first', list('first: 99999999999')],
    ['last', list('last: -1')],
    ['last', list('last: 101')],
    ['last', list('first: 1, last: 1')],
    ['after', list('after: "zzz"')],
    ['before', list('last: 1, before: ""')],
    ['after', list('after: 5')],
    ['orderBy', list('orderBy: NEWEST')],
    ['orderBy', list('orderBy: "ADDED_DESC"')],
    ['filter', list('filter: "x"')],
    ['filter.publishedFrom', list('filter: {publishedFrom: "yesterday"}')],
    ['filter.publishedBefore', list('filter: {includeDescendants: true, publishedBefore: "2026-11-20"}')],
    ['filter.addedFrom', list('filter: {source: ["U291cmNlOjE"], addedFrom: 5}, first: 5')],
    ['filter.addedBefore', list('first: 5, filter: {addedBefore: "2026-02-30T00:00:00Z"}')],
    ['filter.language', list('filter: {language: ["en", "x_"]}')],
    ['filter.source', list('filter: {source: ["zzz"]}')],
    ['filter.category', list('filter: {category: ["U291cmNlOjE"]}')],
    ['first', '{ latestArticles(first: -1) { id } }'],
    ['first', '{ latestArticles(first: 101) { id } }'],
    ['first', '{ latestArticles(first: null) { id } }'],
    ['filter.publishedFrom', '{ latestArticles(filter: {publishedFrom: ""}) { id } }'],
    ['first', '{ popularArticles(first: -1) { nodes { id } } }'],
    ['after', '{ popularArticles(after: "zzz") { nodes { id } } }'],
    ['window', '{ popularArticles(window: YEAR) { nodes { id } } }'],
    ['category', '{ popularArticles(category: "zzz") { nodes { id } } }'],
    ['first', '{ sources(first: 101) { nodes { id } } }'],
    ['after', '{ sources(after: "zzz") { nodes { id } } }'],
    ['input.articleIds', 'mutation { recordViews(input: {articleIds: []}) { recorded } }'],
    ['input.articleIds', 'mutation { recordViews(input: {articleIds: ["zzz"]}) { recorded } }'],
    ['f.publishedFrom', `query ($f: ArticleFilter = {publishedFrom: "x"}) ${list('filter: $f')}`],
  ])('names %s in %s', async (argument, query) => {
    const { errors } = await app.graphql(query);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(`"${argument}"`), extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
  });

  it('is found among right ones, in lists of objects too', async () => {
    const links =
      '[{kind: ORIGINAL, title: "a", url: "https://example.org/"}, {title: "b", url: "zzz", kind: ORIGINAL}]';
    const { errors } = await app.edit(`mutation {
      publishArticle(input: {originalUrl: "https://example.org/1", source: "U291cmNlOjE", headline: "x", publishedAt: "2026-01-01T00:00:00Z", relatedLinks: ${links}}) {
        created
      }
    }`);
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'input.relatedLinks.url' } },
    ]);
  });

  it('says what would be right', async () => {
    const { errors } = await app.graphql(list('filter: {publishedFrom: "yesterday"}'));
    expect(errors?.[0]?.message).toContain('such as 2026-11-20T08:30:00Z');
  });
});

describe('a wrong variable', () => {
  it.each([
    ['first', '($first: Int)', 'first: $first', { first: 1.5 }],
    ['after', '($after: Cursor)', 'after: $after', { after: 5 }],
    ['order', '($order: ArticleOrder!)', 'orderBy: $order', { order: 'NEWEST' }],
    ['order', '($order: ArticleOrder!)', 'orderBy: $order', {}],
    ['from', '($from: DateTime)', 'filter: {publishedFrom: $from}', { from: '2026-11-20' }],
    [
      'filter.publishedFrom',
      '($filter: ArticleFilter)',
      'filter: $filter',
      { filter: { publishedFrom: 'x' } },
    ],
    [
      'filter.language[1]',
      '($filter: ArticleFilter)',
      'filter: $filter',
      { filter: { language: ['en', 'x_'] } },
    ],
    ['filter', '($filter: ArticleFilter)', 'filter: $filter', { filter: { unheardOf: 1 } }],
  ])('is named: %s', async (argument, declared, used, variables) => {
    const { status, errors, data } = await app.graphql(`query ${declared} ${list(used)}`, variables);
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(errors?.[0]?.message).toContain(argument.split('.').at(-1)?.replace('[1]', ''));
  });

  it('of a right type and a wrong value is named by its argument', async () => {
    const { errors } = await app.graphql(`query ($n: Int) ${list('last: $n')}`, { n: 101 });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'last' } }]);
  });
});

describe('a document that is none', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', '{ articles'],
    ['GRAPHQL_VALIDATION_FAILED', '{ unheardOf }'],
    ['GRAPHQL_VALIDATION_FAILED', '{ category { id } }'],
    ['GRAPHQL_VALIDATION_FAILED', 'subscription { articleChanged { kind } }'],
    ['OPERATION_RESOLUTION_FAILURE', 'query A { __typename } query B { __typename }'],
  ])('is %s: %s', async (code, query) => {
    const { status, errors } = await app.graphql(query);
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, code]);
  });

  it('is told that there are no subscriptions', async () => {
    const { errors } = await app.graphql('subscription { articleChanged { kind } }');
    expect(errors?.[0]?.message).toBe('This API has no subscriptions');
  });
});

describe('a fault of ours', () => {
  let broken: TestApp;

  beforeAll(async () => {
    broken = await startTestApp();
    await broken.database.transaction((tx) => tx.execute(sql`DROP TABLE article_url`));
    await broken.database.transaction((tx) => tx.execute(sql`DROP TABLE popularity`));
  });

  afterAll(() => broken.stop());

  const hidden = (errorId: string | undefined) => broken.log.filter((line) => line.errorId === errorId);

  it('is masked, beside what is whole, under an id that is in the log with the cause', async () => {
    const { status, data, errors } = await broken.graphql(
      '{ popularArticles { nodes { id } } categories { id } }',
    );
    expect([status, data]).toEqual([200, { popularArticles: null, categories: [] }]);
    expect(errors).toMatchObject([
      { path: ['popularArticles'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    const { message, extensions } = errors?.[0] ?? {};
    expect(message).toBe(
      `Something went wrong on our side; quote error ${extensions?.errorId} to the operator`,
    );
    expect(Object.keys(extensions ?? {}).sort()).toEqual(['code', 'errorId']);
    expect(hidden(extensions?.errorId)).toMatchObject([
      { level: 'error', err: { message: expect.stringContaining('popularity'), query: expect.any(String) } },
    ]);
  });

  it('leaves the values that a statement came with out of the log', async () => {
    const { errors } = await broken.graphql(
      '{ article(url: "https://example.org/what-was-read") { __typename } }',
    );
    expect(hidden(errors?.[0]?.extensions.errorId)).toHaveLength(1);
    expect(JSON.stringify(broken.log)).not.toContain('what-was-read');
  });
});
