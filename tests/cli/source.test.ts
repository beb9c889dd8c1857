import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { openWorkspace, type Workspace } from './run.js';
import { feedOf, openSite, type Site } from './source-site.js';

let workspace: Workspace;
let database: Database;
let site: Site;
beforeEach(async () => {
  workspace = await openWorkspace();
  database = await workspace.open();
  await database.migrate();
  site = await openSite();
  for (const [index, slug] of ['bay', 'sea'].entries())
    await database.transaction((tx) =>
      tx.execute(sql`INSERT INTO source (id, slug, name, homepage_url, feed_url, language, time_zone, rights_syndication, modified_at)
        VALUES (${index + 1}, ${slug}, ${slug}, ${`https://${slug}.example/`}, ${`${site.url}/${slug}.xml`}, 'en', 'UTC', 'FULL_TEXT', 0)`),
    );
  site.pages['/bay.xml'] = () => feedOf('https://bay.example');
});
afterEach(async () => {
  await site.close();
  await database.close();
  await workspace.remove();
});

const source = (...args: string[]) => workspace.call(['source', ...args], site.env);
const listed = async () =>
  (JSON.parse((await source('list', '--json')).stdout) as { slug: string; state: string | null }[]).map(
    ({ slug, state }) => [slug, state],
  );

describe('broadsheet source', () => {
  it('reads sources when asked, and shows how it went', async () => {
    const refreshed = await workspace.run(['source', 'refresh', 'bay', 'sea'], { env: site.env });
    expect(refreshed.code).toBe(1);
    expect(refreshed.stdout).toMatch(/^read\tbay\t2 entries: 2 articles published, 0 modified/m);
    expect(refreshed.stdout).toMatch(/^failed\tsea\tSTATUS: .*404.*\n {2}\S/m);
    expect(refreshed.stdout).toMatch(/^1 sources read, 1 failed; 2 articles published/m);

    const { stdout } = await source('list');
    expect(stdout).toMatch(/^SLUG +STATE +LAST SUCCESS +FAILURES +NEXT RUN +WHY$/m);
    expect(stdout).toMatch(/^bay +paused +\d{4}-\d\d-\d\d \d\d:\d\dZ +0 /m);
    expect((await source('list', '--failing')).stdout).toMatch(/^SLUG.*\nsea +paused +- +1 .*\n$/);
    await source('resume', 'sea');
    const failing = (await source('list', '--failing')).stdout;
    expect(failing).toMatch(/ waits after failures: 127\S+ answered 404 .*…$/m);
    expect(failing).not.toContain('browser');

    const shown = await source('show', 'sea');
    expect(shown.stdout).toMatch(/^problem +.*404.*browser/m);
    expect(shown.stdout).toMatch(/^\S+ \S+Z +request +failed +0 /m);
    expect(JSON.parse((await source('show', 'bay', '--json')).stdout)).toMatchObject({
      ...{ slug: 'bay', articles: 2, failures: 0, rule: null, hub: null, rejects: [] },
      runs: [{ outcome: 'SUCCEEDED', published: 2, trigger: 'REQUEST' }],
    });
    site.pages['/sea.xml'] = () => feedOf('https://sea.example', { count: 1 });
    expect(await source('refresh', '--failing', '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\{"source":"sea","outcome":"SUCCEEDED","entries":1,.*\}\n$/),
    });
    expect(await source('list', '--failing')).toMatchObject({ code: 0, stderr: 'No source fails.\n' });
  });

  it('counts what an interrupt left undone as that, and not as failed', async () => {
    const interrupted = (slug: string) => () => {
      process.emit('SIGINT');
      return feedOf(`https://${slug}.example`);
    };
    for (const slug of ['bay', 'sea']) site.pages[`/${slug}.xml`] = interrupted(slug);
    const { code, stdout, stderr } = await source('refresh', 'bay', 'sea');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Stopping. Interrupt again to end at once.\n' });
    expect(stdout).toMatch(/^0 sources read, 0 failed, 2 left;/m);
    expect(site.asked).toHaveLength(1);
  });

  it('resumes what can be read, and says what cannot', async () => {
    await database.transaction((tx) => tx.execute(sql`UPDATE source SET feed_url = NULL WHERE slug = 'bay'`));
    expect(await source('resume', 'bay', 'sea')).toEqual({
      code: 1,
      stdout: 'resumed sea\n',
      stderr: expect.stringMatching(/^bay has neither .*\n {2}give it one .*\n$/),
    });
  });

  it('resumes and pauses', async () => {
    expect(await listed()).toEqual([
      ['bay', null],
      ['sea', null],
    ]);
    expect(await source('resume', 'bay', 'sea')).toMatchObject({
      code: 0,
      stdout: 'resumed bay\nresumed sea\n',
    });
    expect(await source('pause', 'sea')).toMatchObject({ code: 0, stdout: 'paused sea\n' });
    expect(await listed()).toEqual([
      ['bay', 'ACTIVE'],
      ['sea', 'PAUSED'],
    ]);
    expect(await source('pause', '--all')).toMatchObject({ code: 0, stdout: 'paused bay\n' });
    expect(await source('pause', 'se')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('did you mean sea?'),
    });
    for (const command of ['pause', 'resume', 'refresh'])
      expect(await source(command)).toMatchObject({ code: 2, stdout: '' });
  });

  it('never deletes a source to which articles are credited', async () => {
    await source('refresh', 'bay');
    expect(await source('remove', 'bay')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('2 articles'),
    });
    expect(await source('remove', 'bay', '--yes')).toMatchObject({
      code: 0,
      stdout: 'bay stays with its 2 articles; it is read no more\n',
    });
    expect(await source('remove', 'sea', '--yes')).toMatchObject({ code: 0, stdout: 'removed sea\n' });
    expect(await listed()).toEqual([['bay', null]]);
  });
});
