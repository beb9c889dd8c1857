import sql from 'sql-template-tag';
import { startTestApp, type TestApp } from '../support/app.js';
import { addPolledSource, localWebClient, storedArticle } from '../support/polled-source.js';
import { prose, rssFeed, type Site, startSite } from '../support/site.js';

let site: Site;
let app: TestApp | undefined;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
afterEach(() => app?.stop());

async function addSource({ database }: TestApp): Promise<number> {
  return addPolledSource(database, {
    slug: 'polled',
    homepageUrl: 'https://polled.example/',
    feedUrl: `${site.url}/feed`,
    now: Date.now(),
  });
}

test('a server reads its sources, and takes the calls of their hubs where the world can reach it', async () => {
  const hub = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="http://127.0.0.1:9/hub"/>';
  site.answers.set('/feed', {
    body: rssFeed(site.url, [{ path: '/article', content: prose('servers') }], hub),
  });
  app = await startTestApp({ env: { PUBLIC_URL: 'https://portal.example' }, web: localWebClient() });
  const { database, url, logged } = app;
  await addSource(app);
  await logged(({ msg }) => msg === 'a source was read');
  expect(await storedArticle(database, `${site.url}/article`)).toBeDefined();
  expect((await fetch(`${url}/websub/unknown`)).status).toBe(404);
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('broadsheet_ingest_articles_total');
});

test('a server without a way out reads none', async () => {
  app = await startTestApp();
  await addSource(app);
  expect(await app.database.query(sql`SELECT id FROM ingest_run`)).toEqual([]);
  expect((await fetch(`${app.url}/websub/unknown`)).status).toBe(404);
});
