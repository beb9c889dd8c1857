import { type PageRule, ruleMembers } from '../ingest/page-rule.js';
import { ruleOf, saveRule } from '../ingest/source-rules.js';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';
import { requireSource } from './source-choice.js';
import { flag, type RuleOptions } from './source-rule-options.js';
import { table } from './source-table.js';

/** `source rules show` */
export async function showRule(slug: string, { json }: { json?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const { id } = await requireSource(database, slug);
    const rule = await ruleOf(database, id);
    if (json) process.stdout.write(`${JSON.stringify(rule ?? null, undefined, 2)}\n`);
    else if (rule) process.stdout.write(describe(rule));
    else say(`${slug} has no rule: its pages are read by the general extractor.`);
  });
}

/** `source rules set` */
export async function setRule(slug: string, options: RuleOptions): Promise<void> {
  await withDatabase(async (database) => {
    const { id } = await requireSource(database, slug);
    const rule = await database.transaction(async (tx) => {
      const changed = changedRule(await ruleOf(tx, id), options);
      await saveRule(tx, id, changed, Date.now());
      return ruleOf(tx, id);
    });
    process.stdout.write(rule ? describe(rule) : `${slug} has no rule now\n`);
  });
}

/** `source rules unset` */
export async function unsetRule(slug: string): Promise<void> {
  await withDatabase(async (database) => {
    const { id } = await requireSource(database, slug);
    if (!(await ruleOf(database, id))) throw new CommandFailure(`${slug} has no rule`);
    await database.transaction((tx) => saveRule(tx, id, null, Date.now()));
    process.stdout.write(`${slug} has no rule now\n`);
  });
}

/** A rule with the members that options name, and without those that they take out. */
export function changedRule(rule: PageRule | undefined, options: RuleOptions): PageRule {
  const changed: PageRule = { ...rule };
  for (const member of ruleMembers) changed[member] = options[member] ?? changed[member];
  if (options.cut) changed.cut = options.cut;
  for (const member of options.unset ?? []) delete changed[member];
  return changed;
}

function describe(rule: PageRule): string {
  const selectors = ruleMembers.map((member) => [flag(member), rule[member] ?? '']);
  const cuts = (rule.cut ?? []).map((selector) => ['cut', selector]);
  return table(
    ['MEMBER', 'SELECTOR'],
    [...selectors, ...cuts].filter(([, selector]) => selector),
  );
}
