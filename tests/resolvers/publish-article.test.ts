import { toGlobalId } from '../../resolvers/global-id.js';
import { createToken, revokeToken } from '../../src/serving/editor-tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeShelves, type Shelves } from '../support/corpus.js';

const mutation = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
  article { id slug headline language summary originalUrl aliasUrls modifiedAt publishedAt publishedPrecision
    authors image { url alt } body { html text sections { number heading } } rights { holder notice syndication }
    source { slug } breadcrumbs { path } relatedLinks { kind title url } }
  created userErrors { code field message } } }`;

describe('publishArticle', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
  });
  afterAll(() => app.stop());

  const input = (given: Record<string, unknown> = {}) => ({
    originalUrl: 'https://news.example/a',
    source: toGlobalId('Source', shelves.sources[0]),
    headline: '标题',
    publishedAt: '2026-01-01T08:00:00+08:00',
    ...given,
  });
  async function publish(given: Record<string, unknown> = {}) {
    const { data, errors } = await app.edit(mutation, { input: input(given) });
    expect(errors).toBeUndefined();
    return data.publishArticle;
  }
  const articlesHeld = async () =>
    (await app.graphql('{ articles { totalCount } }')).data.articles.totalCount;

  it('stores all that is given, sanitised, and gives it back', async () => {
    const payload = await publish({
      originalUrl: 'https://news.example/whole',
      bodyHtml: `<h2 onclick="x()">第一部分</h2><p style="color:red">正文<script>alert(1)</script></p>
        <img src="javascript:alert(1)"><a href="javascript:alert(1)">x</a>`,
      summary: ' 摘要\n',
      language: 'zh-tw',
      authors: ['甲', ' '],
      image: { url: 'https://img.example/1.png', alt: 'One' },
      publishedPrecision: 'DAY',
      rights: { holder: 'Me', notice: 'Ask' },
      categories: [toGlobalId('Category', shelves.categories[1])],
      relatedLinks: [{ kind: 'CITATION', title: 'Book', url: 'https://book.example/' }],
      aliasUrls: ['https://alias.example/whole'],
    });
    expect(payload).toMatchObject({
      created: true,
      userErrors: [],
      article: {
        headline: '标题',
        language: 'zh-TW',
        summary: '摘要',
        originalUrl: 'https://news.example/whole',
        aliasUrls: ['https://alias.example/whole'],
        publishedAt: '2026-01-01T00:00:00.000Z',
        publishedPrecision: 'DAY',
        authors: ['甲'],
        image: { url: 'https://img.example/1.png', alt: 'One' },
        body: { sections: [{ number: 1, heading: '第一部分' }] },
        rights: { holder: 'Me', notice: 'Ask', syndication: 'FULL_TEXT' },
        source: { slug: 'north' },
        breadcrumbs: [{ path: 'world' }, { path: 'world/asia' }],
        relatedLinks: [{ kind: 'CITATION', title: 'Book', url: 'https://book.example/' }],
      },
    });
    const { html, text } = payload.article.body;
    expect(html).not.toMatch(/script|onclick|style|javascript/);
    expect(text).toContain('正文');
  });

  it('creates, changes nothing when sent again, replaces what differs', async () => {
    const created = await publish({ bodyText: '第一、甲\n\n第二、乙' });
    expect(created).toMatchObject({ created: true, userErrors: [] });
    expect(created.article.body.sections).toHaveLength(2);
    const held = await articlesHeld();
    expect(await publish({ bodyText: '第一、甲\n\n第二、乙' })).toEqual({ ...created, created: false });
    const { article } = await publish({
      originalUrl: 'http://www.news.example/a?utm_source=x',
      headline: '新',
    });
    expect(article).toMatchObject({
      id: created.article.id,
      slug: created.article.slug,
      headline: '新',
      body: null,
    });
    expect(Date.parse(article.modifiedAt)).toBeGreaterThan(Date.parse(created.article.modifiedAt));
    expect(await articlesHeld()).toBe(held);
  });

  it('keeps one article where a page has moved, found at both addresses in any spelling', async () => {
    const [old, moved] = ['https://news.example/old', 'https://news.example/moved'];
    const { article } = await publish({ originalUrl: old });
    const { created, userErrors, ...again } = await publish({ originalUrl: moved, aliasUrls: [old] });
    expect({ created, userErrors }).toEqual({ created: false, userErrors: [] });
    const { id, slug } = article;
    expect(again.article).toMatchObject({ id, slug, originalUrl: moved, aliasUrls: [old] });
    for (const url of [old, moved, 'http://www.news.example/old/?utm_source=x', `${moved}#comments`]) {
      const query = 'query ($url: URL!) { article(url: $url) { ... on Article { id } } }';
      expect((await app.graphql(query, { url })).data.article).toEqual({ id });
    }
    await publish({ originalUrl: 'https://news.example/b' });
    expect((await publish({ originalUrl: 'https://news.example/b', aliasUrls: [old] })).userErrors).toEqual([
      { code: 'ADDRESS_TAKEN', field: 'aliasUrls', message: expect.stringContaining(old) },
    ]);
  });

  it('writes nothing over what somebody else has changed since', async () => {
    const originalUrl = 'https://news.example/shared';
    const { article } = await publish({ originalUrl });
    const ifUnmodifiedSince = article.modifiedAt;
    const mine = await publish({ originalUrl, headline: 'Mine', ifUnmodifiedSince });
    expect(mine).toMatchObject({ article: { headline: 'Mine' }, userErrors: [] });
    expect(await publish({ originalUrl, headline: 'Theirs', ifUnmodifiedSince })).toMatchObject({
      article: { headline: 'Mine', modifiedAt: mine.article.modifiedAt },
      created: false,
      userErrors: [{ code: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' }],
    });
  });

  it.each<[field: string, code: string, given: () => Record<string, unknown>]>([
    ['headline', 'INVALID', () => ({ headline: ' ' })],
    ['publishedAt', 'INVALID', () => ({ publishedAt: '2999-01-01T00:00:00Z' })],
    ['source', 'NOT_FOUND', () => ({ source: toGlobalId('Source', 7) })],
    ['categories', 'NOT_FOUND', () => ({ categories: [toGlobalId('Category', 7)] })],
    ['ifUnmodifiedSince', 'NOT_FOUND', () => ({ ifUnmodifiedSince: '2026-01-01T00:00:00Z' })],
  ])('answers a bad %s with a user error %s and writes nothing', async (field, code, given) => {
    const held = await articlesHeld();
    expect(await publish({ originalUrl: 'https://news.example/bad', ...given() })).toEqual({
      article: null,
      created: false,
      userErrors: [{ code, field, message: expect.any(String) }],
    });
    expect(await articlesHeld()).toBe(held);
  });

  it.each<[argument: string, given: Record<string, unknown>]>([
    ['input.source', { source: toGlobalId('Category', 7) }],
    ['input.source', { source: 'nonsense' }],
    ['input.categories', { categories: [toGlobalId('Source', 7)] }],
    ['input.originalUrl', { originalUrl: 'news.example/a' }],
    ['input.publishedAt', { publishedAt: '2026-01-01' }],
    ['input.relatedLinks[0].url', { relatedLinks: [{ kind: 'CITATION', title: 'x', url: 'x:y' }] }],
  ])('names %s when it is malformed', async (argument, given) => {
    const { errors } = await app.edit(mutation, { input: input(given) });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });

  it('makes one article of twelve requests at once', async () => {
    const held = await articlesHeld();
    const originalUrl = 'https://news.example/race';
    const payloads = await Promise.all(
      Array.from({ length: 12 }, (_, n) => publish({ originalUrl, headline: `Version ${n}` })),
    );
    expect(new Set(payloads.map(({ article }) => article.id)).size).toBe(1);
    expect(payloads.filter(({ created }) => created)).toHaveLength(1);
    expect(await articlesHeld()).toBe(held + 1);
  });

  describe('without a valid token', () => {
    const originalUrl = 'https://news.example/nobody';
    const send = (headers: Record<string, string>) =>
      app.graphql(mutation, { input: input({ originalUrl }) }, headers);
    const nothingWritten = async () => {
      const { data } = await app.graphql(`{ article(url: "${originalUrl}") { __typename } }`);
      expect(data.article).toBeNull();
    };

    it('is refused as unauthenticated', async () => {
      const { errors, data } = await send({});
      expect(errors).toMatchObject([{ path: ['publishArticle'], extensions: { code: 'UNAUTHENTICATED' } }]);
      expect(data).toBeNull();
      await nothingWritten();
    });

    it('is refused with 401 when it was revoked, has expired or is none of ours', async () => {
      const revoked = await createToken(app.database, { name: 'revoked' });
      await revokeToken(app.database, 'revoked');
      const expired = await createToken(app.database, { name: 'expired', expiresAt: Date.now() - 1 });
      for (const authorization of [`Bearer ${revoked}`, `Bearer ${expired}`, 'Bearer bs_x', 'Basic abc']) {
        expect(await send({ authorization })).toMatchObject({
          status: 401,
          errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
        });
      }
      await nothingWritten();
    });
  });
});
