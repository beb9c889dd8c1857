import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { changeListeners } from '../change-listeners.js';
import { corpusFileKey } from '../corpus/checkpoint.js';
import { type ImportSummary, importCorpus } from '../corpus/import.js';
import type { Database } from '../database/database.js';
import { CommandFailure } from './failure.js';
import { progressBar } from './progress.js';

/** Imports a file, or standard input for `-`. @throws CommandFailure where there is no such file */
export async function importFile(
  database: Database,
  file: string,
  rejectsPath: string,
): Promise<ImportSummary> {
  const isStream = file === '-';
  const size = isStream ? undefined : await fileSize(file);
  const bar = progressBar(size);
  try {
    return await importCorpus(
      database,
      isStream ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 }),
      {
        listeners: changeListeners,
        rejectsPath,
        fileKey: isStream ? undefined : await corpusFileKey(file),
        onProgress: ({ bytes, articles }) => bar.update(bytes, `${articles} articles`),
      },
    );
  } finally {
    bar.stop();
  }
}

async function fileSize(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch {
    // Said below.
  }
  throw new CommandFailure(`There is no file ${file} that can be read`);
}

/** A summary in a line or three, for people. */
export function describeImport(summary: ImportSummary, seconds: number, rejectsPath: string): string {
  const { published, modified, unchanged, rejected, resumedAfter } = summary;
  const total = published + modified + unchanged;
  return [
    ...(resumedAfter > 0 ? [`Went on after line ${resumedAfter}, where the import was interrupted.`] : []),
    `${published} articles published, ${modified} modified, ${unchanged} unchanged, ${rejected} lines rejected; ` +
      `${seconds.toFixed(1)} s, ${Math.round(total / Math.max(seconds, 0.001))} articles/s`,
    ...(rejected > 0
      ? [`The rejected lines are in ${rejectsPath}, each with its number and what is wrong.`]
      : []),
  ].join('\n');
}
