import { aliasUrlsOf, relatedLinksOf } from '../../src/catalog/links.js';
import type { Database } from '../../src/database/database.js';
import { draftOf, makeShelves, type Shelves, undone, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

describe('related links', () => {
  let database: Database;
  let shelves: Shelves;
  beforeAll(async () => {
    database = await openTestDatabase();
    shelves = await makeShelves(database);
  });
  afterAll(() => database.close());

  it('come in their order and come alive when their article arrives, by any address of it', () =>
    undone(database, async (tx) => {
      const sourceId = shelves.sources[0];
      const link = (title: string, url: string) => ({ kind: 'SEE_ALSO', title, url }) as const;
      const links = [
        link('later', 'http://www.news.example/2/?utm_source=x'),
        link('elsewhere', 'https://other.example/'),
        link('by alias', 'https://alias.example/2'),
        link('itself', 'https://news.example/1'),
      ];
      await writerIn(tx).publish([draftOf(1, { id: 1, sourceId, relatedLinks: links })]);
      const targets = async () =>
        (await relatedLinksOf(tx, [1])).get(1)?.map(({ title, article }) => [title, article?.id ?? null]);
      expect(await targets()).toEqual([
        ['later', null],
        ['elsewhere', null],
        ['by alias', null],
        ['itself', null],
      ]);

      await writerIn(tx).publish([
        draftOf(2, { id: 2, sourceId, aliasUrls: ['https://alias.example/2'], relatedLinks: [] }),
      ]);
      expect(await targets()).toEqual([
        ['later', 2],
        ['elsewhere', null],
        ['by alias', 2],
        ['itself', null],
      ]);
      expect([...(await relatedLinksOf(tx, [1, 2])).keys()]).toEqual([1]);
      expect(await aliasUrlsOf(tx, [1, 2])).toEqual(new Map([[2, ['https://alias.example/2']]]));
    }));
});
