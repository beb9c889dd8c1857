import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { changeListeners } from '../../src/change-listeners.js';
import { importCorpus } from '../../src/corpus/import.js';
import { openDatabase } from '../../src/database/database.js';
import { migrations } from '../../src/database/migrations.js';
import type { BenchCorpus } from './corpus.js';

/**
 * The SQLite file that holds the corpus: loaded by the gateway's own import, once, and kept in `folder` under a
 * name that changes with the corpus and with the migrations.
 */
export async function benchDatabase(corpus: BenchCorpus, folder: string): Promise<string> {
  const file = join(folder, `corpus-${corpus.size}-${fingerprint(corpus)}.sqlite`);
  if (await exists(file)) return file;
  await mkdir(folder, { recursive: true });
  const partial = `${file}.partial`;
  for (const suffix of ['', '-wal', '-shm']) await rm(partial + suffix, { force: true });
  await load(corpus, partial);
  await rename(partial, file);
  return file;
}

async function load(corpus: BenchCorpus, file: string): Promise<void> {
  const database = await openDatabase({ url: `sqlite:${file}` });
  try {
    await database.migrate();
    const rejectsPath = `${file}.rejects`;
    const { published, rejected } = await importCorpus(database, chunks(corpus), {
      listeners: changeListeners,
      rejectsPath,
    });
    if (published !== corpus.size || rejected > 0) {
      throw new Error(`${published} of ${corpus.size} articles were imported; see ${rejectsPath}`);
    }
    // The file alone is renamed: nothing may be left in the write-ahead log beside it.
    await database.dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    await database.close();
  }
}

async function* chunks(corpus: BenchCorpus): AsyncGenerator<Buffer> {
  let held = '';
  for (const line of corpus.lines()) {
    held += line;
    if (held.length < 1_000_000) continue;
    yield Buffer.from(held);
    held = '';
  }
  yield Buffer.from(held);
}

function fingerprint(corpus: BenchCorpus): string {
  const samples = [1, Math.ceil(corpus.size / 2), corpus.size].map(corpus.article);
  const names = migrations.map(({ name }) => name);
  return createHash('sha256')
    .update(JSON.stringify([corpus.sources, corpus.categories, samples, names]))
    .digest('hex')
    .slice(0, 12);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
