import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, type Shelves, someDay } from '../support/corpus.js';

describe('an article', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
    const writer = catalogWriter(app.database, []);
    const rights = { notice: 'Of the source', syndication: 'SUMMARY', takedownDays: 30 } as const;
    await writer.saveSource({ slug: 'west', rights });
    const [north, south, west] = shelves.sources;
    const [world, asia, japan, sport] = shelves.categories;
    const link = (kind: 'ORIGINAL' | 'SEE_ALSO', path: string) =>
      ({ kind, title: path, url: `https://www.news.example/${path}` }) as const;
    await writer.publish([
      draftOf(1, {
        id: 1,
        sourceId: north,
        categoryIds: [japan, sport],
        headline: '汉字的宽度是字母的两倍abc',
        bodyHtml: '<h2>甲</h2><p>正文</p><script>alert(1)</script>',
        authors: ['甲', '乙'],
        image: { url: 'https://img.example/1.png', alt: 'One', width: 3 },
        aliasUrls: ['https://alias.example/1'],
        relatedLinks: [link('ORIGINAL', 'elsewhere'), link('SEE_ALSO', '2')],
      }),
      draftOf(2, { id: 2, sourceId: north, categoryIds: [asia], publishedAt: someDay + 1 }),
      draftOf(3, { id: 3, sourceId: south, categoryIds: [japan], publishedAt: someDay + 2 }),
      draftOf(4, { id: 4, sourceId: west, categoryIds: [world], publishedAt: someDay + 3, bodyText: 'Text' }),
      draftOf(5, {
        id: 5,
        sourceId: west,
        publishedAt: someDay + 4,
        bodyText: 'Text',
        rights: { syndication: 'FULL_TEXT', holder: 'Me' },
      }),
      draftOf(6, { id: 6, sourceId: south, bodyText: 'Text', rights: { syndication: 'LINK_ONLY' } }),
    ]);
  });
  afterAll(() => app.stop());

  /** The fields of an article by stored id. */
  async function ask(id: number, fields: string) {
    const query = `query ($id: ID!) { article(id: $id) { ... on Article { ${fields} } } }`;
    const { data, errors } = await app.graphql(query, { id: toGlobalId('Article', id) });
    expect(errors).toBeUndefined();
    return data.article;
  }
  const idOf = (id: number) => ({ id: toGlobalId('Article', id) });

  it('gives what is stored of it, clean', async () => {
    const fields = `id slug headline language authors wordCount readingMinutes publishedAt publishedPrecision
      originalUrl aliasUrls image { url alt width height } source { slug } categories { path }
      breadcrumbs { path } body { html text sections { number heading level } }`;
    expect(await ask(1, fields)).toEqual({
      ...idOf(1),
      slug: expect.stringMatching(/^汉字的宽度是字母的两倍abc-/),
      headline: '汉字的宽度是字母的两倍abc',
      language: 'zh-CN',
      authors: ['甲', '乙'],
      wordCount: 3,
      readingMinutes: 1,
      publishedAt: '2026-01-01T00:00:00.000Z',
      publishedPrecision: 'SECOND',
      originalUrl: 'https://news.example/1',
      aliasUrls: ['https://alias.example/1'],
      image: { url: 'https://img.example/1.png', alt: 'One', width: 3, height: null },
      source: { slug: 'north' },
      categories: [{ path: 'world/asia/japan' }, { path: 'sport' }],
      breadcrumbs: [{ path: 'world' }, { path: 'world/asia' }, { path: 'world/asia/japan' }],
      body: {
        html: '<h2>甲</h2><p>正文</p>',
        text: '甲\n\n正文',
        sections: [{ number: 1, heading: '甲', level: 2 }],
      },
    });
  });

  it('of which only headline and link are held has no body, no image, no summary', async () => {
    const fields = 'body { html } image { url } summary wordCount readingMinutes relatedLinks { url }';
    expect(await ask(2, fields)).toEqual({
      body: null,
      image: null,
      summary: '',
      wordCount: 0,
      readingMinutes: 0,
      relatedLinks: [],
    });
  });

  it('cuts its headline by width, a Chinese character being two wide', async () => {
    const fields = 'a: displayHeadline(maxWidth: 9) b: displayHeadline(maxWidth: 100)';
    expect(await ask(1, fields)).toEqual({ a: '汉字的宽…', b: '汉字的宽度是字母的两倍abc' });
    const { errors } = await app.graphql('{ latestArticles { displayHeadline(maxWidth: 0) } }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'maxWidth' } });
  });

  it('falls back on the rights of its source member by member', async () => {
    const fields = 'rights { notice holder syndication takedownDays }';
    const ofSource = { notice: 'Of the source', holder: null, syndication: 'SUMMARY', takedownDays: 30 };
    expect(await ask(4, fields)).toEqual({ rights: ofSource });
    expect(await ask(5, fields)).toEqual({ rights: { ...ofSource, holder: 'Me', syndication: 'FULL_TEXT' } });
  });

  it('shows no more of its text than its rights allow', async () => {
    const fields = 'summary body { text }';
    expect(await ask(5, fields)).toEqual({ summary: 'Text', body: { text: 'Text' } });
    expect(await ask(4, fields)).toEqual({ summary: 'Text', body: null });
    expect(await ask(6, fields)).toEqual({ summary: '', body: null });
    const { data } = await app.graphql('{ articles(orderBy: PUBLISHED_ASC) { nodes { body { text } } } }');
    const texts = data.articles.nodes.map(
      ({ body }: { body: { text: string } | null }) => body?.text ?? null,
    );
    expect(texts).toEqual(['甲\n\n正文', null, null, null, null, 'Text']);
  });

  it('has its neighbours in each scope', async () => {
    const fields = `site: next { id } previous { id } category: next(within: CATEGORY) { id }
      source: next(within: SOURCE) { id previous(within: SOURCE) { id } }`;
    expect(await ask(1, fields)).toEqual({
      site: idOf(6), // Of the same time, and added after it.
      previous: null,
      category: idOf(3),
      source: { ...idOf(2), previous: idOf(1) },
    });
    expect(await ask(5, 'next(within: CATEGORY) { id } previous(within: CATEGORY) { id }')).toEqual({
      next: null,
      previous: null,
    });
  });

  it('gives its links in order or by kind, with the article where it is held', async () => {
    const fields = 'relatedLinks { kind title host article { id } }';
    const [elsewhere, second] = [
      { kind: 'ORIGINAL', title: 'elsewhere', host: 'news.example', article: null },
      { kind: 'SEE_ALSO', title: '2', host: 'news.example', article: idOf(2) },
    ];
    expect(await ask(1, fields)).toEqual({ relatedLinks: [elsewhere, second] });
    expect(await ask(1, fields.replace('Links', 'Links(kind: [SEE_ALSO, CITATION])'))).toEqual({
      relatedLinks: [second],
    });
  });
});
