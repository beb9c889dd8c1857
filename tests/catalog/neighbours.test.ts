import fc from 'fast-check';
import { Article } from '../../entities/article.js';
import { ArticleUrl } from '../../entities/article-url.js';
import { canonicalUrl } from '../../src/catalog/canonical-url.js';
import {
  type Direction,
  type NeighbourScope,
  neighbourKey,
  neighboursOf,
} from '../../src/catalog/neighbours.js';
import { unstatedRights } from '../../src/catalog/rights.js';
import type { Database, Queryable, Transaction } from '../../src/database/database.js';
import { insertStatements } from '../../src/database/rows.js';
import { draftOf, makeShelves, type Shelves, someDay, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase, postgresUrl } from '../support/database.js';

/** An article as the oracle knows it. */
interface Placed {
  id: number;
  publishedAt: number;
  source: number;
  category: number | null;
}

const scopes: readonly NeighbourScope[] = ['SITE', 'CATEGORY', 'SOURCE'];
const directions: readonly Direction[] = ['PREVIOUS', 'NEXT'];

const sameScope: Record<NeighbourScope, (a: Placed, b: Placed) => boolean> = {
  SITE: () => true,
  CATEGORY: (a, b) => a.category !== null && a.category === b.category,
  SOURCE: (a, b) => a.source === b.source,
};

/** Every neighbour by definition: what comes just before or after in the scope, sorted by time and then id. */
function oracle(articles: Iterable<Placed>): Map<string, number> {
  const sorted = [...articles].sort((a, b) => a.publishedAt - b.publishedAt || a.id - b.id);
  const neighbours = new Map<string, number>();
  for (const scope of scopes) {
    for (const article of sorted) {
      const peers = sorted.filter((other) => other === article || sameScope[scope](article, other));
      const at = peers.indexOf(article);
      const [previous, next] = [peers[at - 1], peers[at + 1]];
      const key = (direction: Direction) => neighbourKey({ articleId: article.id, scope, direction });
      if (previous) neighbours.set(key('PREVIOUS'), previous.id);
      if (next) neighbours.set(key('NEXT'), next.id);
    }
  }
  return neighbours;
}

/** Every neighbour as the catalog gives it, in one call. */
async function given(database: Queryable, ids: readonly number[]): Promise<Map<string, number>> {
  const questions = ids.flatMap((articleId) =>
    scopes.flatMap((scope) => directions.map((direction) => ({ articleId, scope, direction }))),
  );
  return new Map([...(await neighboursOf(database, questions))].map(([key, { id }]) => [key, id]));
}

/** The questions whose answer does not lead back to where they were asked. */
function strays(found: Map<string, number>): string[] {
  return [...found].flatMap(([key, neighbourId]) => {
    const [articleId, scope, direction] = key.split(' ');
    const back = direction === 'NEXT' ? 'PREVIOUS' : 'NEXT';
    return found.get(`${neighbourId} ${scope} ${back}`) === Number(articleId) ? [] : [key];
  });
}

const listed = (found: Map<string, number>): string[] => [...found].map(String).sort();

const time = fc.nat({ max: 3 });
const article = fc.record({
  // Not in the order of arrival: ties are decided by id.
  id: fc.integer({ min: 1, max: 1_000_000 }),
  publishedAt: time,
  source: fc.nat({ max: 2 }),
  category: fc.option(fc.nat({ max: 3 })),
});
const event = fc.oneof(
  fc.record({ insert: article }),
  fc.record({ withdraw: fc.nat({ max: 11 }) }),
  fc.record({ redate: fc.nat({ max: 11 }), publishedAt: time }),
);
const history = fc.record({
  articles: fc.uniqueArray(article, { minLength: 1, maxLength: 12, selector: ({ id }) => id }),
  events: fc.array(event, { maxLength: 3 }),
});

describe('neighbours', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  /** Stores articles as they would lie after publishing, in two statements: thousands of corpora are made. */
  async function insert(tx: Transaction, articles: readonly Placed[]): Promise<void> {
    const drafts = articles.map(draft);
    const rows = drafts.map(({ id, originalUrl, headline, publishedAt, sourceId, categoryIds }) => ({
      id: id as number,
      slug: `slug-${id}`,
      headline,
      abstract: '',
      language: 'en',
      authors: [],
      wordCount: 0,
      publishedAt,
      publishedPrecision: 'SECOND' as const,
      addedAt: publishedAt,
      modifiedAt: publishedAt,
      originalUrl,
      sourceId,
      primaryCategoryId: categoryIds?.[0] ?? null,
      ownRights: unstatedRights,
      withdrawn: false,
      contentHash: '',
    }));
    const addresses = rows.map(({ id, originalUrl }) => ({
      urlKey: canonicalUrl(originalUrl),
      articleId: id,
      url: originalUrl,
    }));
    for (const statement of [...insertStatements(Article, rows), ...insertStatements(ArticleUrl, addresses)])
      await tx.execute(statement);
  }

  const draft = ({ id, publishedAt, source, category }: Placed) =>
    draftOf(id, {
      id,
      sourceId: shelves.sources[source] as number,
      categoryIds: category === null ? [] : [shelves.categories[category] as number],
      publishedAt: someDay + publishedAt,
    });

  it('are those just before and after in time, in every scope, through ties, withdrawals, inserts and new dates', async () => {
    await fc.assert(
      fc.asyncProperty(history, ({ articles, events }) =>
        undone(database, async (tx) => {
          const writer = writerIn(tx);
          const held = new Map<number, Placed>(articles.map((placed) => [placed.id, placed]));
          const withdrawn = new Set<number>();
          const publish = async (placed: Placed) => {
            await writer.publish([draft(placed)]);
            if (!withdrawn.has(placed.id)) held.set(placed.id, placed);
          };
          const check = async () => {
            const found = await given(tx, [...held.keys()]);
            expect(listed(found)).toEqual(listed(oracle(held.values())));
            expect(strays(found)).toEqual([]);
          };
          await insert(tx, articles);
          await check();
          for (const happening of events) {
            if ('insert' in happening) {
              await publish(happening.insert);
              continue;
            }
            const ids = [...held.keys()];
            const id = ids[('withdraw' in happening ? happening.withdraw : happening.redate) % ids.length];
            const placed = held.get(id as number);
            if (!placed) continue;
            if ('redate' in happening) await publish({ ...placed, publishedAt: happening.publishedAt });
            else {
              await writer.withdraw({ articleId: placed.id, reason: 'EDITORIAL' });
              held.delete(placed.id);
              withdrawn.add(placed.id);
            }
          }
          if (events.length > 0) await check();
        }),
      ),
      { numRuns: postgresUrl ? 200 : 2000 },
    );
  }, 180_000);

  it('of many articles, in all scopes and directions, cost one statement', async () => {
    await undone(database, async (tx) => {
      const articles = Array.from({ length: 60 }, (_, n) => ({
        id: n + 1,
        publishedAt: n % 5,
        source: n % 3,
        category: n % 4,
      }));
      await writerIn(tx).publish(articles.map(draft));
      const query = jest.fn(tx.query) as typeof tx.query;
      const found = await given(
        { ...tx, query },
        articles.map(({ id }) => id),
      );
      expect(query).toHaveBeenCalledTimes(1);
      expect(found).toEqual(oracle(articles));
    });
  });

  it('come whole, with their source', async () => {
    await undone(database, async (tx) => {
      const articles = [1, 2].map((id) => ({ id, publishedAt: id, source: 0, category: 1 }));
      await writerIn(tx).publish(articles.map(draft));
      const question = { articleId: 1, scope: 'CATEGORY', direction: 'NEXT' } as const;
      const next = (await neighboursOf(tx, [question])).get(neighbourKey(question));
      expect(next).toMatchObject({ id: 2, headline: 'Headline 2', source: { slug: 'north' } });
    });
  });
});
