import { getMaxListeners } from 'node:events';
import sql from 'sql-template-tag';
import type { SourcePolling } from '../../entities/source-polling.js';
import type { Database } from '../../src/database/database.js';
import type { WebClient } from '../../src/http/web-client.js';
import { defaultLeaseMs } from '../../src/ingest/claim.js';
import { lastRuns, pollingOf } from '../../src/ingest/health.js';
import type { HubSubscriber } from '../../src/ingest/hub.js';
import { createIngestion, type Ingestion, type IngestionOptions } from '../../src/ingest/ingestion.js';
import { requestRun } from '../../src/ingest/polling.js';
import { bounds } from '../../src/ingest/rhythm.js';
import { createMetrics } from '../../src/observability/metrics.js';
import { openTestDatabase } from '../support/database.js';
import { keepLog, type TestLog } from '../support/log.js';
import { addPolledSource, localWebClient, storedArticle } from '../support/polled-source.js';
import { articlePage, prose, rssFeed, type Site, startSite } from '../support/site.js';

let database: Database;
let site: Site;
let web: WebClient;
let log: TestLog;
let sources = 0;
const running: Ingestion[] = [];

beforeAll(async () => {
  [database, site] = await Promise.all([openTestDatabase(), startSite()]);
  web = localWebClient();
});
afterAll(() => Promise.all([database.close(), site.close(), web.close()]));
beforeEach(() => {
  log = keepLog();
  site.requests.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((ingestion) => ingestion.stop()));
  await database.transaction((tx) => tx.execute(sql`DELETE FROM source_polling`));
});

function ingestion(options: Partial<IngestionOptions> = {}): Ingestion {
  const made = createIngestion({ database, web, listeners: [], logger: log.logger, ...options });
  running.push(made);
  return made;
}

/** A source of one whole article, which is due. */
async function newSource() {
  sources += 1;
  const path = `/feed-${sources}`;
  const slug = `source-${sources}`;
  const article = `/article-${sources}`;
  site.answers.set(path, {
    body: rssFeed(site.url, [{ path: article, content: prose(slug) }]),
    headers: { etag: '"1"' },
  });
  const homepageUrl = `https://site-${sources}.example/`;
  const id = await addPolledSource(database, {
    slug,
    homepageUrl,
    feedUrl: site.url + path,
    now: Date.now(),
  });
  return { id, path, slug, url: site.url + article };
}

/** Makes a path wait; what it returns lets it answer. */
function hold(path: string): () => void {
  const before = site.answers.get(path) as { body: string };
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  site.answers.set(path, async (_request, response) => {
    await released;
    response.setHeader('content-type', 'application/rss+xml').end(before.body);
  });
  return release;
}

const pollingNow = async (id: number) => (await pollingOf(database, [id])).get(id) as SourcePolling;
const asked = (path: string) => site.requests.filter((request) => request.path === path).length;
const read = (slug: string) =>
  log.logged(({ source, outcome }) => source === slug && outcome === 'succeeded');

test('sources are read when they are due, and when somebody asks', async () => {
  const metrics = createMetrics();
  const one = await newSource();
  const other = await newSource();
  ingestion({ metrics }).start();
  await Promise.all([read(one.slug), read(other.slug)]);
  expect(await storedArticle(database, one.url)).toBeDefined();
  expect((await lastRuns(database, [one.id], 1)).get(one.id)).toMatchObject([
    { trigger: 'SCHEDULE', published: 1 },
  ]);
  expect((await pollingNow(other.id)).nextRunAt).toBeGreaterThan(Date.now());

  await database.transaction((tx) => requestRun(tx, one.id, Date.now()));
  await log.logged(({ source, outcome }) => source === one.slug && outcome === 'not_modified');
  expect(asked(one.path)).toBe(2);
  const text = await metrics.text();
  expect(text).toContain('broadsheet_ingest_articles_total{outcome="published"} 2');
  expect(text).toContain('broadsheet_ingest_run_duration_seconds_count{outcome="not_modified"} 1');
});

test('processes that share a database read each source once', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, newSource));
  for (const { path } of all) {
    const { body } = site.answers.get(path) as { body: string };
    site.answers.set(path, (_request, response) => setTimeout(() => response.end(body), 15));
  }
  for (let process = 0; process < 3; process += 1) ingestion({ concurrency: 3 }).start();
  await log.logged(({ outcome }) => outcome === 'succeeded', all.length);
  expect(all.map(({ path }) => asked(path))).toEqual(all.map(() => 1));
});

test('any number of runs may listen to the signal to stop', async () => {
  const signal = await new Promise<AbortSignal | undefined>((resolve) => {
    const renew = async (stop?: AbortSignal) => resolve(stop);
    ingestion({ hub: { renew, offered: async () => undefined, isCovered: async () => false } }).start();
  });
  expect(getMaxListeners(signal as AbortSignal)).toBe(Number.POSITIVE_INFINITY);
});

test('a run that is stopped is handed back at once, and goes on elsewhere', async () => {
  const { id, path } = await newSource();
  const release = hold(path);
  const stopped = ingestion();
  stopped.start();
  await site.asked(path);
  await stopped.stop();
  const polling = await pollingNow(id);
  expect(polling).toMatchObject({ claimedBy: null, lastRunAt: null, failures: 0 });
  expect(polling.nextRunAt).toBeLessThanOrEqual(Date.now());
  expect((await lastRuns(database, [id], 1)).get(id)).toMatchObject([{ outcome: 'INTERRUPTED' }]);
  release();
  const other = ingestion();
  expect((await other.refresh(id)).run).toMatchObject({ outcome: 'SUCCEEDED', published: 1 });
});

test('who is stopped between two batches keeps what it has stored', async () => {
  const { id, path } = await newSource();
  const items = [1, 2, 3].map((number) => ({ path: `${path}/${number}`, summary: 'Read more…' }));
  for (const item of items)
    site.answers.set(item.path, { body: articlePage({ title: item.path, body: prose(item.path) }) });
  site.answers.set(path, { body: rssFeed(site.url, items) });
  const release = hold(`${path}/2`); // The oldest, 3, is taken first.
  const stopped = ingestion({ limits: { batch: 1 } });
  const refresh = stopped.refresh(id);
  await site.asked(`${path}/2`);
  await stopped.stop();
  expect((await refresh).run).toMatchObject({ outcome: 'INTERRUPTED', published: 1 });
  release();
  expect((await ingestion().refresh(id)).run).toMatchObject({
    outcome: 'SUCCEEDED',
    published: 2,
    unchanged: 1,
    modified: 0,
  });
  expect(asked(`${path}/3`)).toBe(1);
});

test('a refresh waits while another reads the source, and then reads it', async () => {
  const { id, path } = await newSource();
  const release = hold(path);
  const first = ingestion().refresh(id);
  await site.asked(path);
  const second = ingestion().refresh(id);
  release();
  expect((await first).run.published).toBe(1);
  expect((await second).run).toMatchObject({ published: 0 });
  const [one, two] = site.requests.filter((request) => request.path === path);
  expect(one?.ended).toBeLessThanOrEqual(two?.begun as number);
});

test('who has lost his claim while he was away writes nothing any more', async () => {
  const { id, path } = await newSource();
  const release = hold(path);
  let now = Date.now();
  const slow = ingestion({ now: () => now }).refresh(id);
  await site.asked(path);
  now += 2 * defaultLeaseMs;
  site.answers.set(path, { body: rssFeed(site.url, [{ path: `${path}/x`, content: prose(`${path}/x`) }]) });
  const faster = await ingestion({ now: () => now }).refresh(id);
  expect(faster.run).toMatchObject({ outcome: 'SUCCEEDED', published: 1 });
  release();
  // It takes its turn anew, and finds nothing to do.
  expect((await slow).run).toMatchObject({ outcome: 'NOT_MODIFIED', published: 0 });
  const runs = (await lastRuns(database, [id], 5)).get(id);
  expect(runs?.map(({ outcome, published }) => [outcome, published])).toEqual([
    ['NOT_MODIFIED', 0],
    ['SUCCEEDED', 1],
    ['INTERRUPTED', 0],
  ]);
});

test('a source that is not known cannot be refreshed', async () => {
  await expect(ingestion().refresh(1)).rejects.toThrow('There is no source 1');
});

test('a source whose hub calls is read once a day, and its hub is told of after each reading of the feed', async () => {
  const { id, path, url } = await newSource();
  const offers: unknown[] = [];
  const hub: HubSubscriber = {
    offered: async (sourceId, offer) => void offers.push([sourceId, offer]),
    renew: async () => undefined,
    isCovered: async () => true,
  };
  const link = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>';
  const body = rssFeed(site.url, [{ path: new URL(url).pathname, content: prose('hubs') }], link);
  site.answers.set(path, { body, headers: { etag: '"h"' } });
  const reader = ingestion({ hub, random: () => 0 });
  await reader.refresh(id);
  await reader.refresh(id);
  expect(offers).toEqual([[id, { hubUrls: ['https://hub.example/'], topicUrl: site.url + path }]]);
  const { nextRunAt, nextRunReason, lastRunAt } = await pollingNow(id);
  expect([nextRunReason, nextRunAt - (lastRunAt as number)]).toEqual(['HUB', bounds.longest * 1_000]);
});
