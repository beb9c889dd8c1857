import sql from 'sql-template-tag';
import type { SourcePolling } from '../../entities/source-polling.js';
import type { Database } from '../../src/database/database.js';
import type { WebClient } from '../../src/http/web-client.js';
import { lastRejects, lastRuns, pollingOf } from '../../src/ingest/health.js';
import { createIngestion, type Ingestion, type IngestionOptions } from '../../src/ingest/ingestion.js';
import { dueSources, requestRun } from '../../src/ingest/polling.js';
import { saveRule } from '../../src/ingest/source-rules.js';
import { openTestDatabase } from '../support/database.js';
import { keepLog, type TestLog } from '../support/log.js';
import { addPolledSource, localWebClient, storedArticle } from '../support/polled-source.js';
import { articlePage, prose, rssFeed, type Site, type SiteItem, startSite } from '../support/site.js';

const minute = 60_000;
let database: Database;
let site: Site;
let web: WebClient;
let log: TestLog;
let now: number;
let sources = 0;

beforeAll(async () => {
  [database, site] = await Promise.all([openTestDatabase(), startSite()]);
  log = keepLog();
  web = localWebClient();
});
afterAll(() => Promise.all([database.close(), site.close(), web.close()]));
beforeEach(() => {
  now = Date.now();
  site.answers.clear();
  site.requests.length = 0;
});

function ingestion(options: Partial<IngestionOptions> = {}): Ingestion {
  return createIngestion({ database, web, listeners: [], logger: log.logger, now: () => now, ...options });
}

/** A source whose feed is at `/feed-N`. */
async function newSource(draft: { timeZone?: string; feedUrl?: string | null; homepageUrl?: string } = {}) {
  sources += 1;
  const path = `/feed-${sources}`;
  const slug = `source-${sources}`;
  const id = await addPolledSource(database, {
    ...{ slug, now, homepageUrl: `${site.url}/home-${sources}/`, feedUrl: `${site.url}${path}` },
    ...draft,
  });
  return { id, path, slug };
}

function publish(path: string, items: readonly SiteItem[], headers: Record<string, string> = {}): void {
  site.answers.set(path, { body: rssFeed(site.url, items), headers });
}

const pollingNow = async (id: number) => (await pollingOf(database, [id])).get(id) as SourcePolling;
const asked = (path: string) => site.requests.filter((request) => request.path === path).length;

/** An address that no other test uses. */
const fresh = (name: string) => `/${sources}/${name}`;

describe('a feed that holds whole articles', () => {
  test('is published, then asked for conditionally, then only what changed is stored', async () => {
    const { id, path } = await newSource();
    const one = {
      path: fresh('one'),
      content: prose('parks'),
      date: new Date(now - 3 * 60 * minute).toUTCString(),
    };
    const two = {
      path: fresh('two'),
      content: prose('roads'),
      date: new Date(now - 60 * minute).toUTCString(),
    };
    publish(path, [two, one], { etag: '"a"', 'last-modified': 'Sun, 22 Nov 2026 08:00:00 GMT' });
    const reader = ingestion();

    const first = await reader.refresh(id);
    expect(first.run).toMatchObject({
      outcome: 'SUCCEEDED',
      trigger: 'REQUEST',
      entries: 2,
      published: 2,
      httpStatus: 200,
    });
    expect(await storedArticle(database, `${site.url}${one.path}`)).toMatchObject({
      headline: `Title of ${one.path}`,
      text: expect.stringContaining('parks committee'),
    });
    expect(await pollingNow(id)).toMatchObject({
      failures: 0,
      etag: '"a"',
      claimedBy: null,
      lastSuccessAt: now,
      problem: null,
    });

    now += 10 * minute;
    const second = await reader.refresh(id);
    expect(second.run).toMatchObject({ outcome: 'NOT_MODIFIED', httpStatus: 304, published: 0 });

    publish(path, [{ ...two, content: prose('bridges') }, one], { etag: '"b"' });
    const third = await reader.refresh(id);
    expect(third.run).toMatchObject({
      outcome: 'SUCCEEDED',
      entries: 2,
      modified: 1,
      unchanged: 1,
      published: 0,
    });
    expect((await storedArticle(database, `${site.url}${two.path}`))?.text).toContain('bridges');
    expect((await lastRuns(database, [id], 2)).get(id)?.map(({ outcome }) => outcome)).toEqual([
      'SUCCEEDED',
      'NOT_MODIFIED',
    ]);
  });

  test('is not parsed again where its server knows no conditional requests but it is as it was', async () => {
    const { id, path } = await newSource();
    publish(path, [{ path: fresh('one'), content: prose('schools') }]);
    const reader = ingestion();
    await reader.refresh(id);
    expect((await reader.refresh(id)).run).toMatchObject({ outcome: 'NOT_MODIFIED', httpStatus: 200 });
  });

  test('that ends in the middle gives its whole entries, says so, and is got in full the next time', async () => {
    const { id, path } = await newSource();
    const items = ['one', 'two'].map((name) => ({ path: fresh(name), content: prose(`${name} of it`) }));
    const whole = rssFeed(site.url, items);
    site.answers.set(path, { body: whole.slice(0, -400), headers: { etag: '"same"' } });
    const reader = ingestion();
    expect((await reader.refresh(id)).run).toMatchObject({
      ...{ outcome: 'SUCCEEDED', published: 1, problemCode: 'TRUNCATED' },
      problem: expect.stringContaining('read again in full'),
    });
    site.answers.set(path, { body: whole, headers: { etag: '"same"' } });
    expect((await reader.refresh(id)).run).toMatchObject({ published: 1, unchanged: 1, problemCode: null });
  });

  test('is read in the time zone of its source, and not in the future', async () => {
    const { id, path } = await newSource({ timeZone: 'Asia/Shanghai' });
    const local = { path: fresh('local'), content: prose('rain'), date: '2026-03-01 08:00:00' };
    const future = {
      path: fresh('future'),
      content: prose('snow'),
      date: new Date(now + 300 * minute).toUTCString(),
    };
    const undated = { path: fresh('undated'), content: prose('hail') };
    publish(path, [local, future, undated]);
    await ingestion().refresh(id);
    const published = async (item: SiteItem) =>
      (await storedArticle(database, `${site.url}${item.path}`))?.publishedAt;
    expect(await published(local)).toBe(Date.UTC(2026, 2, 1));
    expect(await published(future)).toBe(now);
    expect(await published(undated)).toBe(now);
  });

  test('with the same address twice does not make a version of each in every run', async () => {
    const { id, path } = await newSource();
    const item = { path: fresh('live'), content: prose('elections') };
    publish(path, [item, { ...item, content: prose('votes') }], { etag: '"1"' });
    const reader = ingestion();
    expect((await reader.refresh(id)).run).toMatchObject({ entries: 1, published: 1, modified: 0 });
    publish(path, [item, { ...item, content: prose('ballots') }], { etag: '"2"' });
    expect((await reader.refresh(id)).run).toMatchObject({
      entries: 1,
      published: 0,
      modified: 0,
      unchanged: 1,
    });
  });

  test('whose entries are more than a run may take is taken in by several, the newest first', async () => {
    const { id, path } = await newSource();
    const items = [1, 2, 3, 4, 5].map((number) => ({
      path: fresh(`${number}`),
      content: prose(`topic ${number}`),
    }));
    publish(path, items, { etag: '"many"' });
    const reader = ingestion({ limits: { entries: 2, batch: 2 } });
    const runs = [];
    for (let run = 0; run < 4; run += 1) {
      runs.push((await reader.refresh(id)).run);
      now += minute;
    }
    expect(runs.map(({ published }) => published)).toEqual([2, 2, 1, 0]);
    expect(runs.map(({ outcome }) => outcome)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
      'NOT_MODIFIED',
    ]);
    expect(await storedArticle(database, `${site.url}${items[4]?.path}`)).toBeDefined();
  });

  test('that is too long to be taken in in time is taken in by several runs', async () => {
    const { id, path } = await newSource();
    const items = [1, 2].map((number) => ({
      path: fresh(`long-${number}`),
      content: prose(`long topic ${number}`),
    }));
    publish(path, items, { etag: '"long"' });
    const reader = ingestion({ limits: { milliseconds: -1, batch: 1 } });
    expect((await reader.refresh(id)).run).toMatchObject({ outcome: 'SUCCEEDED', published: 1 });
    expect(await pollingNow(id)).toMatchObject({ nextRunReason: 'UNFINISHED', etag: null });
    expect((await reader.refresh(id)).run).toMatchObject({
      outcome: 'SUCCEEDED',
      published: 1,
      unchanged: 1,
    });
    expect(await pollingNow(id)).toMatchObject({ etag: '"long"' });
  });

  test('that somebody asks for while it is being read is read again', async () => {
    const { id, path } = await newSource();
    site.answers.set(path, async (_request, response) => {
      await database.transaction((tx) => requestRun(tx, id, now));
      response.end(rssFeed(site.url, [{ path: fresh('one'), content: prose('requests') }]));
    });
    await ingestion().refresh(id);
    expect(await pollingNow(id)).toMatchObject({
      nextRunReason: 'REQUESTED',
      requestedBy: 'REQUEST',
      claimedBy: null,
    });
    expect(await dueSources(database, now, 1_000)).toContain(id);
  });

  test('that has moved for good is read at its new address from then on', async () => {
    const { id, path } = await newSource();
    site.answers.set(path, { status: 301, headers: { location: '/moved' } });
    publish('/moved', [{ path: fresh('one'), content: prose('harbours') }], { etag: '"m"' });
    const reader = ingestion();
    expect((await reader.refresh(id)).run.outcome).toBe('SUCCEEDED');
    expect((await reader.refresh(id)).run.outcome).toBe('NOT_MODIFIED');
    expect(asked(path)).toBe(1);
  });

  test('that dates its entries by another clock has changed none', async () => {
    const { id, path } = await newSource();
    const entryHashes = async (date: string) => {
      publish(path, [{ path: fresh('moment'), content: prose('clocks'), date }]);
      await ingestion().refresh(id);
      return database.query(sql`SELECT entry_hash FROM seen_entry WHERE source_id = ${id}`);
    };
    const inUtc = await entryHashes('Wed, 01 May 2024 22:00:00 GMT');
    expect(inUtc).toHaveLength(1);
    expect(await entryHashes('Thu, 02 May 2024 06:00:00 +0800')).toEqual(inUtc);
    expect(await entryHashes('Thu, 02 May 2024 06:00:01 +0800')).not.toEqual(inUtc);
  });

  test('is kept in mind only as long as the feed holds it', async () => {
    const { id, path } = await newSource();
    const [old, young] = ['old', 'young'].map((name) => ({ path: fresh(name), content: prose(fresh(name)) }));
    publish(path, [old as SiteItem], { etag: '"1"' });
    const reader = ingestion();
    await reader.refresh(id);
    publish(path, [young as SiteItem], { etag: '"2"' });
    await reader.refresh(id);
    const seen = await database.query<{ entry_key: string }>(
      sql`SELECT entry_key FROM seen_entry WHERE source_id = ${id}`,
    );
    expect(seen.map(({ entry_key }) => entry_key)).toEqual([expect.stringContaining('young')]);
  });

  test.each([
    ['is empty', (body: string) => body.replace(/<item>.*<\/item>/s, '')],
    ['is cut off', (body: string) => body.slice(0, body.lastIndexOf('<item>') + 20)],
  ])('that %s once is not taken to have dropped its entries', async (_what, broken) => {
    const { id, path } = await newSource();
    const items = ['one', 'two'].map((name) => ({ path: fresh(name), content: prose(fresh(name)) }));
    publish(path, items);
    const reader = ingestion();
    await reader.refresh(id);
    site.answers.set(path, { body: broken(rssFeed(site.url, items)) });
    expect((await reader.refresh(id)).run.outcome).toBe('SUCCEEDED');
    const seen = await database.query(sql`SELECT entry_key FROM seen_entry WHERE source_id = ${id}`);
    expect(seen).toHaveLength(2);
  });

  test('whose entry cannot be stored takes in the others and says why', async () => {
    const { id, path } = await newSource();
    const long = { path: fresh('x'.repeat(2_600)), title: 'Long', content: prose('letters') };
    const good = { path: fresh('good'), content: prose('digits') };
    publish(path, [long, good]);
    expect((await ingestion().refresh(id)).run).toMatchObject({
      outcome: 'SUCCEEDED',
      published: 1,
      rejected: 1,
    });
    expect((await lastRejects(database, [id], 5)).get(id)).toMatchObject([
      { code: 'INVALID', reason: expect.stringContaining('at most'), headline: 'Long' },
    ]);
  });
});

describe('a feed that holds summaries', () => {
  const summary = '<p>The council met on Monday. Read more…</p>';

  test('has the texts of its pages, with headline and date of the feed', async () => {
    const { id, path } = await newSource();
    const item = {
      path: fresh('a'),
      title: 'As the feed says',
      summary,
      date: new Date(now - 60 * minute).toUTCString(),
    };
    publish(path, [item]);
    site.answers.set(item.path, { body: articlePage({ title: 'As the page says', body: prose('museums') }) });
    expect((await ingestion().refresh(id)).run).toMatchObject({ published: 1, pending: 0 });
    const stored = await storedArticle(database, `${site.url}${item.path}`);
    expect(stored).toMatchObject({
      headline: 'As the feed says',
      text: expect.stringContaining('museums committee'),
    });
    expect(stored?.publishedAt).toBe(Math.floor((now - 60 * minute) / 1_000) * 1_000);
  });

  test('is published as it is while a page cannot be had, and completed later, though the feed has dropped it', async () => {
    const { id, path } = await newSource();
    const item = { path: fresh('down'), summary };
    publish(path, [item], { etag: '"1"' });
    site.answers.set(item.path, { status: 503 });
    const reader = ingestion();
    expect((await reader.refresh(id)).run).toMatchObject({
      outcome: 'SUCCEEDED',
      published: 1,
      pending: 1,
      rejected: 0,
    });
    expect((await storedArticle(database, `${site.url}${item.path}`))?.text).not.toContain('theatres');
    const polling = await pollingNow(id);
    expect(polling).toMatchObject({ nextRunReason: 'UNFINISHED', nextRunAt: now + 20 * minute, etag: '"1"' });

    publish(path, [], { etag: '"2"' });
    await reader.refresh(id);
    now += 20 * minute;
    site.answers.set(item.path, { body: articlePage({ title: 'Page', body: prose('theatres') }) });
    expect((await reader.refresh(id)).run).toMatchObject({ outcome: 'SUCCEEDED', modified: 1, pending: 0 });
    expect((await storedArticle(database, `${site.url}${item.path}`))?.text).toContain('theatres committee');
  });

  test('says why a page was given up', async () => {
    const { id, path } = await newSource();
    const item = { path: fresh('broken'), summary };
    publish(path, [item], { etag: '"1"' });
    site.answers.set(item.path, { status: 500 });
    const reader = ingestion();
    const pending = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      pending.push((await reader.refresh(id)).run.pending);
      now += 24 * 60 * minute;
    }
    expect(pending).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(asked(item.path)).toBe(6);
    expect((await lastRejects(database, [id], 5)).get(id)).toMatchObject([
      { code: 'STATUS', reason: expect.stringContaining('Only what the feed has of it is published') },
    ]);
  });

  test('keeps the whole text when it changes an entry whose page cannot be had just then', async () => {
    const { id, path } = await newSource();
    const item = { path: fresh('later-down'), title: 'First', content: summary };
    publish(path, [item]);
    site.answers.set(item.path, { body: articlePage({ title: 'Page', body: prose('gardens') }) });
    const reader = ingestion();
    await reader.refresh(id);
    publish(path, [{ ...item, title: 'Second' }]);
    site.answers.set(item.path, { status: 503 });
    expect((await reader.refresh(id)).run).toMatchObject({ modified: 1, pending: 1 });
    expect(await storedArticle(database, `${site.url}${item.path}`)).toMatchObject({
      headline: 'Second',
      text: expect.stringContaining('gardens committee'),
    });
  });

  test.each([
    ['call themselves by one address', (path: string) => ({ head: `<link rel="canonical" href="${path}">` })],
    ['lead to one wall', (path: string) => ({ location: path })],
  ])('stays as many articles as entries where all pages %s', async (_what, made) => {
    const { id, path } = await newSource();
    const shared = fresh('all-of-them');
    const { head, location } = { head: '', location: '', ...made(`${site.url}${shared}`) };
    const items = ['one', 'two', 'three'].map((name) => ({ path: fresh(name), summary }));
    const pageOf = (about: string) => articlePage({ title: 'Page', body: prose(about), head });
    for (const item of items)
      site.answers.set(
        item.path,
        location ? { status: 302, headers: { location } } : { body: pageOf(item.path) },
      );
    site.answers.set(shared, { body: pageOf('consent') });
    publish(path, items.slice(0, 2));
    const reader = ingestion();
    expect((await reader.refresh(id)).run).toMatchObject({ published: 2 });
    publish(path, items);
    expect((await reader.refresh(id)).run).toMatchObject({ published: 1, modified: 0, rejected: 0 });
    for (const item of items)
      expect(await storedArticle(database, `${site.url}${item.path}`)).toMatchObject({
        headline: `Title of ${item.path}`,
      });
  });

  test('stores again none of the entries of which only the pages are left to fetch', async () => {
    const { id, path } = await newSource();
    const items = Array.from({ length: 5 }, (_, index) => ({ path: fresh(`left-${index}`), summary }));
    for (const item of items)
      site.answers.set(item.path, { body: articlePage({ title: 'Page', body: prose(item.path) }) });
    publish(path, items, { etag: '"1"' });
    const reader = ingestion({ limits: { pages: 2 } });
    expect((await reader.refresh(id)).run).toMatchObject({ published: 5, pending: 3 });
    expect((await reader.refresh(id)).results).toHaveLength(2);
    expect((await reader.refresh(id)).run).toMatchObject({ modified: 1, pending: 0 });
  });

  test('leaves the pages that a run may not fetch to the next one', async () => {
    const { id, path } = await newSource();
    const items = ['new', 'old'].map((name) => ({ path: fresh(name), summary }));
    for (const item of items)
      site.answers.set(item.path, { body: articlePage({ title: 'Page', body: prose('libraries') }) });
    publish(path, items, { etag: '"1"' });
    const reader = ingestion({ limits: { pages: 1 } });
    expect((await reader.refresh(id)).run).toMatchObject({ published: 2, pending: 1 });
    expect(asked(items[0]?.path as string)).toBe(1);
    expect((await pollingNow(id)).nextRunReason).toBe('UNFINISHED');
    expect((await reader.refresh(id)).run).toMatchObject({ modified: 1, pending: 0 });
    expect((await pollingNow(id)).nextRunReason).toBe('RHYTHM');
  });

  test('is left alone where robots.txt forbids its pages', async () => {
    const { id, path } = await newSource();
    const other = await startSite();
    other.answers.set('/robots.txt', {
      body: 'User-agent: *\nDisallow: /',
      headers: { 'content-type': 'text/plain' },
    });
    other.answers.set('/page', { body: articlePage({ title: 'Page', body: prose('secrets') }) });
    site.answers.set(path, { body: rssFeed(other.url, [{ path: '/page', summary }]) });
    expect((await ingestion().refresh(id)).run).toMatchObject({ published: 1, rejected: 1, pending: 0 });
    expect((await lastRejects(database, [id], 5)).get(id)).toMatchObject([{ code: 'REFUSED_BY_ROBOTS' }]);
    await other.close();
  });
});

describe('a source that cannot be read', () => {
  test.each([
    ['answers with an error', { status: 500 }, 'STATUS'],
    [
      'breaks off',
      (_request: unknown, response: { destroy(): void }) => response.destroy(),
      'CONNECTION_FAILED',
    ],
    ['is no feed', { body: '<!doctype html><html><body><h1>Hello</h1></body></html>' }, 'NOT_A_FEED'],
  ])('since it %s is tried again, later and later', async (_what, answer, code) => {
    const { id, path, slug } = await newSource();
    site.answers.set(path, answer as never);
    const reader = ingestion({ random: () => 1 });
    const { run, failure } = await reader.refresh(id);
    expect(run).toMatchObject({ outcome: 'FAILED', problemCode: code });
    expect(failure?.advice).toBeTruthy();
    expect(await pollingNow(id)).toMatchObject({
      failures: 1,
      nextRunReason: 'BACK_OFF',
      nextRunAt: now + 15 * minute,
    });
    await reader.refresh(id);
    expect(await pollingNow(id)).toMatchObject({
      failures: 2,
      nextRunAt: now + 30 * minute,
      problemCode: code,
    });
    const logged = await log.logged(({ source, level }) => source === slug && level === 'warn');
    expect(logged).toMatchObject({ code, msg: expect.stringContaining(slug) });

    publish(path, [{ path: fresh('back'), content: prose('markets') }]);
    await reader.refresh(id);
    expect(await pollingNow(id)).toMatchObject({ failures: 0, problemCode: null, problem: null });
  });

  test('is halted where it is gone for good', async () => {
    const { id, path } = await newSource();
    site.answers.set(path, { status: 410 });
    await ingestion().refresh(id);
    expect(await pollingNow(id)).toMatchObject({ state: 'PAUSED', problemCode: 'GONE' });
  });

  test('waits as long as its server asks', async () => {
    const { id, path } = await newSource();
    site.answers.set(path, { status: 429, headers: { 'retry-after': '7200' } });
    const ownWeb = localWebClient(); // It leaves the whole host alone from then on.
    await ingestion({ web: ownWeb }).refresh(id);
    await ownWeb.close();
    const polling = await pollingNow(id);
    expect(polling).toMatchObject({ nextRunReason: 'RETRY_AFTER', problemCode: 'RATE_LIMITED' });
    expect(Math.abs(polling.nextRunAt - now - 120 * minute)).toBeLessThan(5 * minute);
  });

  test('names the feed that its page offers', async () => {
    const { id, path } = await newSource();
    const link = '<link rel="alternate" type="application/rss+xml" href="/real.xml">';
    site.answers.set(path, { body: articlePage({ title: 'Front page', body: prose('news'), head: link }) });
    expect((await ingestion().refresh(id)).failure?.advice).toContain(`${site.url}/real.xml`);
  });
});

test('a source without a feed is read from the listings that its rule selects', async () => {
  const { id } = await newSource({ feedUrl: null, homepageUrl: `${site.url}/front` });
  await database.transaction((tx) => saveRule(tx, id, { listings: '.news' }, now));
  const page = fresh('listed');
  site.answers.set('/front', {
    body: articlePage({
      title: 'Front',
      body: `<ul class="news"><li><a href="${page}">A headline in a list</a> 2026-03-02</li></ul>`,
    }),
  });
  site.answers.set(page, { body: articlePage({ title: 'A headline in a list', body: prose('lists') }) });
  expect((await ingestion().refresh(id)).run).toMatchObject({ outcome: 'SUCCEEDED', published: 1 });
  expect(await storedArticle(database, `${site.url}${page}`)).toMatchObject({
    headline: 'A headline in a list',
    text: expect.stringContaining('lists committee'),
    publishedAt: Date.UTC(2026, 2, 2),
  });
});
