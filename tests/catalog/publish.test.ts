import sql from 'sql-template-tag';
import { articleByUrl, articlesById } from '../../src/catalog/articles.js';
import { filingsOf } from '../../src/catalog/categories.js';
import type { ArticleDraft } from '../../src/catalog/draft.js';
import { aliasUrlsOf, relatedLinksOf } from '../../src/catalog/links.js';
import type { PublishOutcome } from '../../src/catalog/publish.js';
import type { Database, Transaction } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, someDay, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
let shelves: Shelves;

beforeAll(async () => {
  database = await openTestDatabase();
  shelves = await makeShelves(database);
});

afterAll(() => database.close());

/** A test in a transaction that is undone. */
const inside = (name: string, work: (tx: Transaction) => Promise<void>): void =>
  it(name, () => undone(database, work));

const draft = (name: string, given: Partial<ArticleDraft> = {}): ArticleDraft =>
  draftOf(name, { sourceId: shelves.sources[0], ...given });

const publish = async (tx: Transaction, given: ArticleDraft, now?: number): Promise<PublishOutcome> =>
  (await writerIn(tx, now).publish([given]))[0] as PublishOutcome;

const idOf = ({ articleId }: PublishOutcome): number => articleId as number;

const stored = async (tx: Transaction, id: number) => {
  const article = (await articlesById(tx, [id])).get(id);
  if (article?.__typename !== 'Article') throw new Error(`No article ${id}`);
  return article;
};

const countArticles = async (tx: Transaction): Promise<number> =>
  (await tx.query<{ count: number }>(sql`SELECT count(*) AS count FROM article`))[0]?.count ?? 0;

describe('an article published again', () => {
  inside('is unchanged, replaced, and keeps its id, slug and time of arrival', async (tx) => {
    const first = draft('a', {
      bodyText: 'One.',
      relatedLinks: [{ kind: 'SEE_ALSO', title: 'B', url: 'https://b.example/' }],
    });
    const id = idOf(await publish(tx, first));
    const before = await stored(tx, id);
    expect(before).toMatchObject({ language: 'zh-CN', abstract: 'One.', publishedPrecision: 'SECOND' });
    expect(await publish(tx, first, someDay + 5)).toEqual({ kind: 'UNCHANGED', articleId: id });
    expect(await stored(tx, id)).toEqual(before);

    const second = draft('a', { headline: 'Other', language: 'en' });
    expect(await publish(tx, second, someDay + 5)).toEqual({ kind: 'MODIFIED', articleId: id });
    const { slug, addedAt } = before;
    expect(await stored(tx, id)).toMatchObject({
      ...{ slug, addedAt, headline: 'Other', language: 'en', wordCount: 0, abstract: '' },
      modifiedAt: someDay + 5,
    });
    expect((await relatedLinksOf(tx, [id])).get(id)).toBeUndefined();
  });

  it.each([
    'http://news.example/a',
    'https://www.news.example/a',
    'https://news.example/a/',
    'https://NEWS.example:443/a?utm_source=feed&fbclid=1#top',
  ])('is the same under %s', (spelling) =>
    undone(database, async (tx) => {
      const id = idOf(await publish(tx, draft('a')));
      const before = await stored(tx, id);
      expect(await publish(tx, { ...draft('a'), originalUrl: spelling }, someDay + 1)).toEqual({
        kind: 'UNCHANGED',
        articleId: id,
      });
      expect(await stored(tx, id)).toEqual(before);

      const changed = { ...draft('a'), originalUrl: spelling, headline: 'Changed' };
      expect(await publish(tx, changed)).toEqual({ kind: 'MODIFIED', articleId: id });
      expect(await stored(tx, id)).toMatchObject({ originalUrl: spelling, headline: 'Changed' });
      expect((await aliasUrlsOf(tx, [id])).size).toBe(0);
    }),
  );

  inside('rises in modifiedAt within one millisecond, and when the clock goes back', async (tx) => {
    const id = idOf(await publish(tx, draft('a'), someDay));
    await publish(tx, draft('a', { headline: '2' }), someDay);
    expect((await stored(tx, id)).modifiedAt).toBe(someDay + 1);
    await publish(tx, draft('a', { headline: '3' }), someDay - 1_000);
    expect((await stored(tx, id)).modifiedAt).toBe(someDay + 2);
  });

  inside('is guarded against lost updates', async (tx) => {
    const id = idOf(await publish(tx, draft('a'), someDay));
    const ifUnmodifiedSince = (await stored(tx, id)).modifiedAt;
    const mine = draft('a', { headline: 'Mine', ifUnmodifiedSince });
    const theirs = draft('a', { headline: 'Theirs', ifUnmodifiedSince });
    expect(await publish(tx, mine, someDay)).toMatchObject({ kind: 'MODIFIED' });
    expect(await publish(tx, theirs, someDay)).toMatchObject({
      ...{ kind: 'REFUSED', reason: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince', articleId: id },
    });
    expect((await stored(tx, id)).headline).toBe('Mine');
    // Whoever does not know whether the first try arrived may try again.
    expect(await publish(tx, mine, someDay)).toMatchObject({ kind: 'UNCHANGED' });
    expect(await publish(tx, draft('b', { ifUnmodifiedSince }))).toMatchObject({
      ...{ kind: 'REFUSED', reason: 'NOT_FOUND', field: 'ifUnmodifiedSince' },
    });
  });
});

describe('other addresses of an article', () => {
  const [old, moved] = ['https://old.example/1', 'https://new.example/1'];

  inside('make a page that has moved the same article', async (tx) => {
    const id = idOf(await publish(tx, draft('1', { originalUrl: old })));
    const { slug } = await stored(tx, id);
    const again = draft('1', { originalUrl: moved, aliasUrls: [old], headline: 'Moved' });
    expect(await publish(tx, again)).toEqual({ kind: 'MODIFIED', articleId: id });
    expect(await stored(tx, id)).toMatchObject({ id, slug, originalUrl: moved });
    expect((await aliasUrlsOf(tx, [id])).get(id)).toEqual([old]);
    for (const url of [old, moved]) expect((await articleByUrl(tx, url))?.id).toBe(id);
    expect(await publish(tx, again)).toMatchObject({ kind: 'UNCHANGED' });
  });

  inside('are kept when they are not named again, and added to', async (tx) => {
    const id = idOf(await publish(tx, draft('a', { aliasUrls: [old] })));
    expect(await publish(tx, draft('a'))).toMatchObject({ kind: 'UNCHANGED' });
    expect(await publish(tx, draft('a', { aliasUrls: [moved] }))).toMatchObject({ kind: 'MODIFIED' });
    expect((await aliasUrlsOf(tx, [id])).get(id)).toEqual([moved, old]);
  });

  inside('are not taken from another article, nor is the original one', async (tx) => {
    const a = idOf(await publish(tx, draft('a', { aliasUrls: [old] })));
    const b = idOf(await publish(tx, draft('b')));
    const taken = { kind: 'REFUSED', reason: 'ADDRESS_TAKEN', field: 'aliasUrls' };
    expect(await publish(tx, draft('b', { headline: 'Thief', aliasUrls: [old] }))).toMatchObject(taken);
    const both = ['https://news.example/a', 'https://news.example/b'];
    expect(await publish(tx, draft('c', { aliasUrls: both }))).toMatchObject(taken);
    expect((await stored(tx, b)).headline).toBe('Headline b');
    expect((await articleByUrl(tx, old))?.id).toBe(a);
    expect(await articleByUrl(tx, 'https://news.example/c')).toBeNull();
  });
});

describe('a draft that cannot be published', () => {
  const hour = 3_600_000;
  it.each<[field: string, fault: string, Partial<ArticleDraft>]>([
    ['headline', 'empty', { headline: ' \n\u0000 ' }],
    ['headline', 'too long', { headline: 'x'.repeat(1_001) }],
    ['publishedAt', 'in the future', { publishedAt: someDay + 25 * hour }],
    ['publishedAt', 'no date', { publishedAt: Number.NaN }],
    ['originalUrl', 'not of the web', { originalUrl: 'ftp://news.example/1' }],
    ['originalUrl', 'hiding a control character', { originalUrl: 'https://news.example/\u0000' }],
    ['originalUrl', 'too long', { originalUrl: `https://news.example/${'x'.repeat(2_500)}` }],
    ['aliasUrls', 'relative', { aliasUrls: ['/relative'] }],
    ['relatedLinks', 'a script', { relatedLinks: [{ kind: 'CITATION', title: 'x', url: 'javascript:x' }] }],
    ['image.url', 'an image itself', { image: { url: 'data:image/png;base64,' } }],
    ['language', 'no language', { language: 'not a language' }],
  ])('is refused and names its %s: %s', (field, _fault, given) =>
    undone(database, async (tx) => {
      const outcome = await publish(tx, draft('a', given));
      expect(outcome).toMatchObject({ kind: 'REFUSED', reason: 'INVALID', field });
      expect(await countArticles(tx)).toBe(0);
    }),
  );

  inside('names a source or category that there is not', async (tx) => {
    const outcomes = await writerIn(tx).publish([
      draft('a', { sourceId: 1 }),
      draft('b', { categoryIds: [shelves.categories[0], 1] }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'REFUSED', reason: 'NOT_FOUND', field: 'sourceId' },
      { kind: 'REFUSED', reason: 'NOT_FOUND', field: 'categoryIds' },
    ]);
    expect(await countArticles(tx)).toBe(0);
  });

  inside('is none for a date of tomorrow, which it is somewhere', async (tx) => {
    expect(await publish(tx, draft('a', { publishedAt: someDay + 24 * hour }))).toMatchObject({
      kind: 'PUBLISHED',
    });
  });
});

describe('many drafts at once', () => {
  inside('have their outcomes in their order, one refusal touching no other', async (tx) => {
    const outcomes = await writerIn(tx).publish([
      draft('a'),
      draft('b', { headline: '' }),
      draft('a'),
      draft('a', { headline: 'Last' }),
      draft('c'),
    ]);
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds).toEqual(['PUBLISHED', 'REFUSED', 'UNCHANGED', 'MODIFIED', 'PUBLISHED']);
    expect(await countArticles(tx)).toBe(2);
    expect(await stored(tx, idOf(outcomes[0] as PublishOutcome))).toMatchObject({
      ...{ headline: 'Last', modifiedAt: someDay + 1 },
    });
  });

  inside('may name one article by different addresses of it', async (tx) => {
    const body = { bodyText: 'Text.' };
    const id = idOf(await publish(tx, draft('a', { ...body, aliasUrls: ['https://news.example/b'] })));
    const outcomes = await writerIn(tx).publish([
      draft('a', { ...body, headline: 'By its address' }),
      draft('b', { ...body, headline: 'By its alias' }),
      draft('a', { ...body, headline: 'Again', aliasUrls: ['https://news.example/c'] }),
      draft('c', { ...body, headline: 'By its new alias' }),
    ]);
    expect(outcomes).toEqual(Array(4).fill({ kind: 'MODIFIED', articleId: id }));
    expect(await stored(tx, id)).toMatchObject({
      ...{ headline: 'By its new alias', originalUrl: 'https://news.example/c' },
      modifiedAt: someDay + 4,
    });
    expect(await countArticles(tx)).toBe(1);
  });
});

describe('the identity that an import brings', () => {
  inside('is kept where it is free and made anew where it is taken', async (tx) => {
    const brought = { id: 42, slug: 'kept', addedAt: 1_000, modifiedAt: 2_000 };
    const [first, second] = await writerIn(tx).publish([draft('a', brought), draft('b', brought)]);
    const third = await publish(tx, draft('c', brought));
    expect(await stored(tx, 42)).toMatchObject({ ...brought, originalUrl: 'https://news.example/a' });
    const [b, c] = [await stored(tx, idOf(second as PublishOutcome)), await stored(tx, idOf(third))];
    expect(first).toEqual({ kind: 'PUBLISHED', articleId: 42 });
    expect(new Set([42, b.id, c.id]).size).toBe(3);
    expect(new Set(['kept', b.slug, c.slug]).size).toBe(3);
    const again = draft('a', { ...brought, id: 43, slug: 'other', headline: 'New' });
    expect(await publish(tx, again)).toEqual({ kind: 'MODIFIED', articleId: 42 });
    expect(await stored(tx, 42)).toMatchObject({ slug: 'kept', addedAt: 1_000, modifiedAt: someDay });
  });
});

describe('the places of an article', () => {
  inside('are its categories in their order and all above them, until it is filed anew', async (tx) => {
    const [world, asia, japan, sport] = shelves.categories;
    const id = idOf(await publish(tx, draft('a', { categoryIds: [sport, japan, sport] })));
    const filed = async () => {
      const { categories = [], breadcrumbs = [] } = (await filingsOf(tx, [id])).get(id) ?? {};
      const rows = await tx.query<{ id: number }>(
        sql`SELECT category_id AS id FROM article_category WHERE article_id = ${id} ORDER BY category_id`,
      );
      return [categories, breadcrumbs, rows].map((list) => list.map((category) => category.id));
    };
    expect(await filed()).toEqual([[sport, japan], [sport], [world, asia, japan, sport].sort()]);
    await publish(tx, draft('a', { categoryIds: [asia] }));
    expect(await filed()).toEqual([[asia], [world, asia], [world, asia].sort()]);
    await publish(tx, draft('a'));
    expect(await filed()).toEqual([[], [], []]);
  });
});
