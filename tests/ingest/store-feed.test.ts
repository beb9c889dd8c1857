import sql from 'sql-template-tag';
import { parseFeed } from '../../src/feeds/parse.js';
import { storeIntake } from '../../src/ingest/store.js';
import { feedIntake } from '../../src/ingest/store-feed.js';
import { openTestDatabase } from '../support/database.js';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('an entry of a feed that goes through a service', () => {
  it("is stored at the publisher's address; the service's leads there too", async () => {
    const feed = parseFeed(
      Buffer.from(`<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>T</title>
        <item><title>Tides</title><link>https://feedproxy.example/~r/1</link>
        <feedburner:origLink>https://publisher.example/tides</feedburner:origLink></item></channel></rss>`),
    );
    if (!feed) throw new Error('no feed');
    const results = await storeIntake(database, [], feedIntake(feed, {}));
    expect(results).toMatchObject([{ kind: 'PUBLISHED', url: 'https://publisher.example/tides' }]);
    const rows = await database.query(
      sql`SELECT u.url, a.original_url, s.homepage_url FROM article_url u JOIN article a ON a.id = u.article_id
        JOIN source s ON s.id = a.source_id ORDER BY u.url`,
    );
    const publisher = {
      original_url: 'https://publisher.example/tides',
      homepage_url: 'https://publisher.example/',
    };
    expect(rows).toEqual([
      { url: 'https://feedproxy.example/~r/1', ...publisher },
      { url: 'https://publisher.example/tides', ...publisher },
    ]);
  });
});
