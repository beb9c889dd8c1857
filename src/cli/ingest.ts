import { type Command, InvalidArgumentError } from 'commander';
import { isWebAddress } from '../url.js';
import type { IngestOptions } from './ingest-documents.js';

/** `broadsheet ingest` */
export function addIngestCommand(program: Command): void {
  const command = program
    .command('ingest')
    .summary('take in pages and feeds from files, folders and addresses')
    .description(
      'Take in HTML pages, and RSS, Atom and JSON Feeds: their articles are published under their original addresses, and their sources made where none is known for the host. Folders are read with all folders in them. Nothing is read again by itself: for that see "broadsheet source add".',
    )
    .argument('[documents...]', 'files, folders, and http or https addresses')
    .option('--file <path>', 'a page or feed, the same as naming it')
    .option('--url <url>', 'where the file was read; references in it are resolved against this', webAddress)
    .option('--content-type <type>', 'its HTTP Content-Type, such as "text/html; charset=gbk"')
    .option('--source <slug>', 'the source of all articles, instead of the one of each host')
    .option('--links', 'also store the dated links beside the article of a page, as headline, link and date')
    .option('--discover', 'take in the feed that a page offers, where it offers one, instead of the page')
    .option('--json', 'print what is found as JSON and write nothing')
    .addHelpText(
      'after',
      '\nExit code 1 when an article was refused, a document failed, or there was nothing. With --json, several documents print one line each.\n\nExamples:\n  broadsheet ingest --file page.html --url https://portal.example/news/12345.html --links\n  broadsheet ingest archive/ extra.xml https://portal.example/news/12345.html\n  broadsheet ingest https://portal.example/ --discover\n  broadsheet ingest --file feed.xml --json',
    )
    .action(async (named: string[], { file, ...options }: IngestOptions & { file?: string }) => {
      const names = file === undefined ? named : [file, ...named];
      if (names.length === 0) command.error('error: name a file, a folder or an address');
      if ((options.url ?? options.contentType) !== undefined && (names.length > 1 || isWebAddress(names[0])))
        command.error('error: --url and --content-type are for one file');
      if (options.json) {
        const { printDocuments } = await import('./ingest-json.js');
        await printDocuments(names, options);
      } else {
        const { storeDocuments } = await import('./ingest-store.js');
        await storeDocuments(names, options);
      }
    });
}

function webAddress(text: string): string {
  if (isWebAddress(text)) return text;
  throw new InvalidArgumentError('Expected an absolute http or https URL.');
}
