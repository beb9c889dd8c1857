import { parseSourceDate } from '../feeds/date.js';
import { dateInUrl } from './page-date-text.js';
import { type PageDocument, type PageElement, shownText } from './page-dom.js';
import type { PageFacts, PageFactsOptions } from './page-facts.js';
import { type PageLine, pageLines } from './page-lines.js';
import { takedownDays } from './page-notice.js';
import type { PageRule, RuleMember } from './page-rule.js';
import { listingsIn } from './page-rule-listings.js';
import { addressIn, dateIn, neighbourIn, textIn } from './page-rule-reading.js';
import { selected } from './page-rule-selection.js';

/** What a rule can say of a page besides its text. */
export type RuledFacts = Partial<
  Pick<
    PageFacts,
    'headline' | 'published' | 'originalUrl' | 'notice' | 'takedownDays' | 'previous' | 'next' | 'listings'
  >
>;

/** Letters that may stand beside what is taken from a line, as a label does, for all of the line to be no part of the text. */
const labelLength = 30;

/** To take a line out costs a look at all that stands around it. */
const mostLines = 300;

/**
 * Puts what a page's rule takes in place of what was found without it. What the rule takes from lines of their own is
 * no part of the text.
 */
export function withRule(
  document: PageDocument,
  facts: PageFacts,
  { rule, ...options }: PageFactsOptions & { rule?: PageRule },
): PageFacts {
  if (!rule) return facts;
  const ruled = factsByRule(document, rule, { ...options, base: facts.base, language: facts.language });
  const isOverruled = ({ text }: PageLine) =>
    ruled.notice !== undefined && facts.notice?.split('\n').includes(text);
  return {
    ...facts,
    ...ruled,
    surplus: [...facts.surplus.filter((line) => !isOverruled(line)), ...linesTaken(document, rule)],
  };
}

/** The facts that a rule takes from a page: only those that its selectors yield. */
export function factsByRule(
  document: PageDocument,
  rule: PageRule,
  options: PageFactsOptions & { base?: string; language?: string },
): RuledFacts {
  const elements = (member: RuleMember) => selected(document, rule[member]);
  const originalUrl = addressIn(elements('originalLink'), options);
  const notice = noticeIn(elements('notice'));
  const listings = listingsIn(document, elements('listings'), options);
  return present({
    headline: textIn(elements('headline')),
    published: dateIn(elements('date'), options) ?? dateOfOriginal(originalUrl, options),
    originalUrl,
    notice,
    takedownDays: notice === undefined ? undefined : takedownDays(notice),
    previous: neighbourIn(elements('previous'), options),
    next: neighbourIn(elements('next'), options),
    listings: listings.length > 0 ? listings : undefined,
  });
}

/** A republished article bears the date of its original where that one's address states it. */
function dateOfOriginal(originalUrl: string | undefined, options: PageFactsOptions): PageFacts['published'] {
  const text = dateInUrl(originalUrl);
  return text ? parseSourceDate(text, options) : undefined;
}

function noticeIn(elements: readonly PageElement[]): string | undefined {
  const lines = elements.flatMap((element) => pageLines(element).map(({ text }) => text));
  return lines.join('\n') || undefined;
}

/** The lines of a page that consist of what the rule takes, but for a label. */
function linesTaken(document: PageDocument, rule: PageRule): PageLine[] {
  const members = ['headline', 'date', 'originalLink', 'notice', 'previous', 'next', 'listings'] as const;
  const taken = members.flatMap((member) => selected(document, rule[member]));
  const nodes = new Set(taken.flatMap((element) => pageLines(element).flatMap((line) => line.nodes)));
  if (nodes.size === 0) return [];
  const isTaken = (line: PageLine) => {
    const beside = line.nodes.filter((node) => !nodes.has(node));
    const length = beside.reduce((sum, node) => sum + shownText(node).length, 0);
    return beside.length < line.nodes.length && length <= labelLength;
  };
  return pageLines(document.body).filter(isTaken).slice(0, mostLines);
}

function present<Facts extends object>(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts;
}
