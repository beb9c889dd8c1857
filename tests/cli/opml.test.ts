import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
let database: Database;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
  for (const [id, slug, feed] of [
    [1, 'bay', 'https://bay.example/feed'],
    [2, 'sea', null],
  ])
    await database.transaction((tx) =>
      tx.execute(sql`INSERT INTO source (id, slug, name, homepage_url, feed_url, language, time_zone, rights_syndication, modified_at)
        VALUES (${id}, ${slug}, ${slug}, ${`https://${slug}.example/`}, ${feed}, 'en', 'UTC', 'FULL_TEXT', 0)`),
    );
});
afterEach(async () => {
  await database.close();
  await workspace.remove();
});

const list = `<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
  <outline text="The Bay" xmlUrl="http://www.bay.example/feed" htmlUrl="https://bay.example/"/>
  <outline text="Sea" xmlUrl="https://sea.example/rss"/>
  <outline text="港口日报" xmlUrl="https://port.example/a.xml" htmlUrl="https://port.example/"/>
  <outline text="Port Sports" xmlUrl="https://port.example/b.xml" htmlUrl="https://port.example/" language="de"/>
  <outline text="Port again" xmlUrl="https://port.example/b.xml"/></outline></body></opml>`;

const sources = () =>
  database.query(sql`SELECT s.slug, s.name, s.feed_url AS "feedUrl", s.language, s.time_zone AS "timeZone", p.state
    FROM source s LEFT JOIN source_polling p ON p.source_id = s.id ORDER BY s.slug`);

describe('broadsheet opml', () => {
  it('imports the feeds that no source reads yet', async () => {
    await workspace.write('list.opml', list);
    const before = await sources();
    const dry = await workspace.call(['opml', 'import', 'list.opml', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Would be: 2 sources added/m) });
    expect(await sources()).toEqual(before);

    const { code, stdout } = await workspace.run(['opml', 'import', '-'], { input: list });
    expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: [
        'known\tbay\thttp://www.bay.example/feed',
        'changed\tsea\thttps://sea.example/rss',
        'added\tport-example\thttps://port.example/a.xml',
        'added\tport-example-2\thttps://port.example/b.xml',
        'known\tport-example-2\thttps://port.example/b.xml',
        '2 sources added, 1 given their feed, 2 known, 0 refused',
      ],
    });
    expect(await sources()).toMatchObject([
      { slug: 'bay', state: null },
      { slug: 'port-example', name: '港口日报', language: 'zh', timeZone: 'Asia/Shanghai', state: 'ACTIVE' },
      {
        slug: 'port-example-2',
        name: 'Port Sports',
        language: 'de',
        timeZone: 'Europe/Berlin',
        state: 'ACTIVE',
      },
      { slug: 'sea', feedUrl: 'https://sea.example/rss', state: 'ACTIVE' },
    ]);
  });

  it('goes by the words where the language of a list is none', async () => {
    const outline = '<outline text="晚报" xmlUrl="https://late.example/a.xml" language="_"/>';
    await workspace.write('list.opml', `<opml version="2.0"><body>${outline}</body></opml>`);
    expect(await workspace.call(['opml', 'import', 'list.opml'])).toMatchObject({ code: 0 });
    expect(await sources()).toContainEqual(expect.objectContaining({ name: '晚报', language: 'zh' }));
  });

  it('exports what it imports again', async () => {
    expect(await workspace.call(['opml', 'export', 'out.opml'])).toMatchObject({ code: 0, stdout: '' });
    expect(await workspace.read('out.opml')).toContain('xmlUrl="https://bay.example/feed"');
    const { stdout } = await workspace.call(['opml', 'import', 'out.opml']);
    expect(stdout).toBe(
      'known\tbay\thttps://bay.example/feed\n0 sources added, 0 given their feed, 1 known, 0 refused\n',
    );
  });

  it('says what is no list', async () => {
    await workspace.write('page.html', '<html><p>hello</p></html>');
    for (const file of ['page.html', 'gone.opml'])
      expect(await workspace.call(['opml', 'import', file])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(file),
      });
  });
});
