import type { Database } from '../../src/database/database.js';
import { FetchFailure } from '../../src/http/fetch-failure.js';
import type { WebClient } from '../../src/http/web-client.js';
import { readDocument } from '../../src/ingest/read-document.js';
import { takeIn, UnreadableDocument } from '../../src/ingest/take-in.js';
import { openTestDatabase } from '../support/database.js';
import { addPolledSource, localWebClient, storedArticle } from '../support/polled-source.js';
import { articlePage, prose, rssFeed, type Site, startSite } from '../support/site.js';

let database: Database;
let site: Site;
let web: WebClient;

beforeAll(async () => {
  [database, site] = await Promise.all([openTestDatabase(), startSite()]);
  web = localWebClient();
});
afterAll(() => Promise.all([database.close(), site.close(), web.close()]));

const bytes = (text: string) => new TextEncoder().encode(text);

test('a document is a feed, a page, or neither', () => {
  expect(readDocument(bytes(rssFeed('https://site.example', [])), {})?.kind).toBe('feed');
  expect(readDocument(bytes(articlePage({ title: 'A page', body: prose('pages') })), {})?.kind).toBe('page');
  expect(readDocument(bytes('just words'), {})).toBeUndefined();
});

test('a page that is fetched is read in the time zone of the source of its host', async () => {
  await addPolledSource(database, {
    ...{ slug: 'zoned', homepageUrl: `${site.url}/`, timeZone: 'Asia/Tokyo', now: Date.now() },
  });
  const head = '<meta property="article:published_time" content="2026-03-01 09:00:00">';
  site.answers.set('/page', { body: articlePage({ title: 'A page', body: prose('tokyo'), head }) });
  const results = await takeIn({ database, listeners: [], web }, { url: `${site.url}/page` });
  expect(results).toMatchObject([{ kind: 'PUBLISHED', headline: 'A page' }]);
  expect(await storedArticle(database, `${site.url}/page`)).toMatchObject({
    publishedAt: Date.UTC(2026, 2, 1),
  });
});

test('what cannot be fetched or read, or has no source, says so', async () => {
  const services = { database, listeners: [], web };
  await expect(takeIn(services, { url: `${site.url}/nowhere` })).rejects.toThrow(FetchFailure);
  await expect(takeIn(services, { bytes: bytes('just words') })).rejects.toThrow(UnreadableDocument);
  await expect(
    takeIn(services, { bytes: bytes('{"version":"https://jsonfeed.org/version/1.1"}') }),
  ).rejects.toThrow(UnreadableDocument);
  await expect(takeIn(services, { bytes: bytes('') }, { source: 'unknown' })).rejects.toThrow(
    'There is no source',
  );
});
