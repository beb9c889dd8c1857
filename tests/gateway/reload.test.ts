import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { type RunningApp, startGateway } from '../../src/app.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { readConfig } from '../../src/config.js';
import { compose } from '../../src/gateway/compose.js';
import { type GraphqlClient, graphqlClient, startTestApp } from '../support/app.js';
import { draftOf, makeShelves } from '../support/corpus.js';
import { keepLog, type LogEntry, type TestLog } from '../support/log.js';
import { type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-server.js';
import { commentsSdl, startPartner } from '../support/partner.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const catalogSdl = `${link}
  type Query { articles: [Article!]! }
  type Article @key(fields: "id") { id: ID! title: String! }`;
const reviewsSdl = `${link} type Article @key(fields: "id") { id: ID! stars: Int }`;
const ratedSdl = `${link} type Article @key(fields: "id") { id: ID! stars: Int rating: String }`;

const isTaken = ({ msg }: LogEntry) => msg === 'a supergraph was taken into use';
const isRefused = ({ msg }: LogEntry) => String(msg).startsWith('a supergraph was refused');

/** A subgraph that says the same of every entity. It answers without a schema: the load should be the gateway's. */
function startReviews(entity: object): Promise<MisbehavingServer> {
  return startMisbehavingServer({
    answer: ({ variables }) => ({
      data: { _entities: [variables?.representations ?? []].flat().map(() => entity) },
    }),
  });
}

describe('a supergraph file that changes', () => {
  const titles = ['One', 'Two', 'Three'];
  let catalog: MisbehavingServer;
  let reviews: MisbehavingServer;
  let rated: MisbehavingServer;
  /** Two graphs: the other has a field more, and asks another server for the stars. */
  let graphs: readonly [one: string, other: string];
  let folder: string;
  let file: string;
  let gateway: RunningApp;
  let graphql: GraphqlClient;
  let log: TestLog;

  beforeAll(async () => {
    const articles = titles.map((title, index) => ({ __typename: 'Article', id: String(index + 1), title }));
    catalog = await startMisbehavingServer({ answer: () => ({ data: { articles } }) });
    reviews = await startReviews({ stars: 4 });
    rated = await startReviews({ stars: 5, rating: 'Good' });
    const catalogPart = { name: 'catalog', url: catalog.url, sdl: catalogSdl };
    graphs = [
      compose([catalogPart, { name: 'reviews', url: reviews.url, sdl: reviewsSdl }]).supergraph,
      compose([catalogPart, { name: 'reviews', url: rated.url, sdl: ratedSdl }]).supergraph,
    ];
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-reload-'));
    file = join(folder, 'supergraph.graphql');
  });
  afterAll(async () => {
    await Promise.all([catalog, reviews, rated].map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await writeFile(file, graphs[0]);
    log = keepLog();
    const options = { supergraphFile: file, intervalMs: 10 };
    gateway = await startGateway(readConfig({ PORT: '0' }), options, log.logger);
    graphql = graphqlClient(gateway.url);
  });
  afterEach(() => gateway.stop());

  /** Puts another supergraph in the file's place, at once. */
  async function replace(sdl: string): Promise<void> {
    await writeFile(`${file}.part`, sdl);
    await rename(`${file}.part`, file);
  }

  const articlesQuery = '{ articles { id title stars } }';
  const query = articlesQuery.replace('{', '{ __type(name: "Article") { fields { name } }');
  /** What either graph answers. */
  const answers = [
    { stars: 4, fields: ['id', 'title', 'stars'] },
    { stars: 5, fields: ['id', 'title', 'stars', 'rating'] },
  ].map(({ stars, fields }) => ({
    status: 200,
    data: {
      __type: { fields: fields.map((name) => ({ name })) },
      articles: titles.map((title, index) => ({ id: String(index + 1), title, stars })),
    },
  }));

  /** The body of an answer. It costs less than `graphql`. @throws where the status is another than 200 */
  async function post(source: string): Promise<string> {
    const { statusCode, body } = await request(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: source }),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${text}`);
    return text;
  }

  async function reloads(outcome: string): Promise<number> {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const pattern = new RegExp(`^broadsheet_supergraph_reloads_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm');
    return Number(pattern.exec(metrics)?.[1] ?? 0);
  }

  it('fails no request of those that come while it changes 50 times', async () => {
    let isOver = false;
    const failed: unknown[] = [];
    const counts = [0, 0];
    const right = answers.map(({ data: { articles } }) => `${JSON.stringify({ data: { articles } })}\n`);
    const load = Array.from({ length: 16 }, async () => {
      while (!isOver && failed.length === 0) {
        const answer = await post(articlesQuery).catch(String);
        const index = right.indexOf(answer);
        if (index === -1) failed.push(answer);
        else counts[index] = (counts[index] ?? 0) + 1;
      }
    });
    for (let count = 1; count <= 50; count++) {
      await replace(graphs[count % 2] as string);
      await log.logged(isTaken, count);
    }
    isOver = true;
    await Promise.all(load);
    expect(failed).toEqual([]);
    for (const count of counts) expect(count).toBeGreaterThan(50);
    expect(await reloads('applied')).toBe(51);
    expect(await reloads('refused')).toBe(0);
  }, 120_000);

  it('answers what is in flight by the graph that it came to', async () => {
    catalog.next = ['held'];
    const arrived = catalog.arrived(catalog.received.length + 1);
    const slow = graphql(query);
    await arrived;
    await replace(graphs[1]);
    await log.logged(isTaken);
    expect(await graphql(query)).toEqual(answers[1]);
    catalog.release();
    expect(await slow).toEqual(answers[0]);
    expect(await graphql(query)).toEqual(answers[1]);
  });

  it.each<[what: string, sdl: () => string, reason: RegExp]>([
    ['no GraphQL', () => graphs[1].slice(0, -20), /^The supergraph is not GraphQL: /],
    ['nothing', () => '', /^The supergraph is not GraphQL: /],
    ['a page of a proxy', () => '<!doctype html><title>502</title>', /^The supergraph is not GraphQL: /],
    ['a schema that is no supergraph', () => catalogSdl, /^This is no supergraph: .*"broadsheet compose"/],
    ['half of one', () => graphs[1].replace(/type Article[^}]*}/, ''), /^The supergraph is not whole: /],
    [
      'one that shows a schema with a wrong name',
      () => graphs[1].replace('articles:', '__articles:'),
      /is no schema/,
    ],
    [
      'one that the planner does not take',
      () => graphs[1].replaceAll('@join__type(graph: REVIEWS', '@join__type(graph: NOWHERE'),
      /^The query planner does not take this supergraph: .*NOWHERE/,
    ],
    [
      'one that the planner does not survive',
      () => graphs[1].replaceAll('key: "id"', 'key: "nothing"'),
      /^The query planner does not survive this supergraph: .*'nothing'/,
    ],
    [
      'one without an address',
      () => graphs[1].replace(JSON.stringify(rated.url), '""'),
      /^The subgraph "reviews" has no address/,
    ],
  ])('is refused where it holds %s; the good one goes on', async (_what, sdl, reason) => {
    await replace(sdl());
    const refusal = await log.logged(isRefused);
    expect(refusal).toMatchObject({ level: 'error', err: { message: expect.stringMatching(reason) } });
    expect(await graphql(query)).toEqual(answers[0]);
    expect([await reloads('refused'), await reloads('applied')]).toEqual([1, 1]);

    await replace(graphs[1]);
    await log.logged(isTaken);
    expect(await graphql(query)).toEqual(answers[1]);
    expect([await reloads('refused'), await reloads('applied')]).toEqual([1, 2]);
  });

  it('may be away for a while; the one in use goes on', async () => {
    await rm(file);
    const missing = await log.logged(({ msg }) =>
      String(msg).startsWith('the supergraph file cannot be read'),
    );
    expect(missing).toMatchObject({ level: 'error', err: { message: expect.stringContaining(file) } });
    expect(await graphql(query)).toEqual(answers[0]);
    await replace(graphs[1]);
    await log.logged(isTaken);
    expect(await graphql(query)).toEqual(answers[1]);
  });
});

describe('a schema of a partner that changes', () => {
  const withLikes = commentsSdl.replace('commentCount: Int', 'commentCount: Int likes: Int');
  const lying = commentsSdl.replace('commentCount: Int', 'commentCount: Int headline: Float');

  it('is composed in, or refused and named; the good one goes on', async () => {
    const partner = await startPartner();
    const env = { SUBGRAPHS: await partner.settings(), SUBGRAPH_POLL_SECONDS: '1' };
    const app = await startTestApp({ env });
    const { sources } = await makeShelves(app.database);
    await catalogWriter(app.database, []).publish([draftOf(1, { id: 1, sourceId: sources[0] })]);
    const ask = (field: string) => app.graphql(`{ latestArticles(first: 1) { headline ${field} } }`);
    const unknown = { status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
    const article = { headline: 'Headline 1' };
    expect(await ask('likes')).toMatchObject(unknown);

    partner.comments.sdl = lying;
    const refusal = await app.logged(({ kind }) => kind === 'NOT_COMPOSED');
    expect(refusal).toMatchObject({
      level: 'warn',
      subgraph: 'comments',
      err: { message: expect.stringMatching(/Article\.headline/) },
    });
    expect(await ask('commentCount')).toEqual({
      status: 200,
      data: { latestArticles: [{ ...article, commentCount: 1 }] },
    });

    partner.comments.sdl = withLikes;
    await app.logged(isTaken, 2);
    expect(await ask('likes')).toEqual({ status: 200, data: { latestArticles: [{ ...article, likes: 7 }] } });

    partner.comments.sdl = commentsSdl;
    await app.logged(isTaken, 3);
    expect(await ask('likes')).toMatchObject(unknown);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('broadsheet_supergraph_reloads_total{outcome="applied"} 3\n');
    expect(metrics).toContain('broadsheet_supergraph_reloads_total{outcome="refused"} 1\n');
    await app.stop();
    await partner.stop();
  });
});
