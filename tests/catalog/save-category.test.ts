import sql from 'sql-template-tag';
import { listArticles } from '../../src/catalog/article-list.js';
import { categoriesById, categoryByPath, filingsOf } from '../../src/catalog/categories.js';
import { type CategoryDraft, saveCategory } from '../../src/catalog/save-category.js';
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

/** A test in a transaction that is undone, over the tree world > asia > japan, and sport. */
const inside = (name: string, work: (tx: Transaction) => Promise<void>): void =>
  it(name, () => undone(database, work));

const save = (tx: Transaction, draft: CategoryDraft, now = someDay) => saveCategory(tx, draft, now);

const made = async (tx: Transaction, draft: CategoryDraft): Promise<number> => {
  const outcome = await save(tx, draft);
  if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
  return outcome.saved.id;
};

const paths = async (tx: Transaction): Promise<string[]> =>
  (await tx.query<{ path: string }>(sql`SELECT path FROM category ORDER BY path`)).map(({ path }) => path);

const tree = ['sport', 'world', 'world/asia', 'world/asia/japan'];

describe('saveCategory', () => {
  inside('creates a root or a child once, and finds it again by slug and parent', async (tx) => {
    const [world] = shelves.categories;
    const draft = { slug: 'africa', name: 'Africa', parentId: world };
    expect(await save(tx, draft)).toMatchObject({
      ...{ kind: 'CREATED', saved: { ...draft, path: 'world/africa', description: null } },
    });
    expect(await save(tx, draft, someDay + 1)).toMatchObject({ kind: 'UNCHANGED' });
    expect(await save(tx, { slug: 'africa', name: 'A root' })).toMatchObject({
      ...{ kind: 'CREATED', saved: { path: 'africa', parentId: null } },
    });
    expect(await paths(tx)).toEqual(['africa', ...tree, 'world/africa'].sort());
  });

  inside('changes what is given and leaves the rest', async (tx) => {
    const [, asia] = shelves.categories;
    await save(tx, { id: asia, description: 'All of it', alternateName: '亚洲' });
    const before = await categoryByPath(tx, 'world/asia');
    expect(before).toMatchObject({ name: 'ASIA', description: 'All of it', modifiedAt: someDay + 1 });
    await save(tx, { id: asia, name: 'Asia', description: null }, someDay + 9);
    expect(await categoryByPath(tx, 'world/asia')).toEqual({
      ...{ ...before, name: 'Asia', description: null, modifiedAt: someDay + 9 },
    });
  });

  inside('is guarded against lost updates', async (tx) => {
    const mine = { id: shelves.categories[3], ifUnmodifiedSince: someDay };
    expect(await save(tx, { ...mine, name: 'Mine' })).toMatchObject({ kind: 'MODIFIED' });
    expect(await save(tx, { ...mine, name: 'Theirs' })).toMatchObject({
      ...{ kind: 'REFUSED', reason: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' },
    });
    expect((await categoryByPath(tx, 'sport'))?.name).toBe('Mine');
  });

  it.each<[field: string, fault: string, given: (categories: Shelves['categories']) => CategoryDraft]>([
    ['slug', 'missing', () => ({ name: 'x' })],
    ['slug', 'with a slash', () => ({ slug: 'a/b', name: 'x' })],
    ['slug', 'too long', () => ({ slug: 'x'.repeat(101), name: 'x' })],
    ['name', 'missing', () => ({ slug: 'x' })],
    ['slug', 'of a sibling', ([, , , sport]) => ({ id: sport, slug: 'world' })],
    ['slug', 'of another where it moves', ([, , japan]) => ({ id: japan, parentId: null, slug: 'sport' })],
    ['parentId', 'of itself', ([world]) => ({ id: world, parentId: world })],
    ['parentId', 'of one below it', ([world, , japan]) => ({ id: world, parentId: japan })],
    ['id', 'unknown', () => ({ id: 1, name: 'x' })],
    ['parentId', 'unknown', () => ({ slug: 'x', name: 'x', parentId: 1 })],
  ])('refuses a %s: %s', (field, fault, given) =>
    undone(database, async (tx) => {
      const reason = fault === 'unknown' ? 'NOT_FOUND' : 'INVALID';
      expect(await save(tx, given(shelves.categories))).toMatchObject({ kind: 'REFUSED', reason, field });
      expect(await paths(tx)).toEqual(tree);
    }),
  );

  inside('refuses a tree so deep that its paths cannot be looked up', async (tx) => {
    const slug = '深'.repeat(100);
    let parentId: number | null = null;
    for (let depth = 0; depth < 5; depth++) parentId = await made(tx, { slug, name: 'x', parentId });
    expect(await save(tx, { slug, name: 'x', parentId })).toMatchObject({ kind: 'REFUSED', field: 'slug' });
  });

  inside('keeps an id that an import brings, unless another category has it', async (tx) => {
    await save(tx, { slug: 'a', name: 'A', newId: 42 });
    await save(tx, { slug: 'b', name: 'B', newId: 42 });
    expect((await categoriesById(tx, [42])).get(42)?.path).toBe('a');
    expect(await categoryByPath(tx, 'b')).toMatchObject({ name: 'B' });
  });
});

describe('a category that moves', () => {
  /** The paths of the categories in whose lists an article is. */
  const listedIn = async (tx: Transaction, articleId: number): Promise<string[]> => {
    const found: string[] = [];
    for (const path of await paths(tx)) {
      const id = (await categoryByPath(tx, path))?.id as number;
      const { rows } = await listArticles(tx, { category: [id] }, 'PUBLISHED_DESC', { first: 10 });
      if (rows.some((article) => article.id === articleId)) found.push(path);
    }
    return found;
  };

  inside('takes all below it along, and files their articles under its new ancestors', async (tx) => {
    const [, asia, japan, sport] = shelves.categories;
    const [publication] = await writerIn(tx).publish([
      draftOf('a', { id: 1, sourceId: shelves.sources[0], categoryIds: [japan] }),
      draftOf('b', { id: 2, sourceId: shelves.sources[0], categoryIds: [asia, sport] }),
      draftOf('c', { id: 3, sourceId: shelves.sources[0], categoryIds: [sport] }),
      draftOf('gone', { id: 4, sourceId: shelves.sources[0], categoryIds: [japan] }),
    ]);
    expect(publication?.kind).toBe('PUBLISHED');
    await writerIn(tx).withdraw({ articleId: 4, reason: 'EDITORIAL' });
    expect(await listedIn(tx, 1)).toEqual(['world', 'world/asia', 'world/asia/japan']);

    const moved = await save(tx, { id: asia, parentId: sport, slug: 'far-east' });
    expect(moved).toMatchObject({ kind: 'MODIFIED', saved: { path: 'sport/far-east', parentId: sport } });
    expect(await paths(tx)).toEqual(['sport', 'sport/far-east', 'sport/far-east/japan', 'world']);
    expect(await listedIn(tx, 1)).toEqual(['sport', 'sport/far-east', 'sport/far-east/japan']);
    expect(await listedIn(tx, 2)).toEqual(['sport', 'sport/far-east']);
    expect(await listedIn(tx, 3)).toEqual(['sport']);
    expect(await listedIn(tx, 4)).toEqual([]);
    const filing = (await filingsOf(tx, [1, 2])).get(1);
    expect(filing?.breadcrumbs.map(({ path }) => path)).toEqual(await listedIn(tx, 1));
    expect((await filingsOf(tx, [2])).get(2)?.categories.map(({ id }) => id)).toEqual([asia, sport]);

    await save(tx, { id: japan, parentId: null });
    expect(await paths(tx)).toEqual(['japan', 'sport', 'sport/far-east', 'world']);
    expect(await listedIn(tx, 1)).toEqual(['japan']);
  });

  inside('takes none along whose path only begins alike, and counts characters, not bytes', async (tx) => {
    const old = await made(tx, { slug: '𠮷', name: 'x' });
    await made(tx, { slug: 'below', name: 'x', parentId: old });
    await made(tx, { slug: '𠮷-2', name: 'x' });
    await save(tx, { id: old, slug: 'new' });
    expect(await paths(tx)).toEqual(['new', 'new/below', ...tree, '𠮷-2']);
  });
});
