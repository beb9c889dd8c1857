import type { PageRule, RuleMember } from '../ingest/page-rule.js';

/** Options that name the selectors of a rule. */
export type RuleOptions = Omit<PageRule, 'cut'> & {
  cut?: string[];
  unset?: (RuleMember | 'cut')[];
  json?: boolean;
};

/** What `source rules test` further knows of its document. */
export type TestOptions = RuleOptions & { url?: string; contentType?: string };

/** `originalLink` as `original-link`. */
export function flag(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
