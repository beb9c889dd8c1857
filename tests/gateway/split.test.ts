import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGlobalId } from '../../resolvers/global-id.js';
import { type RunningApp, startApp, startGateway, startSubgraph } from '../../src/app.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { changeListeners } from '../../src/change-listeners.js';
import { readConfig } from '../../src/config.js';
import { compose } from '../../src/gateway/compose.js';
import { fetchSdl } from '../../src/gateway/subgraph-sdl.js';
import { createLogger } from '../../src/observability/logger.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { createToken } from '../../src/serving/editor-tokens.js';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { type Answer, type GraphqlClient, graphqlClient } from '../support/app.js';
import { makeShelves, publishMany, type Shelves, someDay } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

const secret = 'only-for-this-test';
const secretVariable = 'SPLIT_TEST_SECRET';
const names = ['catalog', 'popularity'] as const;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let shelves: Shelves;
let folder: string;
let subgraphs: { name: string; url: string; sdl: string }[];
const running: RunningApp[] = [];
let editor: Record<string, string>;
/** `broadsheet serve`, and a gateway over the two subgraphs, on one database. */
let whole: GraphqlClient;
let split: GraphqlClient;
/** The gateway behind a proxy that it trusts. */
let proxied: GraphqlClient;

beforeAll(async () => {
  database = await openTestDatabase();
  shelves = await makeShelves(database);
  const ids = await publishMany(database, shelves, 60);
  const seeds = ids.map((articleId) => ({ articleId, views: articleId, publishedAt: someDay, buckets: [] }));
  await database.transaction((tx) => seedPopularity(tx, seeds, Date.now()));
  // Once more, so that the rankings hear of it.
  const writer = catalogWriter(database, changeListeners);
  for (const articleId of [20, 40, 60]) await writer.withdraw({ articleId, reason: 'LEGAL' });
  editor = { authorization: `Bearer ${await createToken(database, { name: 'newsroom' })}` };

  const config = readConfig({ PORT: '0', SUBGRAPH_SECRET: secret });
  const logger = createLogger('silent');
  const started = async (starting: Promise<RunningApp>) => {
    const app = await starting;
    running.push(app);
    return app.url;
  };
  whole = graphqlClient(await started(startApp(config, database, logger)));
  subgraphs = [];
  for (const name of names) {
    const url = `${await started(startSubgraph(config, database, { name, open: false }, logger))}/graphql`;
    subgraphs.push({ name, url, sdl: await fetchSdl(url, { secret }) });
  }

  folder = await mkdtemp(join(tmpdir(), 'broadsheet-split-'));
  const files = {
    supergraphFile: join(folder, 'supergraph.graphql'),
    subgraphsFile: join(folder, 'subgraphs.json'),
  };
  await writeFile(files.supergraphFile, compose(subgraphs).supergraph);
  const settings = {
    secretFrom: secretVariable,
    headers: ['authorization', 'user-agent', 'x-forwarded-for'],
  };
  await writeFile(
    files.subgraphsFile,
    JSON.stringify({ subgraphs: Object.fromEntries(names.map((name) => [name, settings])) }),
  );
  process.env[secretVariable] = secret;
  split = graphqlClient(await started(startGateway(config, files, logger)));
  const behindProxy = readConfig({ PORT: '0', TRUST_PROXY: 'true' });
  proxied = graphqlClient(await started(startGateway(behindProxy, files, logger)));
});
afterAll(async () => {
  delete process.env[secretVariable];
  for (const app of running.reverse()) await app.stop();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a client sees of an answer. */
function seen({ status, data, errors }: Answer<any>) {
  return {
    status,
    data,
    errors: errors?.map(({ message, path, extensions: { code, argument } }) => ({
      message,
      path,
      code,
      argument,
    })),
  };
}

async function expectSame(
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer<any>> {
  const [one, other] = [await whole(query, variables, headers), await split(query, variables, headers)];
  expect(seen(other)).toEqual(seen(one));
  expect(JSON.stringify(other.data)).toBe(JSON.stringify(one.data)); // The order of keys too.
  return one;
}

const articleId = (id: number) => toGlobalId('Article', id);
const fields = `__typename id ... on Article { headline popularity { views rank } }
  ... on WithdrawnArticle { originalUrl reason } ... on Source { name } ... on Category { path }`;
const readmeQuery = (): string => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const [, body] = /--data '({"query":.+})'$/m.exec(readme) ?? [];
  return JSON.parse(body ?? '{}').query;
};
const slugOf = async (id: number): Promise<string> =>
  (await whole(`{ article(id: "${articleId(id)}") { ... on Article { slug } } }`)).data.article.slug;

describe('the two subgraphs behind a gateway answer as the single process does', () => {
  it('the article page', async () => {
    const slug = await slugOf(51);
    const { data } = await expectSame(articlePageQuery, { slug });
    expect(data).toMatchObject({ article: { popularity: { views: 51 } }, latestArticles: { length: 10 } });
    const query = readmeQuery();
    expect((await expectSame(query)).data.article).toBeNull();
    const { data: found } = await expectSame(query.replace('tide-clock-classroom', slug));
    expect(found.article.headline).toBe('Headline 50');
    expect(found.popularArticles.edges).toHaveLength(10);
  });

  it('node and nodes, of every type', async () => {
    const ids = [
      articleId(51),
      articleId(40),
      toGlobalId('Source', shelves.sources[1]),
      toGlobalId('Category', shelves.categories[2]),
      articleId(7_000),
      articleId(3),
    ];
    const { data } = await expectSame(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${fields} } }`, { ids });
    expect(data.nodes.map((node: any) => node?.__typename)).toEqual([
      'Article',
      'WithdrawnArticle',
      'Source',
      'Category',
      undefined,
      'Article',
    ]);
    for (const id of ids) await expectSame(`query ($id: ID!) { node(id: $id) { ${fields} } }`, { id });
  });

  it.each([
    '{ __typename }',
    '{ popularArticles { edges { rank views score cursor node { headline source { name } popularity { rank } } } } }',
    '{ popularArticles(window: ALL, first: 5) { nodes { slug } pageInfo { endCursor hasNextPage } } }',
    '{ popularArticles(window: DAY) { nodes { slug } } }',
    '{ articles(first: 3) { totalCount nodes { slug popularity { views(window: WEEK) score } } pageInfo { endCursor } } }',
    '{ articles(last: 3, orderBy: PUBLISHED_ASC) { edges { cursor node { id: slug slug: headline } } } }',
    '{ latestArticles { hot: popularity { rank } week: popularity { rank(window: WEEK) } next { popularity { views } } } }',
    '{ categories { path children { path } } sources(first: 2) { nodes { slug } pageInfo { hasNextPage } } }',
    '{ source(slug: "south") { name } category(path: "world/asia") { name parent { name } } none: source(slug: "x") { id } }',
    '{ article(url: "https://news.example/19") { __typename ... on WithdrawnArticle { reason } ... on Article { slug } } }',
    '{ article(slug: "none") { __typename } }',
    '{ latestArticles(first: 2) { ...A @include(if: true) ...B @skip(if: true) } } fragment A on Article { slug popularity { views } } fragment B on Article { headline }',
    '{ __type(name: "Article") { kind name description } latestArticles(first: 1) { popularity { views } } }',
  ])('%s', async (query) => {
    expect((await expectSame(query)).errors).toBeUndefined();
  });

  it('the pages of a ranking', async () => {
    const query = `query ($after: Cursor, $source: ID) { popularArticles(first: 7, after: $after, source: $source) {
      nodes { slug } pageInfo { endCursor hasNextPage hasPreviousPage } } }`;
    const source = toGlobalId('Source', shelves.sources[0]);
    const first = await expectSame(query, { source });
    const { endCursor: after, hasNextPage } = first.data.popularArticles.pageInfo;
    expect(hasNextPage).toBe(true);
    expect((await expectSame(query, { source, after })).data.popularArticles.nodes).toHaveLength(7);
  });

  it.each<[code: string, query: string, variables?: Record<string, unknown>]>([
    ['BAD_USER_INPUT', '{ node(id: "nonsense") { id } }'],
    ['BAD_USER_INPUT', '{ nodes(ids: ["nonsense"]) { id } }'],
    ['BAD_USER_INPUT', '{ article(id: "nonsense") { __typename } latestArticles(first: 1) { slug } }'],
    ['BAD_USER_INPUT', '{ article { __typename } }'],
    ['BAD_USER_INPUT', '{ articles(after: "nonsense") { nodes { id } } }'],
    ['BAD_USER_INPUT', '{ articles(first: 1000) { nodes { id } } }'],
    [
      'BAD_USER_INPUT',
      '{ popularArticles(after: "nonsense") { nodes { id headline } } latestArticles { slug } }',
    ],
    ['BAD_USER_INPUT', '{ popularArticles(category: "nonsense") { nodes { id headline } } }'],
    ['BAD_USER_INPUT', '{ latestArticles(first: 101) { slug } }'],
    ['BAD_USER_INPUT', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: 7.5 }],
    ['BAD_USER_INPUT', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'],
    ['GRAPHQL_VALIDATION_FAILED', '{ articles { nodes { nothing } } }'],
    ['GRAPHQL_VALIDATION_FAILED', '{ _service { sdl } }'],
    ['GRAPHQL_PARSE_FAILED', '{ articles {'],
    [
      'OPERATION_TOO_LARGE',
      '{ articles(first: 100) { nodes { next { next { next { next { body { html } } } } latestFromHere: previous { relatedLinks { article { popularity { views } relatedLinks { article { popularity { views } relatedLinks { article { headline relatedLinks { article { slug } } } } } } } } } } } } }',
    ],
    ['OPERATION_RESOLUTION_FAILURE', 'query A { __typename } query B { __typename }'],
    [
      'UNAUTHENTICATED',
      `mutation { withdrawArticle(input: {id: "${toGlobalId('Article', 1)}", reason: LEGAL}) { userErrors { message } } }`,
    ],
    ['BAD_USER_INPUT', 'mutation { recordViews(input: {articleIds: []}) { recorded } }'],
    ['BAD_USER_INPUT', 'mutation { recordViews(input: {articleIds: ["nonsense"]}) { recorded } }'],
  ])('%s: %s', async (code, query, variables = {}) => {
    const { errors } = await expectSame(query, variables);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  it.each<[query: string, variables?: Record<string, unknown>]>([
    ['{ articles(filter: {publishedFrom: "yesterday"}) { nodes { id } } }'],
    [
      'query ($f: ArticleFilter) { articles(filter: $f) { nodes { id } } }',
      { f: { publishedFrom: 'yesterday' } },
    ],
  ])('in the same words, but at the field: %s', async (query, variables = {}) => {
    // A gateway cannot know what a subgraph's own scalars may hold: it learns it from the subgraph.
    const [one, other] = [seen(await whole(query, variables)), seen(await split(query, variables))];
    expect(one).toMatchObject({ status: 400, errors: [{ code: 'BAD_USER_INPUT' }] });
    const errors = one.errors?.map((error) => ({ ...error, path: ['articles'] }));
    expect(other).toEqual({ status: 200, data: null, errors });
  });
});

describe('through a gateway', () => {
  it('an editor writes, with a token', async () => {
    const mutation = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
      created userErrors { code field message }
      article { id slug headline body { html } source { name } popularity { views rank } } } }`;
    const input = {
      originalUrl: 'https://news.example/split',
      source: toGlobalId('Source', shelves.sources[0]),
      headline: 'Split',
      publishedAt: '2026-01-02T00:00:00Z',
      bodyHtml: '<p>Both</p>',
    };
    const refused = { data: null, errors: [{ path: ['publishArticle'], code: 'UNAUTHENTICATED' }] };
    expect(await expectSame(mutation, { input })).toMatchObject({ data: refused.data });
    expect(seen(await split(mutation, { input }))).toMatchObject(refused);

    const { data, errors } = await split(mutation, { input }, editor);
    expect(errors).toBeUndefined();
    expect(data.publishArticle).toMatchObject({
      created: true,
      userErrors: [],
      article: { headline: 'Split', body: { html: '<p>Both</p>' }, popularity: { views: 0, rank: null } },
    });
    const again = await expectSame(mutation, { input }, editor);
    expect(again.data.publishArticle).toEqual({ ...data.publishArticle, created: false });
    const wrong = { ...input, publishedAt: '1234-01-01T00:00:00Z', headline: '' };
    const { userErrors } = (await expectSame(mutation, { input: wrong }, editor)).data.publishArticle;
    expect(userErrors.length).toBeGreaterThan(0);
  });

  it('an editor whose token is none hears so, and not that the gateway was refused', async () => {
    const headers = { authorization: 'Bearer none-of-ours' };
    const { errors } = await split('{ source(slug: "none") { id } }', {}, headers);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('The token is unknown'),
        extensions: { code: 'UNAUTHENTICATED', subgraph: 'catalog' },
      }),
    ]);
  });

  it('an editor withdraws an article, and it is gone from both', async () => {
    const id = articleId(59);
    const mutation =
      'mutation ($id: ID!) { withdrawArticle(input: {id: $id, reason: LEGAL}) { withdrawnArticle { id reason } } }';
    const { data } = await split(mutation, { id }, editor);
    expect(data).toEqual({ withdrawArticle: { withdrawnArticle: { id, reason: 'LEGAL' } } });
    const query = `{ popularArticles(first: 50) { nodes { id } } node(id: "${id}") { __typename } }`;
    const after = await expectSame(query);
    expect(after.data.node).toEqual({ __typename: 'WithdrawnArticle' });
    expect(after.data.popularArticles.nodes).not.toContainEqual({ id });
  });

  it('views are counted for each client, by its address', async () => {
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const view = async (client: GraphqlClient, id: number, address: string) => {
      const mutation =
        'mutation ($ids: [ID!]!) { recordViews(input: {articleIds: $ids}) { recorded ignored } }';
      const headers = { 'user-agent': userAgent, 'x-forwarded-for': address };
      return (await client(mutation, { ids: [articleId(id)] }, headers)).data.recordViews;
    };
    const [counted, ignored] = [
      { recorded: 1, ignored: 0 },
      { recorded: 0, ignored: 1 },
    ];
    expect(await view(proxied, 3, '192.0.2.1')).toEqual(counted);
    expect(await view(proxied, 3, '192.0.2.1')).toEqual(ignored);
    expect(await view(proxied, 3, '192.0.2.2')).toEqual(counted);
    // Whoever comes without a proxy is who the connection says, whatever the header does.
    expect(await view(split, 5, '192.0.2.1')).toEqual(counted);
    expect(await view(split, 5, '192.0.2.2')).toEqual(ignored);
    const { data } = await expectSame(
      `{ three: node(id: "${articleId(3)}") { ${fields} } five: node(id: "${articleId(5)}") { ${fields} } }`,
    );
    expect([data.three.popularity.views, data.five.popularity.views]).toEqual([3 + 2, 5 + 1]);
  });
});

describe('a subgraph', () => {
  it.each(names)('%s answers nobody without its secret', async (name) => {
    const url = (subgraphs.find((subgraph) => subgraph.name === name)?.url ?? '').replace(/\/graphql$/, '');
    for (const headers of [{}, editor, { 'router-authorization': 'Bearer another' }]) {
      const answer = await graphqlClient(url)('{ _service { sdl } }', {}, headers as Record<string, string>);
      expect(answer).toEqual({
        status: 401,
        errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
    const known = { 'router-authorization': `Bearer ${secret}` };
    expect(await graphqlClient(url)('{ __typename }', {}, known)).toMatchObject({ status: 200 });
  });

  it('that does not know its gateway costs its own fields', async () => {
    const supergraphFile = join(folder, 'supergraph.graphql');
    const subgraphsFile = join(folder, 'half.json');
    await writeFile(
      subgraphsFile,
      JSON.stringify({ subgraphs: { catalog: { secretFrom: secretVariable } } }),
    );
    const gateway = await startGateway(
      readConfig({ PORT: '0' }),
      { supergraphFile, subgraphsFile },
      createLogger('silent'),
    );
    const query = '{ latestArticles(first: 1) { headline popularity { views } } }';
    expect(seen(await graphqlClient(gateway.url)(query))).toEqual({
      status: 200,
      data: { latestArticles: [{ headline: expect.any(String), popularity: null }] },
      errors: [
        {
          message: 'The subgraph "popularity" does not let the gateway in',
          path: ['latestArticles', 0, 'popularity'],
          code: 'SUBGRAPH_UNAUTHORIZED',
        },
      ],
    });
    await gateway.stop();
  });
});
