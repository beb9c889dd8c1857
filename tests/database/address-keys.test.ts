import sql from 'sql-template-tag';
import { articleByUrl } from '../../src/catalog/articles.js';
import { canonicalUrl } from '../../src/catalog/canonical-url.js';
import { AddressKeys1764310000000 } from '../../src/database/migrations/1764310000000-address-keys.js';
import { draftOf, makeShelves, writerIn } from '../support/corpus.js';
import { openTestDatabase } from '../support/database.js';

/** Keys by the rules of the first release. */
const oldKeys = [
  'https://news.example/2026/plain.html',
  'https://news.example/a?id=7&page=2',
  'https://news.example/?cmpid=1',
  'https://news.example/b?amp;page=2&id=7',
  'https://news.example/c?at_medium=RSS&ito=1&ns_mchannel=rss&share_from=x',
  'https://m.news.example/2026/mobile.html',
  'https://m.news.example',
  'https://mobile.www.news.example/2026/www.html',
  'https://en.m.wikipedia.org/wiki/Newspaper',
  'https://news.example/2026/story.html/amp',
  'https://news.example/2026/other.amp.html',
  'https://news.example/2026/third.html?amp',
  'https://news.example/guitars/amp',
  'https://google.com/amp/s/www.news.example/2026/viewed.html',
  'https://news-example.cdn.ampproject.org/v/s/m.news.example/2026/cached.html/amp?amp_js_v=0.1',
  'https://news.example/#!/a',
];

describe('the migration of address keys', () => {
  it('gives each address that was stored the key that it is looked up by now', async () => {
    const database = await openTestDatabase();
    try {
      const { sources } = await makeShelves(database);
      await database.transaction(async (tx) => {
        const drafts = oldKeys.map((_, n) =>
          draftOf(n, {
            sourceId: sources[0],
            relatedLinks: [{ kind: 'SEE_ALSO', title: 'x', url: `https://links.example/${n}` }],
          }),
        );
        await writerIn(tx).publish(drafts);
        for (const [n, key] of oldKeys.entries()) {
          await tx.execute(
            sql`UPDATE article_url SET url_key = ${key} WHERE url_key = ${`https://news.example/${n}`}`,
          );
          await tx.execute(
            sql`UPDATE related_link SET url_key = ${key} WHERE url_key = ${`https://links.example/${n}`}`,
          );
        }
      });
      const runner = database.dataSource.createQueryRunner();
      await new AddressKeys1764310000000().up(runner);
      await runner.release();

      const expected = oldKeys.map(canonicalUrl).sort();
      for (const table of [sql`article_url`, sql`related_link`]) {
        const rows = await database.query<{ url_key: string }>(sql`SELECT url_key FROM ${table}`);
        expect(rows.map(({ url_key }) => url_key).sort()).toEqual(expected);
      }
    } finally {
      await database.close();
    }
  });

  it('leaves an address its key where another article has the new one', async () => {
    const database = await openTestDatabase();
    try {
      const { sources } = await makeShelves(database);
      const key = 'https://news.example/a?cmpid=1';
      await database.transaction(async (tx) => {
        await writerIn(tx).publish([
          draftOf('a', { sourceId: sources[0], headline: 'Plain' }),
          draftOf('b', { sourceId: sources[0] }),
        ]);
        await tx.execute(
          sql`UPDATE article_url SET url_key = ${key} WHERE url_key = 'https://news.example/b'`,
        );
      });
      const runner = database.dataSource.createQueryRunner();
      await new AddressKeys1764310000000().up(runner);
      await runner.release();
      expect(await articleByUrl(database, key)).toMatchObject({ headline: 'Plain' });
      expect(await database.query(sql`SELECT url_key FROM article_url WHERE url_key = ${key}`)).toHaveLength(
        1,
      );
    } finally {
      await database.close();
    }
  });
});
