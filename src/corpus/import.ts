import type { ChangeListener } from '../catalog/changes.js';
import type { Database } from '../database/database.js';
import { clearCheckpoint, readCheckpoint, saveCheckpoint } from './checkpoint.js';
import { importBatch } from './import-batch.js';
import { looksLikeArticle, type ParsedLine, parseLine, splitLines } from './lines.js';
import type { References } from './references.js';
import { openRejects } from './rejects.js';

/** A batch is one transaction: this many lines, or this many bytes, whichever comes first. */
const batchLines = 200;
const batchBytes = 4 * 1024 * 1024;

export interface ImportOptions {
  /** Told of every article inside the transaction that writes it. */
  listeners: readonly ChangeListener[];
  /** Where rejected lines go. The file is made when there is one. */
  rejectsPath: string;
  /** Tells the file from others, so that an interrupted import of it goes on where it was. See `corpusFileKey`. */
  fileKey?: string | undefined;
  /** Is told after every batch how much is in the database. */
  onProgress?: ((progress: { bytes: number; articles: number }) => void) | undefined;
}

/** What an import did. Articles only, but for `rejected`, which counts lines. */
export interface ImportSummary {
  published: number;
  modified: number;
  unchanged: number;
  /** Lines in the rejects file, those of an earlier attempt that is continued included. */
  rejected: number;
  /** The line after which an interrupted import went on; 0 for one that began at the beginning. */
  resumedAfter: number;
}

/**
 * Imports a corpus (docs/corpus-format.md) from a stream, in batches of one transaction each, in flat memory. Lines
 * that cannot be imported go to the rejects file and the others go on. Of an article that is there already and has
 * not changed nothing is written, so the same import again changes nothing.
 *
 * @throws UnknownCorpus for a meta line of another format or version
 */
export async function importCorpus(
  database: Database,
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { listeners, fileKey, onProgress } = options;
  const resumedAfter = fileKey === undefined ? 0 : await readCheckpoint(database, fileKey);
  const rejects = await openRejects(options.rejectsPath, resumedAfter);
  const references: References = { sources: new Map(), categories: new Map(), permanentIds: false };
  const totals = { published: 0, modified: 0, unchanged: 0 };
  let bytes = 0;

  const write = async (batch: readonly ParsedLine[]): Promise<void> => {
    const last = batch.at(-1)?.number ?? 0;
    const lines = batch.flatMap(({ number, value }) => (value ? [{ number, value }] : []));
    const outcome = await database.transaction(async (tx) => {
      const now = Date.now();
      const result = await importBatch(tx, lines, references, { listeners, now });
      const refused = batch.flatMap(({ number, text, problem = result.problems.get(number) }) =>
        problem === undefined || number <= resumedAfter ? [] : [{ line: number, problem, text }],
      );
      await rejects.stage(refused);
      if (fileKey !== undefined && last > resumedAfter) await saveCheckpoint(tx, fileKey, last, now);
      return result;
    });
    rejects.keep();
    totals.published += outcome.published;
    totals.modified += outcome.modified;
    totals.unchanged += outcome.unchanged;
  };

  // One batch is read while the one before it is being written.
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const { lines, size } of batches(input, resumedAfter)) {
      await writing;
      bytes += size;
      onProgress?.({ bytes, articles: totals.published + totals.modified + totals.unchanged });
      writing = write(lines);
      writing.catch(() => undefined); // Thrown by the next await; until then it is not unhandled.
    }
    await writing;
    if (fileKey !== undefined) await database.transaction((tx) => clearCheckpoint(tx, fileKey));
    return { ...totals, rejected: rejects.count, resumedAfter };
  } finally {
    await writing.catch(() => undefined);
    await rejects.close();
  }
}

/** Lines in batches. Articles that an earlier attempt has imported are left out, unread. */
async function* batches(
  input: AsyncIterable<Buffer>,
  resumedAfter: number,
): AsyncGenerator<{ lines: ParsedLine[]; size: number }> {
  let lines: ParsedLine[] = [];
  let size = 0;
  for await (const line of splitLines(input)) {
    size += (line.bytes?.length ?? 0) + 1;
    if (line.number <= resumedAfter && looksLikeArticle(line)) continue;
    const parsed = parseLine(line);
    if (parsed) lines.push(parsed);
    if (lines.length >= batchLines || size >= batchBytes) {
      yield { lines, size };
      [lines, size] = [[], 0];
    }
  }
  if (lines.length > 0) yield { lines, size };
}
