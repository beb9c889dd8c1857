import { formatSourceDate } from '../feeds/date.js';
import { decodeText } from '../feeds/decode.js';
import { type ExtractedPage, extractPage, type PageOptions } from './page.js';
import { parsePage, shownText } from './page-dom.js';
import { baseUrl } from './page-metadata.js';
import { type PageRule, type RuleMember, ruleMembers } from './page-rule.js';
import { factsByRule } from './page-rule-facts.js';
import { cutByRule, selected } from './page-rule-selection.js';

/** What one member of a rule does to a page. */
export interface MemberTrial {
  member: RuleMember;
  /** Absent where the rule has none. */
  selector?: string;
  /** Elements that match the selector. */
  matched: number;
  /** Whether the rule has the say: where not, the general extractor's answer stands. */
  isRuled: boolean;
  /** As it would be stored, as text; absent where there is nothing. */
  taken?: string;
  /** The same without the rule. */
  general?: string;
}

/** What a rule does to a page. */
export interface RuleTrial {
  members: MemberTrial[];
  /** What was cut first. */
  cut: { selector: string; matched: number }[];
}

/** Reads a page with a rule and without it, and shows both beside each other. Nothing is stored. */
export function tryRule(bytes: Uint8Array, rule: PageRule, options: Omit<PageOptions, 'rule'>): RuleTrial {
  const { text } = decodeText(bytes, { contentType: options.contentType, kind: 'html' });
  const document = parsePage(text);
  const cut = (rule.cut ?? []).map((selector) => ({
    selector,
    matched: cutByRule(document, { cut: [selector] }),
  }));
  const withIt = extractPage(bytes, { ...options, rule });
  const without = extractPage(bytes, options);
  const base = baseUrl(document, options.url);
  const facts = factsByRule(document, rule, { ...options, base, language: withIt?.language });
  const rules: Record<RuleMember, unknown> = {
    ...facts,
    headline: facts.headline,
    date: facts.published,
    originalLink: facts.originalUrl,
    notice: facts.notice,
    previous: facts.previous,
    next: facts.next,
    listings: facts.listings,
    body: selected(document, rule.body).some((element) => shownText(element) || element.querySelector('img')),
  };
  const members = ruleMembers.map((member) => ({
    member,
    selector: rule[member],
    matched: selected(document, rule[member]).length,
    isRuled: rule[member] !== undefined && Boolean(rules[member]),
    taken: shown(withIt, member),
    general: shown(without, member),
  }));
  return { members, cut };
}

function shown(page: ExtractedPage | undefined, member: RuleMember): string | undefined {
  if (!page) return undefined;
  const { previous, next, published } = page;
  const texts: Record<RuleMember, string | undefined> = {
    headline: page.headline,
    date: published && formatSourceDate(published),
    body: page.contentText,
    originalLink: page.originalUrl,
    notice: page.notice,
    previous: previous && `${previous.title} ${previous.url}`,
    next: next && `${next.title} ${next.url}`,
    listings: page.listings
      .map(({ heading, links }) => `${heading || '(no heading)'}: ${links.length} links, ${links[0]?.title}`)
      .join('; '),
  };
  return texts[member] || undefined;
}
