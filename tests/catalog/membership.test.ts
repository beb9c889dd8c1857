import { listedAmong, memberIds, membersAmong } from '../../src/catalog/membership.js';
import type { Database } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('membership', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  it('of a category, with all below it, of a source, or of both leaves out the withdrawn', () =>
    undone(database, async (tx) => {
      const [north, south] = shelves.sources;
      const [world, asia, , sport] = shelves.categories;
      const filed = (id: number, sourceId: number, categoryId: number) =>
        draftOf(id, { id, sourceId, categoryIds: [categoryId] });
      await writerIn(tx).publish([
        filed(1, north, world),
        filed(2, north, asia),
        filed(3, south, asia),
        filed(4, north, sport),
        filed(5, north, asia),
      ]);
      await writerIn(tx).withdraw({ articleId: 5, reason: 'LEGAL' });

      const memberships = [
        { membership: { category: world }, members: [1, 2, 3] },
        { membership: { category: asia }, members: [2, 3] },
        { membership: { source: north }, members: [1, 2, 4] },
        { membership: { category: world, source: north }, members: [1, 2] },
      ];
      const everything = [1, 2, 3, 4, 5, 99];
      for (const { membership, members } of memberships) {
        expect((await memberIds(tx, membership, 10)).sort()).toEqual(members);
        expect(await membersAmong(tx, membership, everything)).toEqual(new Set(members));
        expect(await memberIds(tx, membership, 1)).toHaveLength(1);
      }
      expect(await listedAmong(tx, everything)).toEqual(new Set([1, 2, 3, 4]));
      expect(await listedAmong(tx, [])).toEqual(new Set());
    }));
});
