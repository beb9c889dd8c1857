import { join } from 'node:path';
import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { describeWithCorpus } from '../support/shared-corpus.js';
import { openWorkspace, type Workspace } from './run.js';

const seedUrl = 'http://www.portal.example/news/12345.html';

let workspace: Workspace;
let database: Database;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
});
afterEach(async () => {
  await database.close();
  await workspace.remove();
});

const page = `<!doctype html><html lang="en"><title>How tides are told</title><body><article><h1>How tides are told</h1>
<p>Published on 3 March 2026</p><p>${'The harbour keeps a clock with a single hand, and it is never wrong. '.repeat(12)}</p>
<p onclick="steal()">See <a href="/clock">the clock</a>.<script>alert(1)</script></p></article></body></html>`;

const feed = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour News</title><link>https://harbour.example/</link><language>en</language>
<item><title>Newest</title><link>https://harbour.example/2</link><pubDate>Tue, 03 Mar 2026 10:00:00 +0800</pubDate>
  <description>In short.</description><content:encoded>&lt;p&gt;In &lt;b&gt;full&lt;/b&gt;.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</content:encoded></item>
<item><title>Oldest</title><guid>https://elsewhere.example/1</guid><description>&lt;p&gt;Only a &amp;amp; summary.&lt;/p&gt;</description></item>
<item><title>Nowhere</title><guid isPermaLink="false">tag:7</guid></item></channel></rss>`;

interface Stored {
  headline: string;
  abstract: string;
  original_url: string;
  source: string;
  homepage_url: string;
  html: string | null;
}

/** All articles, the one added last first. */
const stored = () =>
  database.query<Stored>(sql`SELECT a.headline, a.abstract, a.original_url, s.name AS source, s.homepage_url, b.html
    FROM article a JOIN source s ON s.id = a.source_id LEFT JOIN article_body b ON b.article_id = a.id
    ORDER BY a.added_at DESC, a.id DESC`);

describe('broadsheet ingest --json', () => {
  it('prints a page with its HTML cleaned, and writes nothing', async () => {
    await workspace.write('page.html', page);
    const args = ['ingest', '--file', 'page.html', '--url', 'https://harbour.example/tides.html', '--json'];
    const { code, stdout } = await workspace.run(args);
    expect(code).toBe(0);
    const { kind, articles } = JSON.parse(stdout);
    expect(kind).toBe('page');
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      title: 'How tides are told',
      url: 'https://harbour.example/tides.html',
      publishedAt: '2026-03-03',
      contentText: expect.stringContaining('a single hand'),
      contentHtml: expect.stringContaining('href="https://harbour.example/clock"'),
    });
    expect(articles[0].contentHtml).not.toMatch(/onclick|script/);
    expect(await stored()).toEqual([]);
  });

  it('prints a feed in its own order', async () => {
    await workspace.write('feed.xml', feed);
    const { code, stdout } = await workspace.call(['ingest', '--file', 'feed.xml', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ kind: 'feed', feed: { title: 'Harbour News' } });
    expect(report.articles).toMatchObject([
      {
        title: 'Newest',
        url: 'https://harbour.example/2',
        publishedAt: expect.stringMatching(/^2026-03-03T02:00:00/),
        contentHtml: '<p>In <b>full</b>.</p>',
        contentText: 'In full.',
      },
      { title: 'Oldest' },
      { title: 'Nowhere' },
    ]);
    expect(await stored()).toEqual([]);
  });
});

describe('broadsheet ingest', () => {
  it('stores the entries of a feed, the first as the latest, and says which it refused', async () => {
    await workspace.write('feed.xml', feed);
    const args = ['ingest', '--file', 'feed.xml', '--url', 'https://harbour.example/feed'];
    const first = await workspace.call(args);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/^refused\tfeed.xml\tNowhere\tthe entry has no address$/m);
    expect(first.stdout).toMatch(/^2 articles published, 0 modified, 0 unchanged, 1 refused$/m);
    expect(await stored()).toEqual([
      {
        headline: 'Newest',
        abstract: 'In short.',
        original_url: 'https://harbour.example/2',
        source: 'Harbour News',
        homepage_url: 'https://harbour.example/',
        html: '<p>In <b>full</b>.</p>',
      },
      {
        headline: 'Oldest',
        abstract: 'Only a & summary.',
        original_url: 'https://elsewhere.example/1',
        source: 'elsewhere.example',
        homepage_url: 'https://elsewhere.example/',
        html: null,
      },
    ]);
    expect((await workspace.call(args)).stdout).toMatch(/^0 articles published, 0 modified, 2 unchanged/m);
  });

  it('takes the source that is named, in whose time zone it reads dates', async () => {
    await database.transaction((tx) =>
      tx.execute(sql`INSERT INTO source (id, slug, name, homepage_url, language, time_zone, modified_at)
        VALUES (1, 'bay', 'The Bay', 'https://bay.example/', 'en', 'Asia/Shanghai', 0)`),
    );
    await workspace.write('feed.xml', feed.replace(' +0800', ''));
    await workspace.run(['ingest', '--file', 'feed.xml', '--source', 'bay']);
    const rows = await database.query(sql`SELECT published_at AS "at", source_id AS "source" FROM article
      WHERE headline = 'Newest'`);
    expect(rows).toEqual([{ at: Date.UTC(2026, 2, 3, 2), source: 1 }]);
    expect(await workspace.call(['ingest', '--file', 'feed.xml', '--source', 'sea'])).toMatchObject({
      code: 1,
      stderr: 'There is no source "sea"\n',
    });
  });

  it('never leaves less of an article than there was: a link to what is held changes nothing', async () => {
    const links = ['tides', 'moon', 'wind'].map(
      (name) => `<li><a href="/${name}.html">All about the ${name}</a> 2026-03-02</li>`,
    );
    await workspace.write('page.html', page);
    await workspace.write(
      'list.html',
      page.replace('</article>', `</article><div><h3>Latest</h3><ul>${links.join('')}</ul></div>`),
    );
    await workspace.call(['ingest', '--file', 'page.html', '--url', 'https://harbour.example/tides.html']);
    const args = ['ingest', '--file', 'list.html', '--url', 'https://harbour.example/other.html', '--links'];
    expect(await workspace.call(args)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^3 articles published/m),
    });
    const held = await stored();
    expect(held.map(({ original_url }) => new URL(original_url).pathname)).toEqual([
      '/moon.html',
      '/wind.html',
      '/other.html',
      '/tides.html',
    ]);
    expect(held.map(({ html }) => html === null)).toEqual([true, true, false, false]);
  });

  it.each([
    ['noise.bin', Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 251))],
    ['other.json', '{"a": 1}'],
    ['empty.html', ''],
  ])('says in one line that %s is neither a page nor a feed', async (file, content) => {
    await workspace.write(file, content);
    const { code, stdout, stderr } = await workspace.call(['ingest', '--file', file, '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^\S+ is neither a page with an article nor an RSS, Atom or JSON Feed\n$/);
  });

  it('refuses a page whose address is not known, and a file that is not there', async () => {
    await workspace.write('page.html', page);
    const { code, stdout } = await workspace.call(['ingest', '--file', 'page.html']);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('address of the page is not known'),
    });
    expect(await workspace.call(['ingest', '--file', 'gone.html'])).toMatchObject({
      code: 1,
      stderr: 'The file gone.html cannot be read: ENOENT\n',
    });
  });
});

describeWithCorpus('seed', 'the seed page', (folder) => {
  it('is stored under its original address, with its notice, neighbours, trail and links', async () => {
    const args = [
      'ingest',
      '--file',
      join(folder, 'portal-gbk.html'),
      '--url',
      seedUrl,
      '--content-type',
      'text/html',
      '--links',
    ];
    const { code, stdout } = await workspace.call(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^20 articles published, 0 modified, 0 unchanged, 0 refused$/m);

    const held = await stored();
    const article = held.at(-1) as Stored;
    expect(article).toMatchObject({
      headline: '开州区聚焦“三力”抓牢抓实中小学党建工作',
      original_url: 'http://jw.cq.gov.cn/zwxx_209/bmdt/qxxx/202210/t20221021_11213004.html',
      source: 'jw.cq.gov.cn',
      html: expect.stringContaining('第一,“规范化”建设'),
    });
    expect(held.slice(0, 9).map(({ original_url }) => original_url)).toEqual(
      Array.from({ length: 9 }, (_, index) => `http://www.portal.example/news/900${index}.html`),
    );
    expect(held.slice(9, 19).map(({ original_url }) => original_url)).toEqual(
      Array.from({ length: 10 }, (_, index) => `http://www.portal.example/hot/900${index}.html`),
    );
    expect(held[0]).toMatchObject({ headline: '广西:做好近视防控工...', source: '教育门户网', html: null });

    const [details] =
      await database.query(sql`SELECT a.published_at, a.published_precision, a.own_rights_takedown_days,
        c.path, (SELECT COUNT(*) FROM article_url u WHERE u.article_id = a.id AND u.url = ${seedUrl}) AS alias
      FROM article a JOIN category c ON c.id = a.primary_category_id`);
    expect(details).toEqual({
      published_at: Date.UTC(2022, 9, 21),
      published_precision: 'DAY',
      own_rights_takedown_days: 30,
      path: 'news/local',
      alias: 1,
    });
    expect(await database.query(sql`SELECT kind, title FROM related_link ORDER BY position`)).toEqual([
      { kind: 'ORIGINAL', title: article.original_url },
      { kind: 'PREVIOUS', title: '永川区多措并举促进高校毕业生就业' },
    ]);
    expect((await workspace.call(args)).stdout).toMatch(/^0 articles published, 0 modified, 1 unchanged/m);
  });
});
