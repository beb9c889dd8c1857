import sql from 'sql-template-tag';
import {
  candidatesIn,
  holdersOf,
  indexSignatures,
  nothingIndexed,
  saveSignatures,
} from '../../../src/catalog/copies/signatures.js';
import type { Database } from '../../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, undone, writerIn } from '../../support/corpus.js';
import { openTestDatabase } from '../../support/database.js';

describe('signatures', () => {
  let database: Database;
  let shelves: Shelves;
  let ids: number[];
  const text = (name: string): string =>
    Array.from({ length: 60 }, (_, word) => `${name}word${(word * 7919) % 1_000}`).join(' ');
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
    ids = await database.transaction(async (tx) => {
      const drafts = Array.from({ length: 50 }, (_, n) =>
        draftOf(n, { sourceId: shelves.sources[0], bodyText: n === 49 ? null : text(`n${n}x`) }),
      );
      return (await writerIn(tx).publish(drafts)).map(({ articleId }) => articleId as number);
    });
  });
  afterAll(() => database.close());

  it('are made for what came otherwise, a part at a time, once, and again when it has changed', async () => {
    expect(await indexSignatures(database, { limit: 30 })).toBe(30);
    expect(await indexSignatures(database, { limit: 30 })).toBe(20);
    expect(await indexSignatures(database, { limit: 30 })).toBe(0);
    const sketch = async (id: number) =>
      (
        await database.query<{ hash: number }>(
          sql`SELECT hash FROM article_sketch WHERE article_id = ${id} ORDER BY hash`,
        )
      ).map(({ hash }) => hash);
    const before = await sketch(ids[0] as number);
    expect(before.length).toBeGreaterThan(8);
    expect(await sketch(ids[49] as number)).toEqual([]);
    await database.transaction((tx) =>
      writerIn(tx).publish([draftOf(0, { sourceId: shelves.sources[0], bodyText: text('changed') })]),
    );
    expect(await indexSignatures(database)).toBe(1);
    const after = await sketch(ids[0] as number);
    expect(after.length).toBeGreaterThan(8);
    expect(after.filter((hash) => before.includes(hash))).toEqual([]);
  });

  it('are not looked for from the beginning again by who has once been through', async () => {
    const progress = { ...nothingIndexed };
    while ((await indexSignatures(database, { progress })) > 0);
    expect(progress.passed).toBe(Math.max(...ids));
    const without = ids[49] as number;
    await database.transaction((tx) =>
      tx.execute(sql`DELETE FROM article_signature WHERE article_id = ${without}`),
    );
    expect(await indexSignatures(database, { progress: { ...progress, swept: without } })).toBe(0);
    // An imported one, with an id from another time, is found the next time around.
    expect(await indexSignatures(database, { progress })).toBe(1);
  });

  it('lead to the articles that share most, and nowhere by what a crowd shares', () =>
    undone(database, async (tx) => {
      const [a, b, c] = ids as [number, number, number];
      const hashes = Array.from({ length: 20 }, (_, n) => n + 1);
      await saveSignatures(
        tx,
        [
          { articleId: a, hashes: hashes.slice(0, 3) },
          { articleId: b, hashes: hashes.slice(0, 9) },
          { articleId: c, hashes: [99] },
        ],
        new Map(),
      );
      expect(candidatesIn(await holdersOf(tx, hashes), hashes)).toEqual([b, a]);
      for (const articleId of ids)
        await saveSignatures(
          tx,
          [{ articleId, hashes: [99, articleId] }],
          await holdersOf(tx, [99, articleId]),
        );
      const crowd = await holdersOf(tx, [99]);
      expect(crowd.get(99)).toHaveLength(40);
      expect(candidatesIn(crowd, [99])).toEqual([]);
    }));
});
