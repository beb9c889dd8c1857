import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The folder of documents from elsewhere that ingestion is tried on (CORPUS_DIR). They are not ours to publish, so a
 * clone may be without them: what needs them is skipped there, and says so.
 */
const corpusFolder = resolve(process.env.CORPUS_DIR ?? '../shared/corpus');

/** `describe`, for tests that need a part of the corpus. */
export function describeWithCorpus(part: string, title: string, tests: (folder: string) => void): void {
  const folder = join(corpusFolder, part);
  if (existsSync(folder)) describe(title, () => tests(folder));
  else describe.skip(`${title} (skipped: ${folder} is not here; set CORPUS_DIR)`, () => tests(folder));
}
