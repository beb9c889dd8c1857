import { type Command, InvalidArgumentError } from 'commander';
import type { RuleMember } from '../ingest/page-rule.js';
import { isWebAddress } from '../url.js';
import { flag, type RuleOptions, type TestOptions } from './source-rule-options.js';

const members: Record<RuleMember, string> = {
  headline: 'the headline: the first element with a text',
  date: 'the date, in an attribute or text',
  body: 'the text; several elements are joined in their order',
  originalLink: 'the link to the original',
  notice: 'the reprint notice',
  previous: 'the link to the article before this one',
  next: 'the link to the article after this one',
  listings: 'lists of other articles, their items or their links',
};

/** `broadsheet source rules show|set|unset|test` */
export function addSourceRulesCommand(source: Command): void {
  const rules = source
    .command('rules')
    .summary('where the pages of a source hold what')
    .description(
      "Manage the rules of sources: CSS selectors that say where its pages hold what. Where a selector finds nothing, and where there is none, the general extractor's answer stands.",
    )
    .addHelpText(
      'after',
      '\nExample:\n  broadsheet source rules test portal-example https://portal.example/news/1.html --headline "h1.title" --cut .ad',
    );
  rules
    .command('show')
    .description('Show the rule of a source.')
    .argument('<slug>')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  broadsheet source rules show portal-example')
    .action(async (slug: string, options: { json?: boolean }) => {
      const { showRule } = await import('./source-rule-edit.js');
      await showRule(slug, options);
    });
  withSelectors(rules.command('set'))
    .description('Give a source a rule, or change it. Members that are not named stay as they are.')
    .argument('<slug>')
    .option('--unset <member>', 'take a member out; may be given several times', gatherMember)
    .addHelpText(
      'after',
      '\nExample:\n  broadsheet source rules set portal-example --headline "h1.title" --cut .ad --cut ".share, .tags" --unset date',
    )
    .action(async (slug: string, options: RuleOptions, command: Command) => {
      if (Object.keys(options).length === 0)
        command.error('error: name a selector, such as --headline "h1.title", or --unset');
      const { setRule } = await import('./source-rule-edit.js');
      await setRule(slug, options);
    });
  rules
    .command('unset')
    .description('Take the rule from a source.')
    .argument('<slug>')
    .addHelpText('after', '\nExample:\n  broadsheet source rules unset portal-example')
    .action(async (slug: string) => {
      const { unsetRule } = await import('./source-rule-edit.js');
      await unsetRule(slug);
    });
  withSelectors(rules.command('test'))
    .description(
      'Show what the rule of a source, with changes that are named here, takes from a page, beside what the general extractor takes. Nothing is stored.',
    )
    .argument('<slug>')
    .argument('<document>', 'a file or an address')
    .option('--unset <member>', 'try it without a member; may be given several times', gatherMember)
    .option('--url <url>', 'where the file was read', webAddress)
    .option('--content-type <type>', "the file's HTTP Content-Type")
    .option('--json', 'as JSON, in full')
    .addHelpText(
      'after',
      '\nExample:\n  broadsheet source rules test portal-example page.html --url https://portal.example/news/1.html --body "#content"',
    )
    .action(async (slug: string, document: string, options: TestOptions) => {
      const { testRule } = await import('./source-rule-test.js');
      await testRule(slug, document, options);
    });
}

function withSelectors(command: Command): Command {
  for (const [member, meaning] of Object.entries(members))
    command.option(`--${flag(member)} <selector>`, meaning);
  return command.option(
    '--cut <selector>',
    'what is taken out first; may be given several times, and replaces all that was cut before',
    (selector: string, others: string[] = []) => [...others, selector],
  );
}

function gatherMember(name: string, others: string[] = []): string[] {
  const known = [...Object.keys(members), 'cut'];
  const member = known.find((each) => each === name || flag(each) === name);
  if (!member) throw new InvalidArgumentError(`Expected one of ${known.map(flag).join(', ')}.`);
  return [...others, member];
}

function webAddress(text: string): string {
  if (isWebAddress(text)) return text;
  throw new InvalidArgumentError('Expected an absolute http or https URL.');
}
