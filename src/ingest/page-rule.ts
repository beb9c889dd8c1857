import { CatalogedError } from '../errors.js';
import { parsePage } from './page-dom.js';

/** The members of a rule that each select one thing on a page, in the order in which people read a page. */
export const ruleMembers = [
  'headline',
  'date',
  'body',
  'originalLink',
  'notice',
  'previous',
  'next',
  'listings',
] as const;
export type RuleMember = (typeof ruleMembers)[number];

/**
 * Where the pages of a source hold what, as CSS selectors. Of what a selector takes from a page the rule has the say;
 * where it takes nothing, or is absent, the general extractor's answer stands.
 */
export interface PageRule {
  /** The first element with a text. */
  headline?: string;
  /** Elements with a date in `datetime`, `content` or their text. */
  date?: string;
  /** All elements are joined in their order. */
  body?: string;
  /** The link to the original, or an element that holds it or spells it out. */
  originalLink?: string;
  /** The reprint notice. */
  notice?: string;
  /** The link to the article before this one, or an element that holds it. */
  previous?: string;
  next?: string;
  /** Lists of other articles: elements that hold links, or the items or links themselves. */
  listings?: string;
  /** What is taken out of a page before anything is read. */
  cut?: string[];
}

const limits = { characters: 500, cuts: 50 };
const empty = parsePage('');

/**
 * Checks the selectors of a rule.
 *
 * @returns the rule without its empty members; undefined where nothing is left of it
 * @throws CatalogedError `BAD_USER_INPUT` that names the member and shows what is wrong with its selector
 */
export function checkedRule(rule: PageRule): PageRule | undefined {
  const checked: PageRule = {};
  for (const member of ruleMembers) {
    const selector = checkedSelector(rule[member], member);
    if (selector) checked[member] = selector;
  }
  const cut = (rule.cut ?? []).flatMap((selector) => checkedSelector(selector, 'cut') ?? []);
  if (cut.length > limits.cuts)
    throw wrong('cut', `may have at most ${limits.cuts} selectors, not ${cut.length}`);
  if (cut.length > 0) checked.cut = [...new Set(cut)];
  return Object.keys(checked).length > 0 ? checked : undefined;
}

function checkedSelector(text: string | null | undefined, member: string): string | undefined {
  const selector = text?.trim();
  if (!selector) return undefined;
  if (selector.length > limits.characters)
    throw wrong(member, `may have at most ${limits.characters} characters, not ${selector.length}`);
  try {
    empty.querySelector(selector);
  } catch (cause) {
    const [first = ''] = String((cause as Error).message).split('\n');
    const reason = first.trim().replace(/ found$/, ' found its end');
    throw wrong(member, `must be a CSS selector, which "${selector}" is not: ${reason}`, cause);
  }
  return selector;
}

function wrong(member: string, expectation: string, cause?: unknown): CatalogedError {
  return new CatalogedError('BAD_USER_INPUT', `The rule's "${member}" ${expectation}`, {
    argument: member,
    cause,
  });
}
