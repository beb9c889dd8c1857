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

const whole = 'Every tide leaves a line of its own upon the harbour wall. '.repeat(20);

describe('what a feed calls the summary', () => {
  it.each([
    ['is the text where it is the whole article', whole, whole.trim()],
    ['is no text where it is short', 'Every tide leaves a line.', null],
    ['is no text where it goes on elsewhere', `${whole} Read more`, null],
  ])('%s', async (_, description, text) => {
    const url = `https://publisher.example/${description.length}`;
    const feed = parseFeed(
      Buffer.from(`<rss version="0.91"><channel><title>T</title><item><title>Lines</title><link>${url}</link>
        <description>${description}</description></item></channel></rss>`),
    );
    if (!feed) throw new Error('no feed');
    await storeIntake(database, [], feedIntake(feed, {}));
    const [stored] = await database.query<{ abstract: string; text: string | null }>(
      sql`SELECT a.abstract, b.text FROM article a LEFT JOIN article_body b ON b.article_id = a.id
        WHERE a.original_url = ${url}`,
    );
    expect(stored?.text).toBe(text);
    expect(stored?.abstract).toContain('Every tide leaves a line');
  });
});

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
        JOIN source s ON s.id = a.source_id WHERE a.headline = 'Tides' ORDER BY u.url`,
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
