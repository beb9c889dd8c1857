import { listSources, sourceBySlug, sourceCursor, sourcesById } from '../../src/catalog/sources.js';
import type { Database } from '../../src/database/database.js';
import { makeShelves, type Shelves } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('sources', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database, 4);
  });
  afterAll(() => database.close());

  it('are found by slug and by id', async () => {
    const [, south] = shelves.sources;
    expect(await sourceBySlug(database, 'south')).toMatchObject({ id: south, name: 'SOUTH' });
    expect(await sourceBySlug(database, 'South')).toBeNull();
    expect([...(await sourcesById(database, [south, 1])).keys()]).toEqual([south]);
  });

  it('are listed by slug, page by page', async () => {
    const slugs: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listSources(database, { first: 3, after });
      slugs.push(...page.rows.map(({ slug }) => slug));
      expect(page.hasPreviousPage).toBe(after !== undefined);
      const last = page.rows.at(-1);
      if (!page.hasNextPage || !last) break;
      after = sourceCursor(last);
    }
    expect(slugs).toEqual(['north', 'source-0', 'source-1', 'source-2', 'source-3', 'south', 'west']);
  });

  it('refuse a cursor of another list', async () => {
    await expect(listSources(database, { after: 'x' })).rejects.toMatchObject({ argument: 'after' });
  });
});
