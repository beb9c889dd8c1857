/**
 * Measures page extraction over the documents of a corpus folder: what share of each category's expectations
 * is met, and the F1 of the main text against hand-made ones. After a build:
 *
 *     node dist/tests/corpus/pages.js [--failures] [part of a file name]
 *
 * `CORPUS_DIR` names the folder; by default `../shared/corpus`. Prints a message and succeeds without one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractPage, type PageOptions } from '../../src/ingest/page.js';
import { parsePage } from '../../src/ingest/page-dom.js';
import { pageJson } from '../../src/ingest/page-json.js';
import { paragraphText } from '../../src/ingest/page-lines.js';

type Entry = {
  file: string;
  category?: string;
  url?: string;
  contentType?: string;
  expected: Record<string, unknown>;
  goldFiles?: { file: string; role: string }[];
};
type Answer = Partial<ReturnType<typeof pageJson>>;
type Tally = { met: number; total: number; scores: number[] };

const corpus = process.env.CORPUS_DIR ?? '../shared/corpus';
const showsFailures = process.argv.includes('--failures');
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);
const squeezed = (text: unknown) => String(text ?? '').replace(/\s+/g, '');
const letters = (text: unknown) =>
  String(text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Titles and names vary by what the site adds to them, so that one may contain the other. */
function areAlike(answer: unknown, expected: unknown): boolean {
  const [a, b] = [letters(answer), letters(expected)];
  return a === b || (a.length > 0 && b.length > 0 && (a.includes(b) || b.includes(a)));
}

/** Equal moments, or where one side states only the day, that day somewhere on earth. */
function isSameDate(answer: unknown, expected: unknown): boolean {
  if (!answer) return false;
  const [a, b] = [String(answer), String(expected)];
  const isDay = (text: string) => text.length === 10;
  if (isDay(a) && isDay(b)) return a === b;
  const [at, due] = [Date.parse(a), Date.parse(/T\d\d:\d\d(:\d\d)?$/.test(b) ? `${b}Z` : b)];
  if (!isDay(a) && !isDay(b)) return Math.abs(at - due) < 60_000;
  const after = isDay(a) ? due - at : at - due;
  return after >= -14 * 3_600_000 && after < 36 * 3_600_000;
}

const checks: Record<string, (answer: Answer, expected: unknown) => boolean[]> = {
  kind: (answer) => [squeezed(answer.contentText).length > 0],
  title: (answer, expected) => [areAlike(answer.title, expected)],
  published: (answer, expected) => [isSameDate(answer.publishedAt, expected)],
  publishedAt: (answer, expected) => [answer.publishedAt === expected],
  lang: (answer, expected) => [
    answer.lang?.toLowerCase().split('-')[0] === strings(expected)[0]?.toLowerCase().split('-')[0],
  ],
  byline: (answer, expected) => [areAlike(answer.byline, expected)],
  siteName: (answer, expected) => [areAlike(answer.siteName, expected)],
  excerpt: (answer, expected) => [areAlike(answer.excerpt, expected)],
  readerable: (answer, expected) => [answer.readerable === expected],
  startsWith: (answer, expected) => [squeezed(answer.contentText).startsWith(squeezed(expected))],
  contains: (answer, expected) =>
    strings(expected).map((part) => squeezed(answer.contentText).includes(squeezed(part))),
  excludes: (answer, expected) =>
    strings(expected).map((part) => !squeezed(answer.contentText).includes(squeezed(part))),
  mustNotBeInBody: (answer, expected) => strings(expected).map((part) => !answer.contentText?.includes(part)),
  lead: (answer, expected) => [answer.lead === expected],
  paragraphs: (answer, expected) => [answer.contentText?.split('\n\n').length === expected],
  breadcrumbs: (answer, expected) => [JSON.stringify(answer.breadcrumbs) === JSON.stringify(expected)],
  disclaimer: (answer, expected) => [answer.disclaimer === expected],
  source: (answer, expected) => [JSON.stringify(answer.source) === JSON.stringify(expected)],
  latest: (answer, expected) => [JSON.stringify(titled(answer.latest)) === JSON.stringify(expected)],
  popular: (answer, expected) => [JSON.stringify(titled(answer.popular)) === JSON.stringify(expected)],
};

function titled(links: Answer['latest']) {
  return links?.map(({ title, date }) => ({ title, date }));
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

function goldText(file: string, role: string): string {
  const text = readFileSync(join(corpus, 'pages', file), 'utf8');
  if (role === 'expected.html') return paragraphText(parsePage(text).body);
  if (role !== 'expected.md') return text;
  return text
    .replace(/^```json[\s\S]*?```/, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

function extract(path: string, { url, contentType }: PageOptions): Answer {
  const page = extractPage(readFileSync(path), { url, contentType });
  return page ? pageJson(page, url) : {};
}

function measure(folder: string, entries: Entry[], tallies: Map<string, Tally>): void {
  for (const entry of entries.filter(({ file }) => file.includes(wanted))) {
    const answer = extract(join(corpus, folder, entry.file), entry);
    const category = entry.category ?? folder;
    const count = (name: string, met: boolean) => {
      const tally = tallies.get(name) ?? { met: 0, total: 0, scores: [] };
      tallies.set(name, { ...tally, met: tally.met + Number(met), total: tally.total + 1 });
    };
    for (const [field, expected] of Object.entries(entry.expected)) {
      for (const met of checks[field]?.(answer, expected) ?? []) {
        count(category, met);
        count(`  ${field}`, met);
        if (!met && showsFailures) report(entry, field, expected, answer);
      }
    }
    for (const gold of entry.goldFiles ?? []) {
      const score = f1(answer.contentText ?? '', goldText(gold.file, gold.role));
      tallies.get(category)?.scores.push(score);
      if (score < 0.8 && showsFailures) print(`${entry.file}: F1 ${score.toFixed(3)} ${gold.role}`);
    }
  }
}

function report(entry: Entry, field: string, expected: unknown, answer: Answer): void {
  const fields: Record<string, unknown> = { ...answer, published: answer.publishedAt };
  const given = fields[field] ?? answer.contentText;
  print(
    `${entry.file}: ${field}: ${JSON.stringify(expected)?.slice(0, 200)} but ${JSON.stringify(given)?.slice(0, 200)}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function manifest(folder: string): Entry[] {
  return JSON.parse(readFileSync(join(corpus, folder, 'manifest.json'), 'utf8')).entries;
}

if (existsSync(join(corpus, 'pages', 'manifest.json'))) {
  const tallies = new Map<string, Tally>();
  measure('pages', manifest('pages'), tallies);
  measure('seed', manifest('seed'), tallies);
  for (const [name, { met, total, scores }] of [...tallies].sort()) {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    print(
      `${name.padEnd(20)} ${met}/${total}${scores.length > 0 ? `  F1 ${mean.toFixed(3)} of ${scores.length}` : ''}`,
    );
  }
} else {
  print(`No corpus at ${corpus}: nothing to measure. Set CORPUS_DIR.`);
}
