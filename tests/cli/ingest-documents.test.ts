import { mkdir, symlink } from 'node:fs/promises';
import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { finished, openWorkspace, type Workspace } from './run.js';
import { articlePage, feedOf, openSite, type Site } from './source-site.js';

let workspace: Workspace;
let database: Database;
let site: Site;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
  site = await openSite();
});
afterEach(async () => {
  await site.close();
  await database.close();
  await workspace.remove();
});

const ingest = (...args: string[]) => workspace.call(['ingest', ...args], site.env);
const headlines = async () =>
  (await database.query<{ headline: string }>(sql`SELECT headline FROM article ORDER BY id`)).map(
    ({ headline }) => headline,
  );

describe('broadsheet ingest of several documents', () => {
  it('reads files, folders and addresses, goes on past failures, and says what to try', async () => {
    await mkdir(workspace.path('archive/deep'), { recursive: true });
    await workspace.write('archive/deep/feed.xml', feedOf('https://harbour.example')[1]);
    await workspace.write('archive/notes.txt', 'not a document');
    await workspace.write('archive/list.json', '{"a": 1}');
    await workspace.write('page', articlePage('Of no address')[1]);
    await symlink('../page', workspace.path('archive/page.html'));
    site.pages['/tides.html'] = articlePage('How tides are told');
    const { code, stdout, stderr } = await ingest(
      'gone.html',
      'archive',
      `${site.url}/tides.html`,
      `${site.url}/gone`,
    );
    expect(code).toBe(1);
    expect(stdout).toBe(
      'refused\tarchive/page.html\tOf no address\tthe address of the page is not known\n' +
        '3 documents read, 3 failed\n3 articles published, 0 modified, 0 unchanged, 1 refused\n',
    );
    expect(stderr.split('\n')).toEqual([
      'The file gone.html cannot be read: ENOENT',
      'archive/list.json is neither a page with an article nor an RSS, Atom or JSON Feed',
      expect.stringMatching(/^http:\S+\/gone: .*404/),
      expect.stringMatching(/^ {2}\S/),
      '',
    ]);
    expect(await headlines()).toEqual(['港口新闻第1条', '港口新闻第2条', 'How tides are told']);
  });

  it('says where there is nothing to read', async () => {
    await mkdir(workspace.path('empty'));
    for (const further of [[], ['--json']])
      expect(await ingest('empty', ...further)).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^There is no document in empty\n {2}.*\.html.*\n$/),
      });
  });

  it('takes the feed that a page offers only when asked', async () => {
    site.pages['/news.html'] = [
      'text/html',
      `<link rel="alternate" type="application/rss+xml" href="/feed.xml">${articlePage('The front')[1]}`,
    ];
    site.pages['/feed.xml'] = () => feedOf(site.url);
    await ingest(`${site.url}/news.html`);
    expect(await headlines()).toEqual(['The front']);
    await ingest(`${site.url}/news.html`, '--discover');
    expect(await headlines()).toEqual(['The front', '港口新闻第1条', '港口新闻第2条']);
  });

  it('prints one line of JSON for each with --json, and needs no database', async () => {
    await workspace.write('feed.xml', feedOf('https://harbour.example')[1]);
    await workspace.write(
      'list.opml',
      '<opml><body><outline xmlUrl="https://a.example/feed"/></body></opml>',
    );
    await workspace.write('other.json', '{}');
    const { code, stdout } = await workspace.run(
      ['ingest', '--json', 'feed.xml', 'list.opml', 'other.json', '--source', 'nobody'],
      { env: { DATABASE_URL: 'sqlite:nowhere/none.sqlite' } },
    );
    expect(code).toBe(1);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { document: 'feed.xml', kind: 'feed', articles: [{ title: '港口新闻第2条' }, {}] },
      { document: 'list.opml', kind: 'opml', feeds: [{ url: 'https://a.example/feed' }] },
      { document: 'other.json', problem: expect.stringContaining('other.json is neither') },
    ]);
  });

  it('finishes the document under way on an interrupt, and says where it stopped', async () => {
    for (const name of ['/1.html', '/2.html']) site.pages[name] = articlePage(`Number ${name}`);
    const args = ['ingest', `${site.url}/1.html`, `${site.url}/2.html`];
    const child = workspace.start(args, { env: site.env });
    site.pages['/1.html'] = () => {
      child.kill('SIGINT');
      return articlePage('Number one');
    };
    const { code, stdout, stderr } = await finished(child);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^1 articles published/m);
    expect(stdout).toContain('1 documents read, 0 failed, 1 left\n');
    expect(stderr).toMatch(/^Stopped before \S+\/2\.html: 1 documents were not read$/m);
    expect(await headlines()).toEqual(['Number one']);
    expect(site.asked).toEqual(['/1.html']);
  });

  it('refuses options that make no sense together, and no documents', async () => {
    for (const args of [
      [],
      ['a.html', 'b.html', '--url', 'https://a.example/'],
      ['https://a.example/', '--url', 'https://b.example/'],
    ])
      expect(await ingest(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});
