import sql from 'sql-template-tag';
import type { ArticleChange, ChangeListener } from '../../src/catalog/changes.js';
import { catalogWriter, catalogWriterIn } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
let shelves: Shelves;

beforeEach(async () => {
  database = await openTestDatabase();
  shelves = await makeShelves(database);
});

afterEach(() => database.close());

const draft = (name: string, headline = name) => draftOf(name, { headline, sourceId: shelves.sources[0] });
const headlines = async (): Promise<string[]> =>
  (
    await database.query<{ headline: string }>(
      sql`SELECT headline FROM article WHERE NOT withdrawn ORDER BY headline`,
    )
  ).map(({ headline }) => headline);

describe('the catalog’s writer', () => {
  it('tells its listeners of what has changed, and of nothing else', async () => {
    const told: ArticleChange[][] = [];
    const writer = catalogWriter(database, [async (_tx, changes) => void told.push([...changes])]);
    const [a, b] = await writer.publish([draft('a'), draft('b'), draft('a', ''), draft('a', 'A')]);
    const [articleId, other] = [a?.articleId as number, b?.articleId as number];
    await writer.publish([draft('a', 'A'), draft('b', '')]);
    await writer.withdraw({ articleId, reason: 'LEGAL' });
    await writer.withdraw({ articleId, reason: 'LEGAL' });
    await writer.withdraw({ articleId: 1, reason: 'LEGAL' });
    expect(told).toEqual([
      [
        { kind: 'PUBLISHED', articleId },
        { kind: 'PUBLISHED', articleId: other },
        { kind: 'MODIFIED', articleId },
      ],
      [{ kind: 'WITHDRAWN', articleId }],
    ]);
  });

  it('leaves nothing written when a listener fails', async () => {
    await catalogWriter(database, []).publish([draft('before')]);
    const fails: ChangeListener = async () => {
      throw new Error('The listener failed');
    };
    const writer = catalogWriter(database, [fails]);
    await expect(writer.publish([draft('before', 'after'), draft('new')])).rejects.toThrow(
      'The listener failed',
    );
    const [article] = await database.query<{ id: number }>(sql`SELECT id FROM article`);
    await expect(writer.withdraw({ articleId: article?.id as number, reason: 'LEGAL' })).rejects.toThrow(
      'The listener failed',
    );
    expect(await headlines()).toEqual(['before']);
  });

  it('writes in the transaction of its caller, which stands or falls as a whole', async () => {
    const failed = database.transaction(async (tx) => {
      const writer = catalogWriterIn(tx, [], Date.now());
      await writer.publish([draft('a')]);
      await writer.saveCategory({ slug: 'new', name: 'New' });
      throw new Error('The caller failed');
    });
    await expect(failed).rejects.toThrow('The caller failed');
    expect(await headlines()).toEqual([]);
    expect(await database.query(sql`SELECT id FROM category WHERE slug = 'new'`)).toEqual([]);
  });

  it('makes one article of many drafts of the same address at the same time', async () => {
    const writer = catalogWriter(database, []);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => writer.publish([draft('a', `Version ${n}`)])),
    );
    const kinds = outcomes.flat().map(({ kind }) => kind);
    expect(kinds.sort()).toEqual([...Array(9).fill('MODIFIED'), 'PUBLISHED']);
    expect(new Set(outcomes.flat().map(({ articleId }) => articleId)).size).toBe(1);
    expect(await headlines()).toHaveLength(1);
  });
});
