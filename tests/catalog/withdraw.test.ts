import sql from 'sql-template-tag';
import { articlesById } from '../../src/catalog/articles.js';
import type { Withdrawal } from '../../src/catalog/withdraw.js';
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

const articleId = 7;
const modifiedAt = async (tx: Transaction): Promise<number | undefined> =>
  (await tx.query<{ at: number }>(sql`SELECT modified_at AS at FROM article WHERE id = ${articleId}`))[0]?.at;

/** A test in a transaction that is undone, with one article in it. */
const inside = (name: string, work: (tx: Transaction) => Promise<void>): void =>
  it(name, () =>
    undone(database, async (tx) => {
      const given = { id: articleId, sourceId: shelves.sources[0], categoryIds: [shelves.categories[2]] };
      await writerIn(tx).publish([draftOf('a', { ...given, bodyText: 'Text.' })]);
      await work(tx);
    }),
  );

const withdraw = (tx: Transaction, given: Partial<Withdrawal> = {}, now?: number) =>
  writerIn(tx, now).withdraw({ articleId, reason: 'LEGAL', statement: 'By order.', ...given });

const tombstone = async (tx: Transaction) => (await articlesById(tx, [articleId])).get(articleId);

describe('a withdrawal', () => {
  inside('puts a tombstone in the place of the article', async (tx) => {
    expect(await withdraw(tx)).toEqual({ kind: 'WITHDRAWN' });
    expect(await tombstone(tx)).toEqual({
      __typename: 'WithdrawnArticle',
      id: articleId,
      originalUrl: 'https://news.example/a',
      withdrawnAt: someDay,
      reason: 'LEGAL',
      statement: 'By order.',
    });
    expect(await modifiedAt(tx)).toBe(someDay + 1);
  });

  inside('done twice, changes nothing', async (tx) => {
    await withdraw(tx);
    const [before, at] = [await tombstone(tx), await modifiedAt(tx)];
    expect(await withdraw(tx, {}, someDay + 1_000)).toEqual({ kind: 'UNCHANGED' });
    expect([await tombstone(tx), await modifiedAt(tx)]).toEqual([before, at]);
  });

  inside('with other words, keeps the time and takes reason and statement over', async (tx) => {
    await withdraw(tx);
    const corrected = { reason: 'RIGHTS_CLAIM', statement: null } as const;
    expect(await withdraw(tx, corrected, someDay + 1_000)).toEqual({ kind: 'WITHDRAWN' });
    expect(await tombstone(tx)).toMatchObject({ ...corrected, withdrawnAt: someDay });
    expect(await modifiedAt(tx)).toBe(someDay + 1_000);
  });

  inside('keeps the time that an import brings', async (tx) => {
    await withdraw(tx, { withdrawnAt: 5_000 });
    expect(await tombstone(tx)).toMatchObject({ withdrawnAt: 5_000 });
  });

  inside('is refused when the article has changed since it was read', async (tx) => {
    const refused = { kind: 'REFUSED', reason: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' };
    expect(await withdraw(tx, { ifUnmodifiedSince: someDay - 1 })).toMatchObject(refused);
    expect(await tombstone(tx)).toMatchObject({ __typename: 'Article' });
    expect(await withdraw(tx, { ifUnmodifiedSince: someDay })).toEqual({ kind: 'WITHDRAWN' });
    // The same once more, by one who does not know whether it arrived; and something else.
    expect(await withdraw(tx, { ifUnmodifiedSince: someDay })).toEqual({ kind: 'UNCHANGED' });
    expect(await withdraw(tx, { ifUnmodifiedSince: someDay, reason: 'EDITORIAL' })).toMatchObject(refused);
    expect(await tombstone(tx)).toMatchObject({ reason: 'LEGAL' });
  });

  inside('is refused for an article that there is not', async (tx) => {
    expect(await withdraw(tx, { articleId: 8 })).toMatchObject({
      ...{ kind: 'REFUSED', reason: 'NOT_FOUND', field: 'id' },
    });
  });

  inside('lasts: the article is not published again, under no address of it', async (tx) => {
    await withdraw(tx);
    const draft = draftOf('a', { sourceId: shelves.sources[0], headline: 'Back' });
    const renamed = draftOf('b', { sourceId: shelves.sources[0], aliasUrls: [draft.originalUrl] });
    for (const outcome of await writerIn(tx).publish([draft, renamed]))
      expect(outcome).toMatchObject({ kind: 'REFUSED', reason: 'WITHDRAWN', articleId });
    expect(await tombstone(tx)).toMatchObject({ __typename: 'WithdrawnArticle' });
  });
});
