import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { benchCorpus } from './corpus.js';
import { benchDatabase } from './database.js';
import { type HandWrittenPages, openHandWritten } from './hand-written.js';
import { fetchPage } from './questions.js';
import { samplePages } from './sample.js';
import { countStatements } from './statements.js';

const corpus = benchCorpus({ size: 80, seed: 7 });
let folder: string;
let file: string;
let app: RunningApp;
let database: Database;
let handWritten: HandWrittenPages;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  file = await benchDatabase(corpus, folder);
  database = await openDatabase({ url: `sqlite:${file}` });
  app = await startApp(readConfig({ PORT: '0', LOG_LEVEL: 'warn' }), database);
  handWritten = openHandWritten(file);
});

afterAll(async () => {
  handWritten?.close();
  await app?.stop();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a sample of pages', () => {
  it('is what the corpus and the hand-written server say', async () => {
    const { pages, disagreements } = await samplePages(corpus, { url: app.url, handWritten, count: 100 });
    expect(disagreements).toEqual([]);
    expect(pages).toHaveLength(100);
  });

  it('shows where a page is not what the hand-written server says', async () => {
    const others: HandWrittenPages = {
      ...handWritten,
      page: (slug) => handWritten.page(slug)?.replace('"rank":1,', '"rank":2,'),
    };
    const { disagreements } = await samplePages(corpus, { url: app.url, handWritten: others, count: 1 });
    expect(disagreements.join()).toContain('rank: 1 / 2');
  });

  it('shows where a page is not what the corpus says', async () => {
    const others = { ...corpus, article: (id: number) => ({ ...corpus.article(id), author: 'Nobody' }) };
    const { disagreements } = await samplePages(others, { url: app.url, handWritten, count: 1 });
    expect(disagreements.join()).toMatch(/authors\.0: ".+" \/ "Nobody"/);
  });
});

it('the hand-written server gives every page byte for byte', async () => {
  for (let id = 1; id <= corpus.size; id++) {
    const { slug } = corpus.head(id);
    expect(handWritten.page(slug)).toBe((await fetchPage(app.url, slug)).toString());
  }
  expect(handWritten.page('nothing')).toBeUndefined();
});

it('the statements of a page are counted', async () => {
  const count = await countStatements(file, corpus.head(40).slug);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual(8);
});
