import { type Command, InvalidArgumentError } from 'commander';
import { isWebAddress } from '../url.js';
import type { IngestOptions } from './ingest-file.js';

/** `broadsheet ingest` */
export function addIngestCommand(program: Command): void {
  program
    .command('ingest')
    .summary('take in a page or feed from a file')
    .description(
      'Take in an HTML page, or an RSS, Atom or JSON Feed file: its articles are published under their original addresses, and their sources made where none is known for the host.',
    )
    .requiredOption('--file <path>', 'the page or feed')
    .option('--url <url>', 'where it was read; references in it are resolved against this', webAddress)
    .option('--content-type <type>', 'its HTTP Content-Type, such as "text/html; charset=gbk"')
    .option('--source <slug>', 'the source of all its articles, instead of the one of each host')
    .option('--links', 'also store the dated links beside the article of a page, as headline, link and date')
    .option('--json', 'print what is found as JSON and write nothing')
    .addHelpText(
      'after',
      '\nExit code 1 when an article was refused, or there was none.\n\nExamples:\n  broadsheet ingest --file page.html --url https://portal.example/news/12345.html --links\n  broadsheet ingest --file feed.xml --json',
    )
    .action(async (options: IngestOptions) => {
      const { printDocument, storeDocument } = await import('./ingest-file.js');
      await (options.json ? printDocument(options) : storeDocument(options));
    });
}

function webAddress(text: string): string {
  if (isWebAddress(text)) return text;
  throw new InvalidArgumentError('Expected an absolute http or https URL.');
}
