import { categoryByPath } from '../../src/catalog/categories.js';
import { catalogWriterIn } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import type { Breadcrumb } from '../../src/ingest/page-trail.js';
import { categoriesNamed, categoryOfTrail, isFrontPage } from '../../src/ingest/store-category.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const file = (...trail: Breadcrumb[]) =>
  database.transaction((tx) => categoryOfTrail(tx, catalogWriterIn(tx, [], Date.now()), trail));

describe('categoryOfTrail', () => {
  it('makes what is missing below the root, and leaves the home link out', async () => {
    const id = await file(
      { name: '首页', url: 'https://a.example/' },
      { name: '教育资讯', url: 'https://a.example/news/' },
      { name: '地方动态', url: 'https://a.example/news/local_area/index.html' },
    );
    expect(await categoryByPath(database, 'news/local-area')).toMatchObject({ id, name: '地方动态' });
    expect(await categoryByPath(database, 'news')).toMatchObject({ name: '教育资讯', parentId: null });
  });

  it('keeps the name of a category that is there', async () => {
    await file({ name: 'News', url: 'https://b.example/news' });
    expect(await categoryByPath(database, 'news')).toMatchObject({ name: '教育资讯' });
  });

  it('makes the slug of the name where the link says nothing', async () => {
    const id = await file({ name: 'Sea & Shore' }, { name: '潮汐', url: 'https://a.example/list/42' });
    expect(await categoryByPath(database, 'sea-shore/潮汐')).toMatchObject({ id });
  });

  it('files nowhere what has no trail but home', async () => {
    expect(await file({ name: 'Home' }, { name: 'Portal', url: 'https://a.example/' })).toBeUndefined();
  });
});

describe('categoriesNamed', () => {
  it('finds only what exists', async () => {
    const [first] = [await categoryByPath(database, 'news')];
    expect(await categoriesNamed(database, ['教育资讯', 'Unheard of'])).toEqual(
      new Map([['教育资讯', first?.id]]),
    );
    expect(await categoriesNamed(database, [])).toEqual(new Map());
  });
});

describe('isFrontPage', () => {
  it.each([
    ['https://a.example', true],
    ['https://a.example/index.php', true],
    ['https://a.example/?p=12', false],
    ['https://a.example/news/', false],
  ])('%s: %s', (url, is) => {
    expect(isFrontPage(url)).toBe(is);
  });
});
