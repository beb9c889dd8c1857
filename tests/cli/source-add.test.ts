import sql from 'sql-template-tag';
import { sourceBySlug } from '../../src/catalog/sources.js';
import type { Database } from '../../src/database/database.js';
import { openWorkspace, type Workspace } from './run.js';
import { articlePage, feedOf, openSite, type Site } from './source-site.js';

let workspace: Workspace;
let database: Database;
let site: Site;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
  site = await openSite();
  site.pages['/'] = [
    'text/html; charset=utf-8',
    `<title>港口</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"><h1>港口</h1>`,
  ];
  site.pages['/feed.xml'] = () => feedOf(site.url, { title: '港口日报' });
});
afterEach(async () => {
  await site.close();
  await database.close();
  await workspace.remove();
});

const add = (...args: string[]) => workspace.call(['source', 'add', ...args], site.env);
const articles = () =>
  database.query(
    sql`SELECT a.headline, s.slug FROM article a JOIN source s ON s.id = a.source_id ORDER BY a.id`,
  );

describe('broadsheet source add', () => {
  it('shows what it finds, and changes nothing where nobody can be asked', async () => {
    const { code, stdout, stderr } = await add(`${site.url}/`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^name +港口日报$/m);
    expect(stdout).toMatch(/^language +zh$/m);
    expect(stdout).toMatch(/^time zone +Asia\/Shanghai$/m);
    expect(stdout).toMatch(/^2026-03-02T02:00:00Z +港口新闻第2条 +http:\S+\/2$/m);
    expect(stderr).toMatch(/^Nothing was changed\. .*--yes/m);
    expect(await sourceBySlug(database, '127-0-0-1')).toBeNull();
  });

  it('saves the source with --yes, reads it at once, and knows it afterwards', async () => {
    const args = ['source', 'add', `${site.url}/`, '--yes', '--name', 'The Port', '--slug', 'port'];
    const added = await workspace.run(args, { env: site.env });
    expect(added).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^added\tport\nread\tport\t2 entries: 2 articles/m),
    });
    expect(await sourceBySlug(database, 'port')).toMatchObject({
      name: 'The Port',
      feedUrl: `${site.url}/feed.xml`,
      homepageUrl: `${site.url}/`,
      language: 'zh',
    });
    expect(await articles()).toEqual([
      { headline: '港口新闻第1条', slug: 'port' },
      { headline: '港口新闻第2条', slug: 'port' },
    ]);
    const again = await add(`${site.url}/feed.xml`, '--yes', '--no-refresh', '--json');
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^The source port has this feed already\.\nknown\tport$/m),
    });
    expect(JSON.parse(again.stdout)).toMatchObject({
      source: { slug: 'port', name: 'The Port' },
      entryCount: 2,
      saved: true,
    });
  });

  it('adds further feeds of a host as sources of their own, and moves a source only when it is named', async () => {
    site.pages['/sports.xml'] = [
      'application/atom+xml',
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>Sports</title><entry><title>A race</title><id>urn:1</id>
        <link href="/race"/><updated>2026-03-04T10:00:00Z</updated></entry></feed>`,
    ];
    await add(`${site.url}/feed.xml`, '--yes', '--no-refresh', '--slug', 'port');
    const sports = await add(`${site.url}/sports.xml`, '--yes', '--no-refresh');
    expect(sports.stderr).toBe(
      `The source port is of the same host, and reads ${site.url}/feed.xml. If that has moved, say --slug port.\n`,
    );
    expect(sports.stdout).toMatch(/^2026-03-04T10:00:00Z +A race +http:\S+\/race$/m);
    expect(sports.stdout).toMatch(/^added\t127-0-0-1$/m);
    expect(await sourceBySlug(database, 'port')).toMatchObject({ feedUrl: `${site.url}/feed.xml` });
    const moved = await add(`${site.url}/sports.xml`, '--yes', '--no-refresh', '--slug', 'port');
    expect(moved.stdout).toMatch(/^changed\tport$/m);
    expect(await sourceBySlug(database, 'port')).toMatchObject({ feedUrl: `${site.url}/sports.xml` });
  });

  it('reads the listings of a page that has no feed', async () => {
    const items = [1, 2].map(
      (number) => `<li><a href="/${number}">News number ${number}</a> 2026-03-0${number}</li>`,
    );
    site.pages['/news/'] = [
      'text/html',
      `<html lang="en"><title>News</title><h1>News</h1><ul class="n">${items.join('')}</ul>`,
    ];
    for (const number of [1, 2]) site.pages[`/${number}`] = articlePage(`News number ${number}`);
    const { code, stdout } = await add(`${site.url}/news/`, '--listings', 'ul.n', '--slug', 'news', '--yes');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^read\tnews\t2 entries: 2 articles/m),
    });
    expect(await sourceBySlug(database, 'news')).toMatchObject({
      feedUrl: null,
      homepageUrl: `${site.url}/news/`,
    });
    expect(site.asked).not.toContain('/feed.xml');
  });

  it('says in two lines what failed and what to try', async () => {
    const missing = await add(`${site.url}/gone`, '--yes');
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^http:\S+\/gone: .*404.*\n {2}\S.*\n$/);
    const inside = await workspace.run(['source', 'add', `${site.url}/`, '--yes']);
    expect(inside).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/: .*\n {2}.*ALLOWED_NETWORKS\n$/),
    });
    for (const args of [
      ['nowhere'],
      [`${site.url}/`, '--time-zone', 'Mars'],
      [`${site.url}/`, '--language', '!'],
    ])
      expect(await add(...args)).toMatchObject({ code: 2 });
  });
});
