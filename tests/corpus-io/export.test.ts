import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { changeListeners } from '../../src/change-listeners.js';
import { exportCorpus } from '../../src/corpus/export.js';
import { importCorpus } from '../../src/corpus/import.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { openTestDatabase } from '../support/database.js';
import { article, category, meta, ndjson, source } from './library.js';

type Line = Record<string, any>;

const opened = new Set<Database>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-export-'));
});
afterAll(async () => {
  for (const database of opened) await database.close();
  await rm(folder, { recursive: true });
});

async function library(input: AsyncIterable<Buffer>, database?: Database): Promise<Database> {
  const target = database ?? (await openTestDatabase());
  opened.add(target);
  const options = { listeners: changeListeners, rejectsPath: join(folder, 'rejects.ndjson') };
  expect(await importCorpus(target, input, options)).toMatchObject({ rejected: 0 });
  return target;
}

async function exported(database: Database): Promise<string> {
  let text = '';
  for await (const chunk of exportCorpus(database)) text += chunk;
  return text;
}

const demo = () => createReadStream(join(__dirname, '../../examples/demo-corpus.ndjson'));
const again = (text: string) => Readable.from([Buffer.from(text)]);

/** All but when a withdrawn article was last modified: withdrawing it anew modifies it. */
function comparable(text: string): Line[] {
  const lines: Line[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.map((line) => (line.withdrawn ? { ...line, modifiedAt: undefined } : line));
}

describe('exporting the demo corpus', () => {
  it('makes the same library elsewhere: ids, slugs, times, rights, links, views and scores', async () => {
    const first = await exported(await library(demo()));
    const second = await exported(await library(again(first)));
    expect(comparable(second)).toEqual(comparable(first));
  });

  it('changes nothing where it comes from', async () => {
    const database = await library(demo());
    const text = await exported(database);
    await library(again(text), database);
    expect(await exported(database)).toBe(text);
  });

  it('moves a library from SQLite to the database under test', async () => {
    const embedded = await openDatabase({ url: `sqlite:${join(folder, 'embedded.sqlite')}` });
    await embedded.migrate();
    const text = await exported(await library(demo(), embedded));
    expect(comparable(await exported(await library(again(text))))).toEqual(comparable(text));
  });
});

describe('an export', () => {
  it('has the lines in the order that an import needs, counted by the first', async () => {
    const lines = [
      meta(),
      source(1),
      category(1, null, { slug: 'zoo' }),
      category(2, 1, { slug: 'ape' }),
      ...Array.from({ length: 1_100 }, (_, index) => article(index + 1, { body: null })),
    ];
    const text = await exported(await library(again(ndjson(lines))));
    const [first, ...rest] = comparable(text);
    expect(first).toMatchObject({ ids: 'permanent', articles: 1_100, sources: 1, categories: 2 });
    expect(rest.slice(0, 3).map(({ slug, depth }) => [slug, depth])).toEqual([
      ['source-1', undefined],
      ['zoo', 0],
      ['ape', 1],
    ]);
    const ids = rest.slice(3).map(({ id }) => id);
    expect(ids).toHaveLength(1_100);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('of nothing is a meta line', async () => {
    const database = await openTestDatabase();
    opened.add(database);
    expect(comparable(await exported(database))).toEqual([
      expect.objectContaining({ type: 'meta', articles: 0 }),
    ]);
  });
});
