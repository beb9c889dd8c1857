import { type SourceDraft, saveSource } from '../../src/catalog/save-source.js';
import { sourceBySlug, sourcesById } from '../../src/catalog/sources.js';
import type { Database, Transaction } from '../../src/database/database.js';
import { someDay, undone } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(() => database.close());

/** A test in a transaction that is undone. */
const inside = (name: string, work: (tx: Transaction) => Promise<void>): void =>
  it(name, () => undone(database, work));

const north: SourceDraft = { slug: 'north', name: 'North', homepageUrl: 'https://north.example/' };
const save = (tx: Transaction, draft: SourceDraft, now = someDay) => saveSource(tx, draft, now);

describe('saveSource', () => {
  inside('creates a source, with what is usual where nothing is said', async (tx) => {
    const outcome = await save(tx, north);
    expect(outcome).toMatchObject({ kind: 'CREATED', saved: { ...north, modifiedAt: someDay } });
    expect(await sourceBySlug(tx, 'north')).toMatchObject({
      ...{ ...north, feedUrl: null, language: 'en', timeZone: 'UTC', modifiedAt: someDay },
      rights: { holder: null, notice: null, takedownDays: null, syndication: 'FULL_TEXT' },
    });
  });

  inside('changes what is given and leaves the rest', async (tx) => {
    const feedUrl = 'https://north.example/feed';
    const rights = { holder: 'North Ltd', notice: 'Ask first', syndication: 'SUMMARY' } as const;
    await save(tx, { ...north, feedUrl, language: 'ZH-cn', timeZone: 'Asia/Shanghai', rights });
    const before = await sourceBySlug(tx, 'north');
    expect(before).toMatchObject({ language: 'zh-CN', timeZone: 'Asia/Shanghai' });
    const outcome = await save(tx, { slug: 'north', name: 'The North', rights: { notice: null } });
    expect(outcome.kind).toBe('MODIFIED');
    expect(await sourceBySlug(tx, 'north')).toEqual({
      ...before,
      name: 'The North',
      rights: { ...before?.rights, notice: null },
      modifiedAt: someDay + 1,
    });
    await save(tx, { slug: 'north', feedUrl: null });
    expect(await sourceBySlug(tx, 'north')).toMatchObject({ feedUrl: null, name: 'The North' });
  });

  inside('changes nothing when nothing is new', async (tx) => {
    await save(tx, north);
    for (const draft of [north, { slug: 'north' }])
      expect(await save(tx, draft, someDay + 1_000)).toMatchObject({
        ...{ kind: 'UNCHANGED', saved: { modifiedAt: someDay } },
      });
  });

  inside('is guarded against lost updates', async (tx) => {
    const mine = { ...north, ifUnmodifiedSince: someDay };
    expect(await save(tx, mine)).toMatchObject({ kind: 'REFUSED', reason: 'NOT_FOUND' });
    await save(tx, north);
    expect(await save(tx, { ...mine, name: 'Mine' })).toMatchObject({ kind: 'MODIFIED' });
    expect(await save(tx, { ...mine, name: 'Theirs' })).toMatchObject({
      ...{ kind: 'REFUSED', reason: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' },
    });
    expect(await save(tx, { ...mine, name: 'Mine' })).toMatchObject({ kind: 'UNCHANGED' });
    expect((await sourceBySlug(tx, 'north'))?.name).toBe('Mine');
  });

  it.each<[field: string, fault: string, Partial<SourceDraft>]>([
    ['slug', 'with a space', { slug: 'no slug' }],
    ['slug', 'with a slash', { slug: 'a/b' }],
    ['slug', 'too long', { slug: 'x'.repeat(101) }],
    ['name', 'missing', { name: undefined }],
    ['name', 'empty', { name: ' ' }],
    ['homepageUrl', 'missing', { homepageUrl: undefined }],
    ['homepageUrl', 'no URL', { homepageUrl: 'north.example' }],
    ['feedUrl', 'not of the web', { feedUrl: 'file:///etc/passwd' }],
    ['timeZone', 'unknown', { timeZone: 'Mars/Olympus' }],
    ['language', 'unknown', { language: 'not a language' }],
  ])('refuses a %s: %s', (field, _fault, given) =>
    undone(database, async (tx) => {
      const draft = { ...north, ...given };
      expect(await save(tx, draft)).toMatchObject({ kind: 'REFUSED', reason: 'INVALID', field });
      expect(await sourceBySlug(tx, draft.slug)).toBeNull();
    }),
  );

  inside('takes slugs of any script', async (tx) => {
    for (const slug of ['环球-周刊', 'समाचार', 'a.b_c-1'])
      expect(await save(tx, { ...north, slug })).toMatchObject({ kind: 'CREATED' });
  });

  inside('keeps an id that an import brings, unless another source has it', async (tx) => {
    await save(tx, { ...north, id: 42 });
    const other = await save(tx, { ...north, slug: 'south', id: 42 });
    expect(other).toMatchObject({ kind: 'CREATED', saved: { slug: 'south' } });
    expect((await sourcesById(tx, [42])).get(42)?.slug).toBe('north');
  });
});
