import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import { changeListeners } from '../../src/change-listeners.js';
import { exportCorpus } from '../../src/corpus/export.js';
import { type ImportSummary, importCorpus } from '../../src/corpus/import.js';
import type { Database } from '../../src/database/database.js';
import { openTestDatabase } from '../support/database.js';
import { article, category, meta, ndjson, source } from './library.js';

let database: Database;
let folder: string;

beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-import-'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const rejectsPath = () => join(folder, 'rejects.ndjson');

function load(lines: readonly unknown[], fileKey?: string): Promise<ImportSummary> {
  const input = Readable.from([Buffer.from(ndjson(lines))]);
  return importCorpus(database, input, { listeners: changeListeners, rejectsPath: rejectsPath(), fileKey });
}

async function exported(): Promise<Record<string, any>[]> {
  let text = '';
  for await (const chunk of exportCorpus(database)) text += chunk;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const exportedArticles = async () => (await exported()).filter(({ type }) => type === 'article');
const rejects = async () =>
  (await readFile(rejectsPath(), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const base = [meta(), source(1), category(1, null), category(2, 1)];

describe('importing articles', () => {
  it('files each article as its line says', async () => {
    const line = article(5, {
      categoryIds: [1, 2],
      primaryCategoryId: 2,
      related: [
        { position: 2, kind: 'external', articleId: null, title: 'Far', url: 'https://far.example/x' },
        {
          position: 1,
          kind: 'article',
          articleId: 6,
          title: 'Near',
          url: 'https://source-1.example/articles/6',
        },
      ],
    });
    expect(await load([...base, line, article(6)])).toMatchObject({ published: 2, rejected: 0 });
    const [first, second] = await exportedArticles();
    const path = (await exported()).filter(({ type }) => type === 'category').map(({ slug }) => slug);
    expect(path).toEqual(['cat-1', 'cat-2']);
    expect(first).toMatchObject({
      slug: 'article-5',
      title: 'Article 5',
      summary: 'Summary of 5',
      body: 'First paragraph of 5, "quoted".\n\nSecond <paragraph> & more.',
      authors: ['Ada Abbott'],
      addedAt: '2026-02-01T00:00:05.000Z',
      views: 3,
      hot: 25.5,
      related: [
        { position: 1, kind: 'article', articleId: second?.id, linkKind: 'SEE_ALSO' },
        { position: 2, kind: 'external', articleId: null, linkKind: 'CITATION' },
      ],
    });
    expect(first?.categoryOrder[0]).toBe(first?.primaryCategoryId);
    expect(first?.categoryIds).toHaveLength(2);
  });

  it('keeps ids only where the file says that they are permanent, and where they are free', async () => {
    await load([...base, article(5)]);
    expect((await exportedArticles())[0]?.id).not.toBe(5);

    const permanent = [meta({ ids: 'permanent' }), source(11, { slug: 'other' }), category(12, null)];
    await load([...permanent, article(13, { sourceId: 11, categoryIds: [12], url: 'https://o.example/13' })]);
    await load([...permanent, article(13, { sourceId: 11, categoryIds: [12], url: 'https://o.example/14' })]);
    const lines = await exported();
    expect(lines.find(({ slug }) => slug === 'other')?.id).toBe(11);
    expect(lines.find(({ url }) => url === 'https://o.example/13')).toMatchObject({
      id: 13,
      slug: 'article-13',
    });
    expect(lines.find(({ url }) => url === 'https://o.example/14')?.id).not.toBe(13);
  });

  it('never takes the id of one source for another', async () => {
    await load([meta({ ids: 'permanent' }), source(1)]);
    await load([meta({ ids: 'permanent' }), source(1, { slug: 'newcomer' })]);
    expect((await exported()).filter(({ type }) => type === 'source').map(({ slug }) => slug)).toEqual([
      'source-1',
      'newcomer',
    ]);
  });

  it('changes nothing when it comes again, and says what has changed when something has', async () => {
    const lines = [...base, article(1), article(2), article(3)];
    await load(lines);
    const before = await exported();
    expect(await load(lines)).toMatchObject({ published: 0, modified: 0, unchanged: 3 });
    expect(await exported()).toEqual(before);
    const changed = [...base, article(1), article(2, { title: 'Renamed', views: 900 })];
    expect(await load(changed)).toMatchObject({ published: 0, modified: 1, unchanged: 1 });
    expect((await exportedArticles())[1]).toMatchObject({ title: 'Renamed', views: 3 });
  });

  it('withdraws in the same go, and takes what is withdrawn out of the rankings', async () => {
    const withdrawn = { at: '2026-03-01T00:00:00.000Z', reason: 'LEGAL', statement: 'By order.' };
    const lines = [...base, article(1, { withdrawn })];
    expect(await load(lines)).toMatchObject({ published: 1, rejected: 0 });
    expect((await exportedArticles())[0]).toMatchObject({ withdrawn, views: 3 });
    expect(await database.query(sql`SELECT article_id FROM popularity WHERE listed`)).toEqual([]);
    expect(await load(lines)).toMatchObject({ published: 0, modified: 0, unchanged: 1, rejected: 0 });
  });

  it('does not undo a withdrawal that was made here', async () => {
    await load([...base, article(1)]);
    await load([...base, article(1, { withdrawn: { at: '2026-03-01T00:00:00Z', reason: 'LEGAL' } })]);
    expect(await load([...base, article(1)])).toMatchObject({ unchanged: 0, rejected: 1 });
    expect((await rejects())[0].problem).toMatch(/withdrawn/);
  });

  it('reads view buckets by the hour or in hours before the import, each hour once', async () => {
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 7_200_000).toISOString();
    await load([
      ...base,
      article(1, {
        views: 10,
        viewBuckets: [
          [-2, 1],
          [hour, 2],
          [-30, 4],
        ],
      }),
    ]);
    const [first] = await exportedArticles();
    expect(first?.viewBuckets.map(([, views]: [string, number]) => views)).toEqual([4, 3]);
    const windows = sql`SELECT day_views AS "day", week_views AS "week" FROM popularity`;
    expect(await database.query(windows)).toEqual([{ day: 3, week: 7 }]);
  });
});

describe('bad lines', () => {
  it('go to the rejects file with their number, text and fault, and the others go on', async () => {
    const lines = [
      ...base,
      '{"type":"article", oops',
      article(1, { sourceId: 99 }),
      article(2, { categoryIds: [77] }),
      article(3, { url: 'ftp://source-1.example/3' }),
      article(4, { publishedAt: '2999-01-01T00:00:00Z' }),
      category(5, 66),
      source(6, { timeZone: 'Mars/Olympus' }),
      article(7, { title: 7 }),
      '',
      article(8),
    ];
    expect(await load(lines)).toMatchObject({ published: 1, rejected: 8 });
    const found = await rejects();
    expect(found.map(({ line, problem }) => [line, problem.split(':')[0]])).toEqual([
      [5, expect.stringMatching('is not JSON')],
      [6, 'sourceId'],
      [7, 'categoryIds'],
      [8, 'originalUrl'],
      [9, 'publishedAt'],
      [10, 'parentId'],
      [11, 'timeZone'],
      [12, 'title'],
    ]);
    expect(found[1].text).toBe(JSON.stringify(lines[5]));
  });

  it('leave no rejects file where there are none, and none of an earlier import', async () => {
    await load([...base, 'bad']);
    await load(base);
    await expect(readFile(rejectsPath())).rejects.toThrow('ENOENT');
  });
});

describe('an interrupted import', () => {
  /** Enough for several batches. */
  const lines = [...base, ...Array.from({ length: 1_000 }, (_, index) => article(index + 1, { body: 'x' }))];
  lines.splice(100, 0, 'bad' as never);

  async function interrupt(fileKey: string): Promise<void> {
    async function* input() {
      yield Buffer.from(ndjson(lines.slice(0, 900)));
      throw new Error('the power failed');
    }
    const options = { listeners: changeListeners, rejectsPath: rejectsPath(), fileKey };
    await expect(importCorpus(database, input(), options)).rejects.toThrow('the power failed');
  }

  it('goes on after the last batch that is in the database, with its rejects', async () => {
    await interrupt('key');
    const [{ count }] = (await database.query(sql`SELECT COUNT(*) AS count FROM article`)) as [
      { count: number },
    ];
    expect(count).toBeGreaterThan(300);
    expect(count).toBeLessThan(1_000);

    const summary = await load(lines, 'key');
    expect(summary).toMatchObject({ published: 1_000 - count, modified: 0, unchanged: 0, rejected: 1 });
    expect(summary.resumedAfter).toBe(count + 5);
    expect((await rejects()).map(({ line }) => line)).toEqual([101]);
    expect((await exportedArticles()).map(({ title }) => title)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => `Article ${index + 1}`),
    );
  });

  it('begins anew for another file, and once it is finished', async () => {
    await interrupt('key');
    expect(await load(lines, 'other')).toMatchObject({ resumedAfter: 0, unchanged: expect.any(Number) });
    await load(lines, 'key');
    expect(await load(lines, 'key')).toMatchObject({ resumedAfter: 0, published: 0, unchanged: 1_000 });
  });
});
