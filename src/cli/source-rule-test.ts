import { parseFeed } from '../feeds/parse.js';
import { checkedRule } from '../ingest/page-rule.js';
import { type MemberTrial, type RuleTrial, tryRule } from '../ingest/page-rule-trial.js';
import { ruleOf } from '../ingest/source-rules.js';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';
import { loadDocument } from './ingest-documents.js';
import { requireSource } from './source-choice.js';
import { problemOf } from './source-problem.js';
import { changedRule } from './source-rule-edit.js';
import { flag, type TestOptions } from './source-rule-options.js';
import { excerpt } from './source-table.js';
import { lazyWebClient } from './source-web.js';

/** `source rules test` */
export async function testRule(slug: string, name: string, options: TestOptions): Promise<void> {
  await withDatabase(async (database, config) => {
    const source = await requireSource(database, slug);
    const rule = checkedRule(changedRule(await ruleOf(database, source.id), options)) ?? {};
    const web = lazyWebClient(config);
    try {
      const { bytes, url, contentType } = await loadDocument(name, options, web.client);
      if (parseFeed(bytes, { ...(url && { url }), ...(contentType && { contentType }) }))
        throw new CommandFailure(`${name} is a feed\n  rules are for pages: give the address of an article`);
      const { timeZone } = source;
      const trial = tryRule(bytes, rule, {
        timeZone,
        ...(url && { url }),
        ...(contentType && { contentType }),
      });
      process.stdout.write(
        options.json ? `${JSON.stringify(asJson(trial), undefined, 2)}\n` : describe(trial),
      );
      const idle = [...trial.members.filter(({ selector, isRuled }) => selector && !isRuled)];
      if (idle.length > 0)
        say(
          `The general extractor's answer stands for: ${idle.map(({ member }) => flag(member)).join(', ')}.`,
        );
    } catch (error) {
      throw new CommandFailure(problemOf(name, error), { cause: error });
    } finally {
      await web.close();
    }
  });
}

function describe({ members, cut }: RuleTrial): string {
  const cuts = cut.map(({ selector, matched }) => `cut  ${selector}  (${elements(matched)})\n`);
  return [...cuts, ...members.map(describeMember)].join('');
}

function describeMember({ member, selector, matched, isRuled, taken, general }: MemberTrial): string {
  const how = selector
    ? `${selector}  (${elements(matched)}${isRuled ? '' : ', nothing taken'})`
    : '(no selector)';
  const differs = taken === general ? '' : `  without the rule: ${shown(general)}\n`;
  return `${flag(member)}  ${how}\n  ${shown(taken)}\n${differs}`;
}

function elements(count: number): string {
  return count === 1 ? '1 element' : `${count} elements`;
}

function shown(text: string | undefined): string {
  return text === undefined ? '(nothing)' : excerpt(text);
}

function asJson({ members, cut }: RuleTrial) {
  return {
    cut,
    members: members.map(({ member, selector, matched, isRuled, taken, general }) => ({
      ...{ member, selector: selector ?? null, matched, isRuled },
      ...{ taken: taken ?? null, general: general ?? null, differs: taken !== general },
    })),
  };
}
