import { articlesById } from '../../src/catalog/articles.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { type Answer, startTestApp, type TestApp } from '../support/app.js';
import { makeShelves, publishMany, someDay } from '../support/corpus.js';
import type { LogEntry } from '../support/log.js';
import type { BehaviourName } from '../support/misbehaving-server.js';
import { type Body, type Partner, type Policy, startPartner } from '../support/partner.js';

/** The article page, and in it what the partner gives. */
const partnersPage = articlePageQuery
  .replace(
    '      body {',
    '      comments { author text } mood translation(language: "fr") { headline } body {',
  )
  .replace('    addedAt', '    addedAt commentCount inFrench: translation(language: "fr") { language }');
const commentFields = new Set(['comments', 'mood', 'commentCount']);
const translationFields = new Set(['translation', 'inFrench']);

let slug: string;
let partner: Partner;
/** What the page is without a partner, and how many statements it takes. */
let plain: { page: Answer<any>; statements: number };
beforeAll(async () => {
  partner = await startPartner();
  const app = await startApp();
  const article = (await articlesById(app.database, [51])).get(51);
  slug = article?.__typename === 'Article' ? article.slug : '';
  plain = await counted(app, articlePageQuery);
  await app.stop();
  expect(plain.page).toMatchObject({ data: { article: { headline: 'Headline 50' } } });
  expect(plain.page.data.latestArticles).toHaveLength(10);
  expect(plain.page.data.popularArticles.edges).toHaveLength(10);
});
afterEach(() => partner.heal());
afterAll(() => partner.stop());

/** A server over articles that are the same each time. */
async function startApp(env: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const app = await startTestApp({ env });
  const ids = await publishMany(app.database, await makeShelves(app.database), 59);
  const seeds = ids.map((articleId) => ({ articleId, views: articleId, publishedAt: someDay, buckets: [] }));
  await app.database.transaction((tx) => seedPopularity(tx, seeds, Date.now()));
  return app;
}

/** The same with the partner composed in. */
async function startWithPartner(policy: Policy, env: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const SUBGRAPHS = await partner.settings({ comments: policy });
  return startApp({ SUBGRAPHS, ...env });
}

const isTaken = ({ msg }: LogEntry) => msg === 'a supergraph was taken into use';

async function counted(app: TestApp, query: string) {
  app.statements.length = 0;
  const page = await app.graphql<any>(query, { slug });
  return { page, statements: app.statements.length };
}

/** All fields of an answer that have one of these response keys, with their paths. */
function fieldsNamed(names: ReadonlySet<string>, value: unknown, path: (string | number)[] = []): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return names.has(key) ? { path: here, value: inner } : fieldsNamed(names, inner, here);
  });
}

interface Found {
  path: (string | number)[];
  value: unknown;
}

/** An answer's data without the partner's fields. */
function withoutPartner(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (key, value) =>
      commentFields.has(key) || translationFields.has(key) ? undefined : value,
    ),
  );
}

/** The page has everything that it should have, the partner's fields too. */
function expectWhole(page: Answer<any>): void {
  expect(page).toEqual({ status: 200, data: expect.anything() });
  expect(withoutPartner(page.data)).toEqual(plain.page.data);
  expect(page.data.article).toMatchObject({
    comments: [{ author: 'Wren', text: `First on ${page.data.article.id}` }],
    mood: 'CALM',
    translation: { headline: 'fr: https://news.example/50' },
  });
  expect(fieldsNamed(commentFields, page.data)).toHaveLength(2 + 10);
  expectTranslated(page);
}

function expectTranslated({ data }: Answer<any>): void {
  const translated = fieldsNamed(translationFields, data);
  expect(translated).toHaveLength(1 + 10);
  for (const { value } of translated) expect(value).toBeTruthy();
}

/** The page has everything but the comments; each that is not there is explained, and nothing tells where they are. */
function expectWithoutComments(page: Answer<any>, code: string): void {
  expect(page.status).toBe(200);
  expect(withoutPartner(page.data)).toEqual(plain.page.data);
  expectTranslated(page);
  const missing = fieldsNamed(commentFields, page.data);
  expect(missing).toEqual(missing.map(({ path }) => ({ path, value: null })));
  const errors = page.errors ?? [];
  expect(errors.map(({ path }) => path?.slice(0, depthOf(path)))).toEqual(
    expect.arrayContaining(missing.map(({ path }) => path)),
  );
  for (const { message, path, extensions } of errors) {
    expect(extensions).toEqual({ code, subgraph: 'comments' });
    expect(message).toContain('"comments"');
    expect(missing.map((field) => field.path)).toContainEqual(path?.slice(0, depthOf(path)));
  }
  expect(JSON.stringify(page)).not.toMatch(addresses());
}

/** How far it is to the partner's field. */
function depthOf(path: readonly (string | number)[]): number {
  return path.findIndex((step) => commentFields.has(String(step))) + 1;
}

function addresses(): RegExp {
  const ports = [partner.comments, partner.translations].map(({ url }) => new URL(url).port).join('|');
  return new RegExp(`127\\.0\\.0\\.1|localhost|10\\.0\\.0\\.7|:(${ports})|ECONN`, 'i');
}

/** Asks for the page until the comments are back. */
async function comeBack(app: TestApp): Promise<void> {
  let page = await app.graphql(partnersPage, { slug });
  while (page.errors) page = await app.graphql(partnersPage, { slug });
  expectWhole(page);
}

describe('an article page with a partner', () => {
  let app: TestApp;
  beforeAll(async () => {
    // A circuit that opened would hide one fault behind another.
    const policy = { timeoutMs: 20_000, maxResponseBytes: 100_000, circuitBreaker: { failures: 1_000_000 } };
    app = await startWithPartner(policy);
  });
  afterAll(() => app.stop());

  it('has all fields of both, and the partner is asked once', async () => {
    const asked = partner.comments.asked();
    const { page, statements } = await counted(app, partnersPage);
    expectWhole(page);
    expect(partner.comments.asked()).toBe(asked + 1);
    expect(statements).toBe(plain.statements);
  });

  it('takes no request and no statement more where it asks for none of its fields', async () => {
    const asked = partner.comments.asked() + partner.translations.asked();
    expect(await counted(app, articlePageQuery)).toEqual(plain);
    expect(partner.comments.asked() + partner.translations.asked()).toBe(asked);
  });

  describe.each<[code: string, behaviours: BehaviourName[]]>([
    [
      'SUBGRAPH_UNAVAILABLE',
      ['hanging up', 'internal error', 'bad gateway', 'unavailable', 'gateway timeout'],
    ],
    [
      'SUBGRAPH_INVALID_RESPONSE',
      [
        'half a body',
        'half a body in chunks',
        'not HTTP',
        'boundless headers',
        'endless',
        'html',
        'not JSON',
        'not UTF-8',
        'nothing',
        'no content',
        'a list',
        'data as a list',
        'errors as a text',
        'redirect',
        'not found',
      ],
    ],
    ['SUBGRAPH_UNAUTHORIZED', ['unauthorized', 'forbidden']],
    ['SUBGRAPH_OVERLOADED', ['too many requests']],
  ])('lacks its fields alone, with %s', (code, behaviours) => {
    it.each(behaviours)('where it answers: %s', async (behaviour) => {
      partner.comments.behaviour = behaviour;
      expectWithoutComments(await app.graphql(partnersPage, { slug }), code);
      expect(app.log.findLast(({ msg }) => msg === 'a subgraph failed')).toMatchObject({
        level: 'warn',
        subgraph: 'comments',
        code,
      });
      await partner.heal();
      expectWhole(await app.graphql(partnersPage, { slug }));
    });
  });

  it('lacks its fields alone where connections are refused', async () => {
    await partner.comments.refuse();
    expectWithoutComments(await app.graphql(partnersPage, { slug }), 'SUBGRAPH_UNAVAILABLE');
    await partner.heal();
    expectWhole(await app.graphql(partnersPage, { slug }));
  });

  it('is the page without a partner where all of it is away', async () => {
    await Promise.all([partner.comments.refuse(), partner.translations.refuse()]);
    const { page, statements } = await counted(app, partnersPage);
    expect(withoutPartner(page.data)).toEqual(plain.page.data);
    expect(statements).toBe(plain.statements);
    expect(page.errors).toHaveLength(12 + 11);
    expect(JSON.stringify(page)).not.toMatch(addresses());
    await partner.heal();
    expectWhole(await app.graphql(partnersPage, { slug }));
  });

  /** A lie about every entity. */
  const ofEach = (lie: (entity: any) => unknown) => overEntities((entities) => entities.map(lie));
  const overEntities =
    (lie: (entities: any[]) => unknown) =>
    ({ data }: Body): unknown => ({
      data: Object.fromEntries(Object.entries(data ?? {}).map(([key, entities]) => [key, lie(entities)])),
    });
  const lies: Record<string, [what: string, lie: (honest: Body) => unknown][]> = {
    SUBGRAPH_INVALID_RESPONSE: [
      ['values of wrong types', ofEach(() => ({ comments: 'many', commentCount: '7', mood: 'FURIOUS' }))],
      ['values of wrong shapes', ofEach(() => ({ comments: { author: 'x' }, commentCount: [1], mood: {} }))],
      ['numbers that are too large', ofEach(() => ({ comments: 7, commentCount: 2 ** 40, mood: 1 }))],
      ['lists of nothing', ofEach(() => ({ comments: [null], commentCount: {}, mood: [] }))],
      [
        'null where none may be',
        ofEach(() => ({ comments: [{ author: null }], commentCount: '', mood: '' })),
      ],
      ['texts for entities', ofEach(() => 'an article')],
      ['too few entities', overEntities(() => [])],
      ['an object for entities', overEntities(([entity]) => entity)],
      ['none of what was asked for', () => ({ data: {} })],
    ],
    SUBGRAPH_ERROR: [
      ['an error alone', () => ({ errors: [accident()] })],
      ['an error and null', () => ({ data: null, errors: [accident()] })],
      ['an error beside null for each entity', (honest) => ({ ...nothing(honest), errors: [accident()] })],
      [
        'an error with a code',
        (honest) => ({ ...nothing(honest), errors: [accident('INTERNAL_SERVER_ERROR')] }),
      ],
      ['an error with a code of its own', () => ({ data: null, errors: [accident('ECONNREFUSED')] })],
    ],
  };
  const nothing = ofEach(() => null) as (honest: Body) => Body;
  const accident = (code?: string) => ({
    message: `connect ECONNREFUSED ${new URL(partner.comments.url).host}`,
    extensions: { ...(code ? { code } : {}), url: partner.comments.url, stacktrace: ['at /srv/app.js:1'] },
  });

  describe.each(Object.entries(lies))('lacks its fields alone, with %s', (code, cases) => {
    it.each(cases)('where it gives %s', async (_what, lie) => {
      partner.comments.lie = lie;
      expectWithoutComments(await app.graphql(partnersPage, { slug }), code);
    });
  });

  it('takes nothing else from it than what was asked for', async () => {
    partner.comments.lie = ({ data }) => ({
      data: {
        ...Object.fromEntries(
          Object.entries(data ?? {}).map(([key, entities]) => [
            key,
            entities.map((entity: object) => ({ ...entity, ...foreign })),
          ]),
        ),
        article: foreign,
        latestArticles: [],
      },
      errors: [],
      extensions: { tracing: 'x' },
    });
    const foreign = {
      ...JSON.parse('{"__proto__": {"headline": "Forged"}, "constructor": {"name": "Forged"}}'),
      __typename: 'Source',
      id: 'forged',
      headline: 'Forged',
      slug: 'forged',
      source: null,
      translation: { headline: 'Forged' },
    };
    const page = await app.graphql(partnersPage, { slug });
    expectWhole(page);
    expect(JSON.stringify(page)).not.toMatch(/forged/i);
  });

  it('has null, and no error, for what the partner does not know', async () => {
    partner.comments.lie = nothing;
    const page = await app.graphql(partnersPage, { slug });
    expect(page).toEqual({ status: 200, data: expect.anything() });
    expect(withoutPartner(page.data)).toEqual(plain.page.data);
    for (const { value } of fieldsNamed(commentFields, page.data)) expect(value).toBeNull();
  });
});

describe('an article page with a slow partner', () => {
  let app: TestApp;
  beforeAll(async () => {
    // On a loaded machine even its schema could come too late.
    const schema = 'comments.graphql';
    app = await startWithPartner({ schema, timeoutMs: 200, circuitBreaker: { failures: 1_000_000 } });
  });
  afterAll(() => app.stop());

  it.each<BehaviourName>(['silent', 'trickling'])(
    'lacks its fields alone, with SUBGRAPH_TIMEOUT, where it is %s',
    async (behaviour) => {
      partner.comments.behaviour = behaviour;
      const abandoned = partner.comments.abandoned();
      expectWithoutComments(await app.graphql(partnersPage, { slug }), 'SUBGRAPH_TIMEOUT');
      await abandoned;
      await partner.heal();
      await comeBack(app);
    },
  );
});

describe('a partner that keeps failing', () => {
  const failures = 3;
  let app: TestApp;
  afterEach(() => app.stop());

  /** Lets it fail until it is left alone. */
  async function startAndFail(resetMs: number): Promise<void> {
    app = await startWithPartner({ retries: 0, circuitBreaker: { failures, resetMs } });
    partner.comments.behaviour = 'internal error';
    for (let count = 0; count < failures; count++) await app.graphql(partnersPage, { slug });
  }
  const gauge = async () =>
    /^broadsheet_subgraph_circuit_open\{subgraph="comments"\} (\d)$/m.exec(
      await (await fetch(`${app.url}/metrics`)).text(),
    )?.[1];

  it('is not asked any longer', async () => {
    await startAndFail(86_400_000);
    const asked = partner.comments.asked();
    expect(await gauge()).toBe('1');
    for (let count = 0; count < 5; count++)
      expectWithoutComments(await app.graphql(partnersPage, { slug }), 'SUBGRAPH_UNAVAILABLE');
    expect(partner.comments.asked()).toBe(asked);
  });

  it('is asked again after a while, and its fields are back', async () => {
    await startAndFail(1);
    expectWithoutComments(await app.graphql(partnersPage, { slug }), 'SUBGRAPH_UNAVAILABLE');
    await partner.heal();
    await comeBack(app);
    expect(await gauge()).toBe('0');
  });
});

describe('a partner that is away when the server starts', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  it('is left out, and composed in as soon as it answers', async () => {
    await partner.comments.refuse();
    app = await startWithPartner({}, { SUBGRAPH_POLL_SECONDS: '1' });
    const reason = await app.logged(({ subgraph }) => subgraph === 'comments');
    expect(reason).toMatchObject({ level: 'warn', kind: 'UNREADABLE' });
    expect(await app.graphql(articlePageQuery, { slug })).toEqual(plain.page);
    const commentCount = '{ latestArticles(first: 1) { commentCount } }';
    expect(await app.graphql(commentCount)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    const translated = '{ latestArticles(first: 1) { translation(language: "fr") { language } } }';
    expect(await app.graphql(translated)).toMatchObject({ status: 200 });

    await partner.heal();
    await app.logged(isTaken, 2);
    expectWhole(await app.graphql(partnersPage, { slug }));
  });

  it('leaves the page as it is where it never comes', async () => {
    await Promise.all([partner.comments.refuse(), partner.translations.refuse()]);
    app = await startWithPartner({});
    expect(await app.graphql(articlePageQuery, { slug })).toEqual(plain.page);
  });
});
