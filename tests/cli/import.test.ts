import sql from 'sql-template-tag';
import { exportCorpus } from '../../src/corpus/export.js';
import type { Database } from '../../src/database/database.js';
import { article, category, meta, ndjson, source } from '../corpus-io/library.js';
import { finished, openWorkspace, type Workspace } from './run.js';

const opened: Workspace[] = [];
const databases: Database[] = [];
afterAll(async () => {
  for (const database of databases) await database.close();
  for (const workspace of opened) await workspace.remove();
});

/** A workspace with a migrated database. */
async function library(): Promise<{ workspace: Workspace; database: Database }> {
  const workspace = await openWorkspace();
  const database = await workspace.open();
  opened.push(workspace);
  databases.push(database);
  await database.migrate();
  return { workspace, database };
}

async function exported(database: Database): Promise<string> {
  let text = '';
  for await (const chunk of exportCorpus(database)) text += chunk;
  return text;
}

const base = [meta({ ids: 'permanent' }), source(1), category(1, null)];

describe('broadsheet import', () => {
  it('imports what it can, reports the rest, and says so by its exit code', async () => {
    const { workspace } = await library();
    await workspace.write('corpus.ndjson', ndjson([...base, article(1), 'broken', article(2)]));
    const { code, stdout, stderr } = await workspace.run(['import', 'corpus.ndjson']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^2 articles published, 0 modified, 0 unchanged, 1 lines rejected; .* articles\/s$/m,
    );
    expect(stderr).toContain('corpus.ndjson.rejects.ndjson');
    expect(JSON.parse(await workspace.read('corpus.ndjson.rejects.ndjson'))).toMatchObject({
      line: 5,
      text: 'broken',
    });
  });

  it('reads standard input, as it comes from Windows or cut short', async () => {
    const { workspace, database } = await library();
    const input = `\uFEFF${ndjson([...base, '', article(1)])}`.replaceAll('\n', '\r\n').trimEnd();
    const first = await workspace.run(['import', '-', '--rejects', 'bad.ndjson'], { input });
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 articles published/) });
    const again = await workspace.run(['import', '-'], { input });
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^0 articles published, 0 modified, 1 unch/),
    });
    expect(await database.query(sql`SELECT id FROM article`)).toEqual([{ id: 1 }]);
  });

  it.each([
    ['no-such-file.ndjson', undefined],
    ['.', undefined],
    ['-', ndjson([meta({ version: 9 })])],
  ])('fails on %s in one line', async (file, input) => {
    const { workspace } = await library();
    const { code, stderr } = await workspace.run(['import', file], { input });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^.+\n$/);
    expect(stderr).not.toContain('    at ');
  });

  it('killed in the middle and started again, neither misses nor doubles anything', async () => {
    const articles = Array.from({ length: 3_000 }, (_, index) =>
      article(index + 1, {
        modifiedAt: '2026-03-01T00:00:00.000Z',
        related: [{ position: 1, kind: 'external', title: 'x', url: `https://far.example/${index}` }],
      }),
    );
    const corpus = ndjson([...base, ...articles.slice(0, 500), 'broken', ...articles.slice(500)]);

    const whole = await library();
    await whole.workspace.write('corpus.ndjson', corpus);
    expect(await whole.workspace.run(['import', 'corpus.ndjson'])).toMatchObject({ code: 1 });

    const killed = await library();
    await killed.workspace.write('corpus.ndjson', corpus);
    const child = killed.workspace.start(['import', 'corpus.ndjson']);
    const ended = finished(child);
    await until(async () => (await count(killed.database)) > 0);
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    const imported = await count(killed.database);
    expect(imported).toBeLessThan(3_000);

    const resumed = await killed.workspace.run(['import', 'corpus.ndjson']);
    expect(resumed.code).toBe(1);
    expect(resumed.stderr).toMatch(/^Went on after line \d+/);
    expect(resumed.stderr).toContain(
      `${3_000 - imported} articles published, 0 modified, 0 unchanged, 1 lines rejected`,
    );
    expect(await exported(killed.database)).toBe(await exported(whole.database));
    const rejects = 'corpus.ndjson.rejects.ndjson';
    expect(await killed.workspace.read(rejects)).toBe(await whole.workspace.read(rejects));
  });
});

async function count(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(sql`SELECT COUNT(*) AS count FROM article`);
  return row?.count ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
