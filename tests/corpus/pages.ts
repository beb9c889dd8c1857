import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageReport } from '../../src/ingest/document-json.js';
import { parsePage } from '../../src/ingest/page-dom.js';
import { paragraphText } from '../../src/ingest/page-lines.js';
import { type Known, reportOf } from './document.js';
import { type Check, check, manifestEntries, type Scored } from './score.js';

type CorpusEntry = Known & {
  file: string;
  category?: string;
  expected: Record<string, unknown>;
  goldFiles?: { file: string; role: string }[];
};
type Answer = Partial<PageReport['articles'][number]> & Record<string, unknown>;
type Link = { title: string; date?: string };

/** Pages by what their origins expect of an extractor; `seed` pages are a category of their own. */
export function scorePages(folder: string): Scored[] {
  return manifestEntries<CorpusEntry>(folder).map((entry) => scorePage(folder, entry));
}

function scorePage(folder: string, entry: CorpusEntry): Scored {
  const { file, category = 'seed', expected, goldFiles = [] } = entry;
  const { report, milliseconds } = reportOf(join(folder, file), entry);
  const answer: Answer = report?.kind === 'page' ? (report.articles[0] ?? {}) : {};
  const checks = Object.entries(expected).flatMap(
    ([field, value]) => checksOf[field]?.(answer, value, entry) ?? [],
  );
  const likeness = goldFiles.map((gold) => f1(answer.contentText ?? '', goldText(folder, gold)));
  return { file, category, checks, likeness, milliseconds };
}

/** How each expectation is checked. What an origin says of its own test (`publishedAtFrom`) is none. */
const checksOf: Record<string, (answer: Answer, expected: unknown, entry: CorpusEntry) => Check[]> = {
  kind: ({ title, contentText }, expected) =>
    check('kind', expected, contentText, squeezed(contentText) !== '' || Boolean(title)),
  title: ({ title }, expected) =>
    check('title', expected, title, isName(title, expected) || isLonger(title, expected)),
  published: ({ publishedAt }, expected) =>
    check('published', expected, publishedAt, isSameDate(publishedAt, String(expected))),
  publishedAt: ({ publishedAt }, expected) => check('publishedAt', expected, publishedAt),
  lang: ({ lang }, expected) => check('lang', primary(expected), primary(lang)),
  byline: ({ byline }, expected) => check('byline', expected, byline, isName(byline, expected)),
  siteName: ({ siteName }, expected) => check('siteName', expected, siteName, isName(siteName, expected)),
  excerpt: ({ excerpt }, expected) => check('excerpt', expected, excerpt, isName(excerpt, expected)),
  readerable: ({ readerable }, expected) => check('readerable', expected, readerable),
  startsWith: ({ contentText }, expected) =>
    check('startsWith', expected, contentText, squeezed(contentText).startsWith(squeezed(expected))),
  contains: ({ contentText }, expected) =>
    strings(expected).flatMap((part) =>
      check('contains', part, contentText, squeezed(contentText).includes(squeezed(part))),
    ),
  excludes: ({ contentText }, expected) =>
    strings(expected).flatMap((part) =>
      check('excludes', part, contentText, !squeezed(contentText).includes(squeezed(part))),
    ),
  mustNotBeInBody: ({ contentText, contentHtml }, expected) =>
    strings(expected).flatMap((part) =>
      check('mustNotBeInBody', part, contentText, !`${contentText}${contentHtml}`.includes(part)),
    ),
  lead: ({ lead }, expected) => check('lead', expected, lead),
  paragraphs: ({ contentText }, expected) =>
    check('paragraphs', expected, contentText?.split(/\n+/).filter((line) => line.trim() !== '').length),
  sections: ({ sections }, expected) => checkSections(sections, expected as Section[]),
  breadcrumbs: ({ breadcrumbs }, expected) => check('breadcrumbs', expected, breadcrumbs),
  disclaimer: ({ disclaimer }, expected) => check('disclaimer', expected, disclaimer),
  source: ({ source }, expected) => check('source', expected, source),
  previous: ({ previous }, expected, { url }) => {
    const { title, href } = expected as { title: string; href: string };
    return check('previous', { title, href: new URL(href, url).href }, previous);
  },
  latest: ({ latest }, expected) => check('latest', expected, titled(latest)),
  popular: ({ popular }, expected) => check('popular', expected, titled(popular)),
};

interface Section {
  ordinal: string;
  heading: string;
  points: string[];
  startsWith: string;
  chars: number;
}

function checkSections(given: unknown, expected: Section[]): Check[] {
  const sections = Array.isArray(given) ? (given as Partial<Section & { text: string }>[]) : [];
  return expected.flatMap((due, index) => {
    const actual = sections[index];
    const met =
      actual?.heading === due.heading &&
      JSON.stringify(actual.points) === JSON.stringify(due.points) &&
      actual.text?.startsWith(due.startsWith) === true &&
      actual.text.length === due.chars;
    return check('section', due, actual, met);
  });
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);
const squeezed = (text: unknown) => String(text ?? '').replace(/\s+/g, '');
const primary = (tag: unknown) => strings(tag)[0]?.toLowerCase().split('-')[0];
const titled = (links: readonly Link[] = []) => links.map(({ title, date }) => ({ title, date }));
const letters = (text: unknown) =>
  String(text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*(?:by|par|von|por|de)\s+/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The same letters, white space and punctuation apart. */
function isName(answer: unknown, expected: unknown): boolean {
  return letters(answer) !== '' && letters(answer) === letters(expected);
}

/** Some origins leave what the site adds to every title: ours may be its beginning or end, and not much shorter. */
function isLonger(answer: unknown, expected: unknown): boolean {
  const [ours, theirs] = [letters(answer), letters(expected)];
  return ours.length * 3 > theirs.length && (theirs.startsWith(ours) || theirs.endsWith(ours));
}

/**
 * Equal moments to the minute. Where the origin states only the day, a moment that falls on it somewhere on earth (from
 * UTC-12 to UTC+14), or that day.
 */
function isSameDate(answer: string | undefined, expected: string): boolean {
  if (!answer) return false;
  const isDay = (date: string) => date.length === 10;
  if (isDay(answer)) return answer === expected.slice(0, 10);
  const at = Date.parse(answer);
  if (isDay(expected)) {
    const midnight = Date.parse(expected);
    return at >= midnight - 14 * 3_600_000 && at < midnight + 36 * 3_600_000;
  }
  const due = Date.parse(/T\d\d:\d\d(:\d\d)?$/.test(expected) ? `${expected}Z` : expected);
  return Math.abs(at - due) < 60_000;
}

/** Runs of four words or Chinese characters, as the article extraction benchmark of Zyte counts them. */
function shingles(text: string): Map<string, number> {
  const tokens =
    text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (let at = 0; at < Math.max(1, tokens.length - 3); at++) {
    const shingle = tokens.slice(at, at + 4).join(' ');
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}

function f1(answer: string, gold: string): number {
  const [a, b] = [shingles(answer), shingles(gold)];
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);
  const common = sum([...a].map(([shingle, count]) => Math.min(count, b.get(shingle) ?? 0)));
  return (2 * common) / (sum(a.values()) + sum(b.values()));
}

function goldText(folder: string, { file, role }: { file: string; role: string }): string {
  const text = readFileSync(join(folder, file), 'utf8');
  if (role === 'expected.html') return paragraphText(parsePage(text).body);
  if (role !== 'expected.md') return text;
  return text
    .replace(/^```json[\s\S]*?```/, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
