import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { articleByUrl } from '../../src/catalog/articles.js';
import { copiesOf } from '../../src/catalog/copies/copies.js';
import { indexSignatures } from '../../src/catalog/copies/signatures.js';
import { aliasUrlsOf, relatedLinksOf } from '../../src/catalog/links.js';
import { versionsOf } from '../../src/catalog/versions.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import { type StoreResult, storeIntake, type UndatedDraft } from '../../src/ingest/store.js';
import { makeShelves, type Shelves, someDay } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
let shelves: Shelves;
let statements: string[];
let round = 0;

beforeAll(async () => {
  statements = [];
  database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
  shelves = await makeShelves(database, 40);
});

afterAll(() => database.close());

/** Sentences of eleven words that no other seed has. */
function prose(seed: string, sentences = 12): string[] {
  const letters = createHash('shake256', { outputLength: sentences * 11 * 7 })
    .update(seed)
    .digest();
  const word = (at: number): string =>
    [...letters.subarray(at * 7, at * 7 + 7)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  return Array.from(
    { length: sentences },
    (_, line) => `${Array.from({ length: 11 }, (_, place) => word(line * 11 + place)).join(' ')}.`,
  );
}

/** Names that no other test has. */
const fresh = (): string => `story-${++round}`;

const sourceOf = (number: number): number => shelves.sources[number] as number;

/** A draft on the site of a source; `hour` is when it was published. */
function draft(
  name: string,
  site: number,
  text: readonly string[],
  { hour = 0, ...given }: Partial<UndatedDraft> & { hour?: number } = {},
): UndatedDraft {
  return {
    originalUrl: urlOf(name, site),
    sourceId: sourceOf(site),
    headline: `${name} on ${site}`,
    bodyHtml: text.map((sentence) => `<p>${sentence}</p>`).join(''),
    publishedAt: someDay + hour * 3_600_000,
    ...given,
  };
}

const slugs = ['north', 'south', 'west'];
const urlOf = (name: string, site: number): string =>
  `https://${slugs[site] ?? `source-${site - 3}`}.example/${name}`;

const store = (...drafts: UndatedDraft[]): Promise<StoreResult[]> =>
  storeIntake(database, [], async () => ({ drafts, refused: [] }), { now: someDay + 86_400_000 });

const kinds = async (...drafts: UndatedDraft[]): Promise<string[]> =>
  (await store(...drafts)).map(({ kind }) => kind);

async function articleAt(url: string) {
  const found = await articleByUrl(database, url);
  if (found?.__typename !== 'Article') throw new Error(`No article at ${url}`);
  return found;
}

const republications = async (id: number): Promise<string[]> =>
  ((await relatedLinksOf(database, [id])).get(id) ?? [])
    .filter(({ kind }) => kind === 'REPUBLICATION')
    .map(({ url }) => url);

const withdraw = (articleId: number, reason: 'RIGHTS_CLAIM' | 'CORRECTION') =>
  catalogWriter(database, []).withdraw({ articleId, reason });

describe('the same text from another source', () => {
  it('is a copy: no second article, its address and a link lead to the original and back', async () => {
    const name = fresh();
    const text = prose(name);
    await store(draft(name, 0, text));
    const [result] = await store(draft(name, 1, ['Reprinted here.', ...text], { hour: 1 }));
    expect(result).toMatchObject({ kind: 'COPY', url: urlOf(name, 1), copyOf: urlOf(name, 0) });
    const article = await articleAt(urlOf(name, 1));
    expect(article).toMatchObject({ originalUrl: urlOf(name, 0), sourceId: sourceOf(0) });
    expect((await aliasUrlsOf(database, [article.id])).get(article.id)).toEqual([urlOf(name, 1)]);
    expect(await republications(article.id)).toEqual([urlOf(name, 1)]);
    expect(await copiesOf(database, article.id)).toMatchObject([
      {
        kind: 'COPY',
        url: urlOf(name, 1),
        named: false,
        standsIn: false,
        content: { sourceId: sourceOf(1) },
      },
    ]);
  });

  it('is unchanged when it comes again, a copy when it has changed, and an article once it is another text', async () => {
    const name = fresh();
    const text = prose(name);
    await store(draft(name, 0, text), draft(name, 1, text, { hour: 1 }));
    const { id } = await articleAt(urlOf(name, 0));
    expect(await kinds(draft(name, 1, text, { hour: 1 }))).toEqual(['UNCHANGED']);
    expect(await kinds(draft(name, 1, text.slice(1), { hour: 1 }))).toEqual(['COPY']);
    expect((await copiesOf(database, id))[0]?.content).toMatchObject({
      bodyHtml: expect.not.stringContaining(text[0] as string),
    });
    expect((await articleAt(urlOf(name, 0))).wordCount).toBe(132);

    expect(await kinds(draft(name, 1, prose('quite another'), { hour: 1 }))).toEqual(['PUBLISHED']);
    expect((await articleAt(urlOf(name, 1))).id).not.toBe(id);
    expect(await republications(id)).toEqual([]);
    expect(await copiesOf(database, id)).toEqual([]);
  });

  it('is not changed by a third source that lists its address', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)), draft(name, 1, prose(name), { hour: 1 }));
    const { id } = await articleAt(urlOf(name, 0));
    const before = await copiesOf(database, id);
    const listed = { ...draft(name, 1, prose(`${name} otherwise`)), sourceId: sourceOf(2) };
    expect(await kinds(listed)).toEqual(['UNCHANGED']);
    expect(await copiesOf(database, id)).toEqual(before);
  });

  it('moves with its text from one original to another', async () => {
    const [one, other] = [fresh(), fresh()];
    await store(
      draft(one, 0, prose(one)),
      draft(other, 2, prose(other)),
      draft(one, 1, prose(one), { hour: 1 }),
    );
    expect(await kinds(draft(one, 1, prose(other), { hour: 1 }))).toEqual(['COPY']);
    expect(await articleAt(urlOf(one, 1))).toMatchObject({ originalUrl: urlOf(other, 2) });
    expect(await republications((await articleAt(urlOf(one, 0))).id)).toEqual([]);
  });

  it('does not touch the original when it moves and becomes another text', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)), draft(name, 1, prose(name), { hour: 1 }));
    const moved = draft(`${name}-moved`, 1, prose('another one'), { aliasUrls: [urlOf(name, 1)] });
    expect(await kinds(moved)).toEqual(['PUBLISHED']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({
      headline: `${name} on 0`,
      sourceId: sourceOf(0),
    });
    expect((await articleAt(urlOf(`${name}-moved`, 1))).id).not.toBe((await articleAt(urlOf(name, 0))).id);
  });

  it('stays until its original, which it names, comes with a text and not as a mere link', async () => {
    const name = fresh();
    const names = [{ kind: 'ORIGINAL' as const, title: 'x', url: urlOf(name, 0) }];
    await store(draft(name, 1, prose(name), { relatedLinks: names }));
    expect(await kinds(draft(name, 0, []))).toEqual(['PUBLISHED']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ originalUrl: urlOf(name, 1), wordCount: 132 });
    expect(await kinds(draft(name, 0, prose(name)))).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ originalUrl: urlOf(name, 0), wordCount: 132 });
  });

  it('keeps what the original has when the original changes', async () => {
    const name = fresh();
    const text = prose(name);
    await store(draft(name, 0, text), draft(name, 1, text, { hour: 1 }));
    expect(await kinds(draft(name, 0, [...text, ...prose('addition', 1)]))).toEqual(['MODIFIED']);
    const { id } = await articleAt(urlOf(name, 0));
    expect(await republications(id)).toEqual([urlOf(name, 1)]);
    await catalogWriter(database, []).publish([
      { ...draft(name, 0, text), headline: 'By an editor' } as never,
    ]);
    expect(await republications(id)).toEqual([urlOf(name, 1)]);
  });

  it.each<[string, Partial<UndatedDraft> & { hour?: number }]>([
    ['earlier', { hour: -5 }],
    ['not the one that names an original', {}],
  ])('is the original when it is %s: the article becomes that one', async (_why, given) => {
    const name = fresh();
    const text = prose(name);
    const names = [{ kind: 'ORIGINAL' as const, title: 'x', url: 'https://elsewhere.example/x' }];
    await store(draft(name, 1, text, { relatedLinks: names }));
    const before = await articleAt(urlOf(name, 1));
    expect(await kinds(draft(name, 0, [...text, 'The end.'], given))).toEqual(['MODIFIED']);
    const after = await articleAt(urlOf(name, 1));
    expect(after).toMatchObject({
      id: before.id,
      slug: before.slug,
      originalUrl: urlOf(name, 0),
      sourceId: sourceOf(0),
    });
    expect(await republications(after.id)).toEqual([urlOf(name, 1)]);
    expect(await versionsOf(database, after.id)).toMatchObject([{ version: 1, headline: `${name} on 1` }]);
    expect(await kinds(draft(name, 1, [...text, 'Changed.'], { relatedLinks: names }))).toEqual(['COPY']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({ headline: `${name} on 0` });
  });

  it('is no earlier on the day of a date without a time', async () => {
    const name = fresh();
    await store(draft(name, 1, prose(name), { hour: 20 }));
    expect(await kinds(draft(name, 0, prose(name), { publishedPrecision: 'DAY' }))).toEqual(['COPY']);
  });

  it('is one within one document as well', async () => {
    const name = fresh();
    const drafts = [0, 1, 2].map((site) => draft(name, site, prose(name), { hour: site }));
    expect(await kinds(...drafts)).toEqual(['PUBLISHED', 'COPY', 'COPY']);
    expect(await republications((await articleAt(urlOf(name, 2))).id)).toEqual([
      urlOf(name, 1),
      urlOf(name, 2),
    ]);
  });

  it('is one when all its sources are read at the same time', async () => {
    const name = fresh();
    const at = [0, 1, 2, 3, 4];
    const results = await Promise.all(at.map((site) => store(draft(name, site, prose(name), { hour: 1 }))));
    expect(
      results
        .flat()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['COPY', 'COPY', 'COPY', 'COPY', 'PUBLISHED']);
    const ids = await Promise.all(at.map(async (site) => (await articleAt(urlOf(name, site))).id));
    expect(new Set(ids).size).toBe(1);
  });

  it('is found though the original was imported', async () => {
    const name = fresh();
    await catalogWriter(database, []).publish([draft(name, 0, prose(name)) as never]);
    while ((await indexSignatures(database)) > 0);
    expect(await kinds(draft(name, 1, prose(name), { hour: 1 }))).toEqual(['COPY']);
  });
});

describe('an excerpt', () => {
  it.each([
    [0, 1],
    [1, 0],
  ])('is a copy of the whole, whichever comes first (%d, %d)', async (...order) => {
    const name = fresh();
    const text = prose(name, 30);
    const both = [draft(name, 0, text, { hour: 1 }), draft(name, 1, text.slice(8, 15), { hour: 1 })];
    for (const which of order) await store(both[which] as UndatedDraft);
    const article = await articleAt(urlOf(name, 1));
    expect(article).toMatchObject({ originalUrl: urlOf(name, 0), sourceId: sourceOf(0) });
    expect(await copiesOf(database, article.id)).toMatchObject([{ kind: 'EXCERPT', url: urlOf(name, 1) }]);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])(
    'that came before the whole is no excerpt: a digest is not its original, nor it a copy of that (%d, %d)',
    async (...order) => {
      const name = fresh();
      const text = prose(name);
      const digest = [...prose(`${name} one`, 20), ...text, ...prose(`${name} two`, 20)];
      const both = [draft(name, 0, text), draft(`${name}-digest`, 1, digest, { hour: 10 })];
      for (const which of order) expect(await kinds(both[which] as UndatedDraft)).toEqual(['PUBLISHED']);
      expect(await articleAt(urlOf(name, 0))).toMatchObject({ sourceId: sourceOf(0), wordCount: 132 });
    },
  );

  it('of less than a tenth is a quotation', async () => {
    const name = fresh();
    const text = prose(name, 60);
    await store(draft(name, 0, text));
    expect(await kinds(draft(name, 1, text.slice(20, 25)))).toEqual(['PUBLISHED']);
    expect(await kinds(draft(name, 2, text.slice(20, 27)))).toEqual(['COPY']);
  });
});

describe('no copy', () => {
  it('is what its own source publishes again, however alike', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    expect(await kinds(draft(`${name}-again`, 0, prose(name)))).toEqual(['PUBLISHED']);
  });

  it('is a short text', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name, 3)));
    expect(await kinds(draft(name, 1, prose(name, 3)))).toEqual(['PUBLISHED']);
  });

  it('is a form filled in with other figures', async () => {
    const name = fresh();
    const form = (seed: number): string[] =>
      prose(name, 8).map(
        (sentence, line) => `${sentence} ${1_000 + seed * (line + 3)},${seed + line} points`,
      );
    await store(draft(name, 0, form(11)));
    expect(await kinds(draft(name, 1, form(23)))).toEqual(['PUBLISHED']);
  });
});

describe('a copy of what was withdrawn', () => {
  it.each([
    ['RIGHTS_CLAIM', 1, 'REFUSED'],
    ['RIGHTS_CLAIM', 0, 'REFUSED'],
    ['CORRECTION', 1, 'REFUSED'],
    ['CORRECTION', 0, 'PUBLISHED'],
  ] as const)('for %s is, from source %d, %s', async (reason, site, kind) => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    await withdraw((await articleAt(urlOf(name, 0))).id, reason);
    const [result] = await store(draft(`${name}-again`, site, prose(name)));
    expect(result).toMatchObject(
      kind === 'REFUSED' ? { kind, code: 'WITHDRAWN', problem: expect.stringContaining(reason) } : { kind },
    );
    expect((await articleByUrl(database, urlOf(`${name}-again`, site))) === null).toBe(kind === 'REFUSED');
  });

  it('is refused at the address of a copy from before, too', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)), draft(name, 1, prose(name), { hour: 1 }));
    await withdraw((await articleAt(urlOf(name, 0))).id, 'RIGHTS_CLAIM');
    const again = draft(name, 1, [...prose(name), 'More.'], { hour: 1 });
    expect(await store(again)).toMatchObject([{ kind: 'REFUSED', code: 'WITHDRAWN' }]);
    expect(await articleByUrl(database, urlOf(name, 1))).toMatchObject({ __typename: 'WithdrawnArticle' });
  });
});

describe('a page that stands under the address of its original', () => {
  /** Site 1 says that it has the text from site 0. */
  const reprint = (
    name: string,
    site: number,
    text: string[],
    headline = `${name} on ${site}`,
  ): UndatedDraft => ({
    ...draft(name, 0, text, { hour: 1, headline }),
    aliasUrls: [urlOf(name, site)],
    readAt: { url: urlOf(name, site), sourceId: sourceOf(site) },
    relatedLinks: [{ kind: 'ORIGINAL', title: 'x', url: urlOf(name, 0) }],
  });

  it('has the text until the original comes, and never again', async () => {
    const name = fresh();
    const text = prose(name);
    expect(await kinds(reprint(name, 1, text))).toEqual(['PUBLISHED']);
    expect(await kinds(reprint(name, 1, text))).toEqual(['UNCHANGED']);
    expect(await kinds(reprint(name, 1, text, 'Corrected'))).toEqual(['MODIFIED']);
    const { id } = await articleAt(urlOf(name, 1));
    expect(await republications(id)).toEqual([]);
    expect(await kinds(reprint(name, 2, ['Cut.', ...text]))).toEqual(['COPY']);

    expect(await kinds(draft(name, 0, prose(`${name} in full`)))).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ id, headline: `${name} on 0` });
    expect((await republications(id)).sort()).toEqual([urlOf(name, 1), urlOf(name, 2)]);
    expect(await kinds(reprint(name, 1, text, 'Once more'))).toEqual(['COPY']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({
      headline: `${name} on 0`,
      originalUrl: urlOf(name, 0),
    });
  });

  it('is a copy at once where the original is held, whatever has become of the text', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    expect(await store(reprint(name, 1, ['In short.']))).toMatchObject([
      { kind: 'COPY', copyOf: urlOf(name, 0) },
    ]);
  });

  it('fills an article of which only the link was held', async () => {
    const name = fresh();
    await store(draft(name, 0, []));
    expect(await kinds(reprint(name, 1, prose(name)))).toEqual(['MODIFIED']);
    expect((await articleAt(urlOf(name, 0))).wordCount).toBeGreaterThan(0);
  });
});

describe('an article at its own address', () => {
  it('that was held as a link becomes a copy with its text, and leaves the lists', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)), draft(name, 1, [], { hour: 1 }));
    const link = await articleAt(urlOf(name, 1));
    expect(await kinds(draft(name, 1, prose(name), { hour: 1 }))).toEqual(['COPY']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ originalUrl: urlOf(name, 0) });
    expect(await database.query(sql`SELECT id FROM article WHERE id = ${link.id}`)).toEqual([]);
  });

  it('keeps its text when a feed only announces it', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    expect(await kinds(draft(name, 0, [], { headline: 'New headline' }))).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({ headline: 'New headline', wordCount: 132 });
    while ((await indexSignatures(database)) > 0);
    expect(await kinds(draft(name, 1, prose(name), { hour: 1 }))).toEqual(['COPY']);
  });

  it('is not taken over by another source that lists it', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    const listed = { ...draft(name, 0, ['Summary.']), sourceId: sourceOf(1) };
    expect(await kinds(listed)).toEqual(['UNCHANGED']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({ sourceId: sourceOf(0), wordCount: 132 });
  });

  it('is not changed by a source of another site, by whichever of its addresses that one names it', async () => {
    const name = fresh();
    const alias = urlOf(`${name}-old`, 0);
    await store(draft(name, 0, prose(name), { aliasUrls: [alias] }));
    const before = await articleAt(urlOf(name, 0));
    const listed = { ...draft(name, 1, prose(`${name} otherwise`)), originalUrl: alias };
    expect(await kinds(listed)).toEqual(['UNCHANGED']);
    const theirs = draft(`${name}-theirs`, 1, prose(`${name} on its own`), {
      aliasUrls: [urlOf(name, 0), alias],
    });
    expect(await kinds(theirs)).toEqual(['PUBLISHED']);
    for (const url of [urlOf(name, 0), alias]) expect(await articleAt(url)).toEqual(before);
  });

  it('that is on the site of neither source stays with the one that came first', async () => {
    const name = fresh();
    const originalUrl = `https://elsewhere.example/${name}`;
    await store({ ...draft(name, 0, prose(name)), originalUrl });
    const before = await articleAt(originalUrl);
    expect(await kinds({ ...draft(name, 1, prose(`${name} otherwise`)), originalUrl })).toEqual([
      'UNCHANGED',
    ]);
    expect(await articleAt(originalUrl)).toEqual(before);
  });

  it('becomes that of the site it is on when that one comes', async () => {
    const name = fresh();
    await store({ ...draft(name, 1, prose(name)), sourceId: sourceOf(0) });
    expect(await kinds(draft(name, 1, prose(name)))).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ sourceId: sourceOf(1) });
  });

  it('is its own though another source has given its address as an alias', async () => {
    const name = fresh();
    const listing = draft(`${name}-listing`, 0, prose(`${name} listed`), { aliasUrls: [urlOf(name, 1)] });
    await store(listing);
    expect(await kinds(draft(name, 1, prose(name)))).toEqual(['PUBLISHED']);
    expect(await kinds({ ...listing, headline: 'Changed' })).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 1))).toMatchObject({ headline: `${name} on 1` });
  });

  it('keeps what its document does not speak of: rights, categories and links that an editor has given it', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)));
    const relatedLinks = [
      { kind: 'PREVIOUS' as const, title: 'Before', url: 'https://north.example/before' },
    ];
    const categoryIds = [shelves.categories[0]];
    await catalogWriter(database, []).publish([
      {
        ...(draft(name, 0, prose(name)) as { publishedAt: number } & UndatedDraft),
        rights: { syndication: 'SUMMARY', holder: 'A holder' },
        ...{ relatedLinks, categoryIds, headline: 'By an editor' },
      },
    ]);
    const next = draft(name, 0, prose(`${name} corrected`), { rights: { notice: 'A notice' } });
    expect(await kinds(next)).toEqual(['MODIFIED']);
    const article = await articleAt(urlOf(name, 0));
    expect(article).toMatchObject({
      headline: `${name} on 0`,
      primaryCategoryId: categoryIds[0],
      ownRights: { syndication: 'SUMMARY', holder: 'A holder', notice: 'A notice' },
    });
    expect((await relatedLinksOf(database, [article.id])).get(article.id)).toMatchObject(relatedLinks);
    expect(await versionsOf(database, article.id, 1)).toMatchObject([{ headline: 'By an editor' }]);
  });

  it('is not emptied to its beginning while its page cannot be had', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name), { image: { url: 'https://north.example/a.jpg' } }));
    const beginning = draft(name, 0, prose(name, 1), { isBeginning: true, headline: 'New headline' });
    expect(await kinds(beginning)).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({
      headline: 'New headline',
      wordCount: 132,
      image: { url: 'https://north.example/a.jpg' },
    });
    expect(await kinds({ ...beginning, isBeginning: undefined })).toEqual(['MODIFIED']);
    expect(await articleAt(urlOf(name, 0))).toMatchObject({ wordCount: 11 });
  });

  it('that is withdrawn stays so, though only its link was held and its text is a copy', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name)), draft(name, 1, [], { hour: 1 }));
    await withdraw((await articleAt(urlOf(name, 1))).id, 'RIGHTS_CLAIM');
    expect(await store(draft(name, 1, prose(name), { hour: 1 }))).toMatchObject([
      { kind: 'REFUSED', code: 'WITHDRAWN' },
    ]);
    expect(await articleByUrl(database, urlOf(name, 1))).toMatchObject({ __typename: 'WithdrawnArticle' });
  });

  it('is dated when it first came where nobody says', async () => {
    const name = fresh();
    await store(draft(name, 0, prose(name), { publishedAt: undefined }));
    const { publishedAt } = await articleAt(urlOf(name, 0));
    expect(publishedAt).toBe(someDay + 86_400_000);
    await storeIntake(
      database,
      [],
      async () => ({
        drafts: [draft(name, 0, prose(name), { publishedAt: undefined, headline: 'x' })],
        refused: [],
      }),
      { now: someDay + 2 * 86_400_000 },
    );
    expect(await articleAt(urlOf(name, 0))).toMatchObject({ headline: 'x', publishedAt });
  });
});

describe('what is stored with it', () => {
  it('stands or falls with the articles', async () => {
    const name = fresh();
    const failing = storeIntake(
      database,
      [],
      async () => ({ drafts: [draft(name, 0, prose(name))], refused: [] }),
      {
        also: async (_tx, results) => {
          expect(results).toMatchObject([{ kind: 'PUBLISHED', url: urlOf(name, 0) }]);
          throw new Error('broken off');
        },
      },
    );
    await expect(failing).rejects.toThrow('broken off');
    expect(await articleByUrl(database, urlOf(name, 0))).toBeNull();
  });

  it('is told why something was refused', async () => {
    const name = fresh();
    expect(await store(draft(name, 0, [], { headline: ' ' }))).toMatchObject([
      { kind: 'REFUSED', code: 'INVALID' },
    ]);
  });

  it('costs the same few statements for one draft as for fifty', async () => {
    const cost = async (count: number): Promise<number> => {
      const names = Array.from({ length: count }, fresh);
      await store(...names.map((name) => draft(name, 0, prose(name))));
      statements.length = 0;
      await store(...names.map((name) => draft(name, 1, prose(name), { hour: 1 })));
      return statements.length;
    };
    const one = await cost(1);
    expect(await cost(50)).toBe(one);
    expect(one).toBeLessThan(25);
  });
});

describe('an original, its copy, an excerpt and an update of the copy', () => {
  it('come to the same in every order', async () => {
    const outcomes = new Set<string>();
    const orders = permutations([0, 1, 2, 3]).filter((order) => order.indexOf(1) < order.indexOf(3));
    for (const order of orders) {
      const story = fresh();
      const text = prose(story, 20);
      const drafts = [
        draft(story, 0, text, { hour: 0 }),
        draft(story, 1, ['By our agency.', ...text], { hour: 2 }),
        draft(story, 2, text.slice(5, 12), { hour: 3 }),
        draft(story, 1, ['By our agencies.', ...text.slice(1)], { hour: 2 }),
      ];
      for (const which of order) await store(drafts[which] as UndatedDraft);
      const { id, originalUrl, headline, sourceId } = await articleAt(urlOf(story, 1));
      const copies = (await copiesOf(database, id))
        .map(({ url, kind, content }) => [url, kind, (content as UndatedDraft).bodyHtml])
        .sort();
      const body = await database.query(sql`SELECT text FROM article_body WHERE article_id = ${id}`);
      const aliases = (await aliasUrlsOf(database, [id])).get(id);
      const outcome = JSON.stringify({ originalUrl, headline, sourceId, copies, body, aliases });
      outcomes.add(
        text.reduce((all, line, n) => all.replaceAll(line, `line ${n}`), outcome.replaceAll(story, 'story')),
      );
    }
    expect(orders).toHaveLength(12);
    expect([...outcomes]).toEqual([expect.stringContaining('"originalUrl":"https://north.example/story"')]);
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
