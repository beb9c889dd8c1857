import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { withDatabase } from './database.js';
import { say } from './failure.js';
import { progressBar } from './progress.js';

/** `broadsheet export` */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .summary('export everything as a corpus')
    .description(
      'Export sources, categories and articles, withdrawn ones too, as a corpus: NDJSON as docs/corpus-format.md describes it. Ids are permanent, so "broadsheet import" makes the same library of it anywhere.',
    )
    .argument('[file]', 'the file, or - for standard output', '-')
    .addHelpText(
      'after',
      '\nA file appears under its name when it is whole.\n\nExamples:\n  broadsheet export library.ndjson\n  broadsheet export | gzip > library.ndjson.gz',
    )
    .action((file: string) =>
      withDatabase(async (database) => {
        const { countCorpus, exportCorpus } = await import('../corpus/export.js');
        const { articles, sources, categories } = await countCorpus(database);
        const bar = progressBar(articles);
        const chunks = exportCorpus(database, (count) => bar.update(count, `${count} articles`));
        if (file === '-') await pipeline(chunks, process.stdout, { end: false });
        else {
          await pipeline(chunks, createWriteStream(`${file}.part`));
          await rename(`${file}.part`, file);
        }
        bar.stop();
        say(`${articles} articles, ${sources} sources and ${categories} categories exported`);
      }),
    );
}
