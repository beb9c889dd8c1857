import sql from 'sql-template-tag';
import { articlesById } from '../../src/catalog/articles.js';
import type { PublishOutcome } from '../../src/catalog/publish.js';
import { versionsOf } from '../../src/catalog/versions.js';
import type { Database, Transaction } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, someDay, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('the versions of an article', () => {
  let database: Database;
  let shelves: Shelves;
  const statements: string[] = [];
  beforeAll(async () => {
    database = await openTestDatabase({ onStatement: (text) => statements.push(text) });
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  const draft = (headline: string) =>
    draftOf('a', {
      headline,
      sourceId: shelves.sources[0],
      bodyHtml: `<p>Text of <b>${headline}</b>.</p>`,
      authors: ['A. Writer'],
      image: { url: 'https://news.example/a.jpg', alt: 'A' },
      rights: { notice: 'Ours', takedownDays: 30 },
      categoryIds: [shelves.categories[2], shelves.categories[3]],
      relatedLinks: [{ kind: 'CITATION', title: 'x', url: 'https://b.example/' }],
    });
  const publish = async (tx: Transaction, given: ReturnType<typeof draft>, now = someDay) =>
    ((await writerIn(tx, now).publish([given]))[0] as PublishOutcome).articleId as number;

  it('are what it was, the last one first, and each can be restored', () =>
    undone(database, async (tx) => {
      const id = await publish(tx, draft('One'));
      expect(await versionsOf(tx, id)).toEqual([]);
      const before = (await articlesById(tx, [id])).get(id);
      await publish(tx, draft('Two'), someDay + 1);
      await publish(tx, draft('Two'), someDay + 2);
      await publish(tx, draft('Three'), someDay + 3);
      const versions = await versionsOf(tx, id);
      expect(versions).toMatchObject([
        { version: 2, headline: 'Two', replacedAt: someDay + 3 },
        { version: 1, headline: 'One', replacedAt: someDay + 1, content: draft('One') },
      ]);
      await publish(tx, versions[1]?.content as ReturnType<typeof draft>, someDay + 4);
      expect((await articlesById(tx, [id])).get(id)).toEqual({ ...before, modifiedAt: someDay + 4 });
      expect(await versionsOf(tx, id)).toHaveLength(3);
    }));

  it('cost nothing where nothing changes, and the same for one as for many', () =>
    undone(database, async (tx) => {
      const cost = async (count: number, headline: string): Promise<number> => {
        statements.length = 0;
        await writerIn(tx).publish(
          Array.from({ length: count }, (_, n) => draftOf(n, { headline, sourceId: shelves.sources[0] })),
        );
        return statements.filter((text) => text.includes('article_version')).length;
      };
      expect(await cost(60, 'One')).toBe(0);
      expect(await cost(60, 'One')).toBe(0);
      const one = await cost(1, 'Two');
      expect(one).toBeGreaterThan(0);
      expect(await cost(60, 'Three')).toBe(one);
      const [row] = await tx.query<{ count: number }>(sql`SELECT count(*) AS count FROM article_version`);
      expect(row?.count).toBe(61);
    }));
});
