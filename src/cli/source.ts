import { type Command, InvalidArgumentError } from 'commander';
import { isWebAddress } from '../url.js';
import type { AddOptions } from './source-add.js';
import { addSourceRulesCommand } from './source-rules.js';

/** `broadsheet source add|list|show|pause|resume|remove|refresh|rules` */
export function addSourceCommand(program: Command): void {
  const source = program
    .command('source')
    .summary('add, list, read, pause and remove sources')
    .description(
      'Manage the sources whose feeds are read. "broadsheet serve" reads each at its own rhythm; "refresh" reads one now.',
    )
    .addHelpText('after', '\nExample:\n  broadsheet source add https://portal.example/');
  addAdd(source);
  addList(source);
  addPolling(source);
  addSourceRulesCommand(source);
}

function addAdd(source: Command): void {
  source
    .command('add')
    .description(
      'Add a publisher by the address of its feed or of a page that offers one. Name, language and time zone are guessed and shown with the first entries before anything is written.',
    )
    .argument('<url>', 'a feed or a page', webAddress)
    .option('--name <name>', 'as articles are credited')
    .option('--slug <slug>', 'unique and permanent, for addresses')
    .option('--language <tag>', 'BCP 47, such as zh-CN', language)
    .option('--time-zone <zone>', 'IANA, such as Asia/Shanghai, for dates without zone', timeZone)
    .option('--listings <selector>', 'for a page without feed: CSS selector of the links to its articles')
    .option('--yes', 'do not ask')
    .option('--no-refresh', 'do not read it at once')
    .option('--json', 'print as JSON what was found and what was done')
    .addHelpText(
      'after',
      '\nExamples:\n  broadsheet source add https://portal.example/\n  broadsheet source add https://portal.example/feed.xml --name "The Portal" --yes\n  broadsheet source add https://gov.example/news/ --listings "ul.news li" --time-zone Asia/Shanghai',
    )
    .action(async (url: string, options: AddOptions) => {
      const { addSource } = await import('./source-add.js');
      await addSource(url, options);
    });
}

function addList(source: Command): void {
  source
    .command('list')
    .description('List all sources: state, last success, failures, and when and why each is read next.')
    .option('--failing', 'only those whose last run failed')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  broadsheet source list --failing')
    .action(async (options: { failing?: boolean; json?: boolean }) => {
      const { listAllSources } = await import('./source-list.js');
      await listAllSources(options);
    });
  source
    .command('show')
    .description(
      'Show all that is known of a source: its state, its last runs, and what was rejected and why.',
    )
    .argument('<slug>')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  broadsheet source show portal-example')
    .action(async (slug: string, options: { json?: boolean }) => {
      const { showSource } = await import('./source-show.js');
      await showSource(slug, options);
    });
}

function addPolling(source: Command): void {
  source
    .command('pause')
    .description('Halt the reading of sources. What goes on is finished; "refresh" still reads them.')
    .argument('[slugs...]')
    .option('--all', 'all sources that are read')
    .addHelpText('after', '\nExample:\n  broadsheet source pause portal-example')
    .action(async (slugs: string[], options: { all?: boolean }, command: Command) => {
      requireChoice(slugs, options, command);
      const { pauseSources } = await import('./source-polling.js');
      await pauseSources(slugs, options);
    });
  source
    .command('resume')
    .description('Let sources be read again, or for the first time.')
    .argument('[slugs...]')
    .option('--all', 'all sources that are halted')
    .addHelpText('after', '\nExample:\n  broadsheet source resume --all')
    .action(async (slugs: string[], options: { all?: boolean }, command: Command) => {
      requireChoice(slugs, options, command);
      const { resumeSources } = await import('./source-polling.js');
      await resumeSources(slugs, options);
    });
  source
    .command('remove')
    .description(
      'Remove a source. One that has articles stays, since they are credited to it: only its reading ends.',
    )
    .argument('<slug>')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  broadsheet source remove portal-example')
    .action(async (slug: string, options: { yes?: boolean }) => {
      const { removeSource } = await import('./source-polling.js');
      await removeSource(slug, options);
    });
  source
    .command('refresh')
    .description('Read sources now, whatever their schedule, and say what came of it.')
    .argument('[slugs...]')
    .option('--all', 'all sources that are read')
    .option('--failing', 'those whose last run failed')
    .option('--json', 'one line of JSON for each source')
    .addHelpText(
      'after',
      '\nExit code 1 when a source failed.\n\nExample:\n  broadsheet source refresh portal-example',
    )
    .action(async (slugs: string[], options: Choice & { json?: boolean }, command: Command) => {
      requireChoice(slugs, options, command);
      const { refreshSources } = await import('./source-refresh.js');
      await refreshSources(slugs, options);
    });
}

interface Choice {
  all?: boolean;
  failing?: boolean;
}

function requireChoice(slugs: readonly string[], { all, failing }: Choice, command: Command): void {
  if (slugs.length === 0 && !all && !failing)
    command.error('error: name sources by their slugs, or choose them with an option');
}

function webAddress(text: string): string {
  const address = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(text) ? `https://${text}` : text;
  if (isWebAddress(address)) return address;
  throw new InvalidArgumentError('Expected an absolute http or https URL.');
}

function language(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new InvalidArgumentError('Expected a BCP 47 language tag such as zh-CN.');
  }
}

function timeZone(name: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    throw new InvalidArgumentError('Expected an IANA time zone such as Asia/Shanghai.');
  }
}
