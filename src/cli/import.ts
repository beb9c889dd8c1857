import type { Command } from 'commander';
import { withDatabase } from './database.js';
import { say } from './failure.js';

/** `broadsheet import` */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .summary('import a corpus')
    .description(
      'Import a corpus: NDJSON as docs/corpus-format.md describes it. What is there already and has not changed is left alone. An import that was interrupted goes on where it was when it is started again.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .option('--rejects <path>', 'where lines that cannot be imported go (default: FILE.rejects.ndjson)')
    .addHelpText(
      'after',
      '\nExit code 1 when a line was rejected.\n\nExamples:\n  broadsheet import examples/demo-corpus.ndjson\n  zcat corpus.ndjson.gz | broadsheet import - --rejects bad.ndjson',
    )
    .action((file: string, { rejects }: { rejects?: string }) =>
      withDatabase(async (database) => {
        const rejectsPath = rejects ?? (file === '-' ? 'import.rejects.ndjson' : `${file}.rejects.ndjson`);
        const { describeImport, importFile } = await import('./import-file.js');
        const started = Date.now();
        const summary = await importFile(database, file, rejectsPath);
        say(describeImport(summary, (Date.now() - started) / 1_000, rejectsPath));
        if (summary.rejected > 0) process.exitCode = 1;
      }),
    );
}
