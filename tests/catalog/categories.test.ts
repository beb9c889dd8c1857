import {
  ancestorPaths,
  categoriesById,
  categoriesByPath,
  categoryByPath,
  childCategories,
  filingsOf,
  rootCategories,
} from '../../src/catalog/categories.js';
import type { Database } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('categories', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  const pathsOf = (categories: Iterable<{ path: string }> | undefined) =>
    [...(categories ?? [])].map(({ path }) => path);

  it('are found by path, by id and by place in the tree', async () => {
    const [world, asia, japan, sport] = shelves.categories;
    expect(await categoryByPath(database, 'world/asia')).toMatchObject({ id: asia, parentId: world });
    expect(await categoryByPath(database, 'asia')).toBeNull();
    expect(pathsOf(await rootCategories(database))).toEqual(['sport', 'world']);
    expect(pathsOf((await categoriesById(database, [japan, sport, 1])).values()).sort()).toEqual([
      'sport',
      'world/asia/japan',
    ]);
    expect([...(await categoriesByPath(database, ['world', 'nowhere'])).keys()]).toEqual(['world']);
    const children = await childCategories(database, [world, asia, sport]);
    expect(pathsOf(children.get(world))).toEqual(['world/asia']);
    expect(pathsOf(children.get(asia))).toEqual(['world/asia/japan']);
    expect(children.get(sport)).toBeUndefined();
  });

  it('know their ancestors by their paths', () => {
    expect(ancestorPaths('a')).toEqual([]);
    expect(ancestorPaths('a/b/c')).toEqual(['a', 'a/b']);
  });

  it('of an article come in its order, the trail leads to the first', () =>
    undone(database, async (tx) => {
      const [world, , japan, sport] = shelves.categories;
      const sourceId = shelves.sources[0];
      await writerIn(tx).publish([
        draftOf(1, { id: 1, sourceId, categoryIds: [japan, sport, world] }),
        draftOf(2, { id: 2, sourceId, categoryIds: [sport] }),
        draftOf(3, { id: 3, sourceId }),
      ]);
      const filings = await filingsOf(tx, [1, 2, 3]);
      expect(pathsOf(filings.get(1)?.categories)).toEqual(['world/asia/japan', 'sport', 'world']);
      expect(pathsOf(filings.get(1)?.breadcrumbs)).toEqual(['world', 'world/asia', 'world/asia/japan']);
      expect(pathsOf(filings.get(2)?.breadcrumbs)).toEqual(['sport']);
      expect(filings.has(3)).toBe(false);
    }));
});
