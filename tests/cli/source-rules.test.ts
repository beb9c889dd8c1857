import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { openWorkspace, type Workspace } from './run.js';
import { articlePage, feedOf } from './source-site.js';

let workspace: Workspace;
let database: Database;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
  await database.transaction((tx) =>
    tx.execute(sql`INSERT INTO source (id, slug, name, homepage_url, language, time_zone, rights_syndication, modified_at)
      VALUES (1, 'bay', 'The Bay', 'https://bay.example/', 'en', 'Asia/Shanghai', 'FULL_TEXT', 0)`),
  );
  await workspace.write(
    'page.html',
    articlePage('The tide').join('').replace('</h1>', '</h1><b class="t">Flood at noon</b>'),
  );
});
afterEach(async () => {
  await database.close();
  await workspace.remove();
});

const rules = (...args: string[]) => workspace.call(['source', 'rules', ...args]);
const rule = async () => JSON.parse((await rules('show', 'bay', '--json')).stdout);

describe('broadsheet source rules', () => {
  it('sets, changes and unsets members', async () => {
    expect(
      await rules('set', 'bay', '--headline', '.t', '--original-link', 'a.o', '--cut', '.ad', '--cut', '.x'),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^headline +\.t\noriginal-link +a\.o\ncut +\.ad\ncut +\.x$/m),
    });
    await rules('set', 'bay', '--date', 'time', '--unset', 'original-link', '--cut', '.y');
    expect(await rule()).toEqual({ headline: '.t', date: 'time', cut: ['.y'] });
    const refused = await rules('set', 'bay', '--body', 'div[');
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/"body" must be a CSS selector, which "div\[" is not/),
    });
    expect(await rule()).toEqual({ headline: '.t', date: 'time', cut: ['.y'] });
    expect(await rules('unset', 'bay')).toMatchObject({ code: 0 });
    expect(await rule()).toBeNull();
    for (const args of [['--unset', 'colour'], []])
      expect(await rules('set', 'bay', ...args)).toMatchObject({ code: 2 });
  });

  it('shows what a rule takes beside what is taken without it, and stores nothing', async () => {
    const { code, stdout, stderr } = await rules(
      'test',
      'bay',
      'page.html',
      '--headline',
      '.t',
      '--date',
      '.gone',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^headline {2}\.t {2}\(1 element\)\n {2}Flood at noon\n {2}without the rule: The tide$/m,
    );
    expect(stdout).toMatch(/^date {2}\.gone {2}\(0 elements, nothing taken\)\n {2}\(nothing\)$/m);
    expect(stdout).toMatch(/^body {2}\(no selector\)\n.*The harbour keeps/m);
    expect(stderr).toBe("The general extractor's answer stands for: date.\n");
    expect(await rule()).toBeNull();
    const { members } = JSON.parse(
      (await rules('test', 'bay', 'page.html', '--json', '--headline', '.t')).stdout,
    );
    await workspace.write('feed.xml', feedOf('https://bay.example')[1]);
    expect(await rules('test', 'bay', 'feed.xml')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^feed\.xml is a feed\n {2}\S.*\n$/),
    });
    expect(members[0]).toMatchObject({
      member: 'headline',
      matched: 1,
      taken: 'Flood at noon',
      general: 'The tide',
      differs: true,
    });
  });

  it('is used by ingest for the pages of the source', async () => {
    await rules('set', 'bay', '--headline', '.t');
    const args = ['--file', 'page.html', '--url', 'https://bay.example/tide.html'];
    const printed = await workspace.call(['ingest', ...args, '--source', 'bay', '--json']);
    expect(JSON.parse(printed.stdout).articles[0].title).toBe('Flood at noon');
    await workspace.call(['ingest', ...args]);
    expect(await database.query(sql`SELECT headline, source_id AS "source" FROM article`)).toEqual([
      { headline: 'Flood at noon', source: 1 },
    ]);
  });
});
