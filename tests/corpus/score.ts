import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One expectation of a document's origin, and what came out instead where it is not met. */
export interface Check {
  name: string;
  met: boolean;
  expected: unknown;
  actual: unknown;
}

/** A document of the corpus after it was read. */
export interface Scored {
  category: string;
  file: string;
  checks: Check[];
  /** How alike the main text is to one made by hand, from 0 to 1. */
  likeness?: number[];
  /** What reading it took. Absent where a row of a table was scored, and no document. */
  milliseconds?: number;
}

/** The checks of an expectation that the origin states; of one that it does not state there are none. */
export function check(
  name: string,
  expected: unknown,
  actual: unknown,
  met = JSON.stringify(expected) === JSON.stringify(actual),
): Check[] {
  return expected === undefined ? [] : [{ name, expected, actual, met }];
}

/** A part of the corpus (CORPUS_DIR), or nothing where it is not here. */
export function corpusFolder(part: string): string | undefined {
  const folder = resolve(process.env.CORPUS_DIR ?? '../shared/corpus', part);
  return existsSync(join(folder, 'manifest.json')) ? folder : undefined;
}

/** The documents that a part of the corpus lists. */
export function manifestEntries<Entry>(folder: string): Entry[] {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).entries;
}
