import type { Command } from 'commander';

/** `broadsheet opml import|export` */
export function addOpmlCommand(program: Command): void {
  const opml = program
    .command('opml')
    .summary('take over subscription lists, and hand them on')
    .description('Import the feeds of a subscription list (OPML) as sources, or export the sources as one.')
    .addHelpText('after', '\nExample:\n  broadsheet opml import subscriptions.opml');
  opml
    .command('import')
    .description(
      'Add a source for each feed of a list that none reads yet. Nothing is fetched meanwhile: "broadsheet serve" reads them, or "broadsheet source refresh --all".',
    )
    .argument('<list>', 'a file, an address, or - for standard input')
    .option('--dry-run', 'say what would be done and write nothing')
    .addHelpText(
      'after',
      '\nExit code 1 when a feed was refused.\n\nExamples:\n  broadsheet opml import subscriptions.opml --dry-run\n  curl -s https://reader.example/export.opml | broadsheet opml import -',
    )
    .action(async (list: string, options: { dryRun?: boolean }) => {
      const { importOpml } = await import('./opml-import.js');
      await importOpml(list, options);
    });
  opml
    .command('export')
    .description('Write all sources that have a feed as OPML 2.0.')
    .argument('[file]', 'where to; standard output where absent')
    .addHelpText('after', '\nExample:\n  broadsheet opml export sources.opml')
    .action(async (file: string | undefined) => {
      const { exportOpml } = await import('./opml-export.js');
      await exportOpml(file);
    });
}
