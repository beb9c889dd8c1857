import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelToName } from '@exodus/bytes/encoding.js';
import { parseSourceDate, type SourceDate } from '../../src/feeds/date.js';
import type { Feed } from '../../src/feeds/entry.js';
import { parseFeed } from '../../src/feeds/parse.js';
import { oneLine, plainText } from '../../src/feeds/text.js';

/**
 * Measures the feed reader against documents that others wrote: expectations met of those stated, per category.
 * Run it compiled, with `--failures` to list each that is not met. `CORPUS_DIR` names the corpus.
 */

type Expected = Partial<
  Record<'title' | 'link' | 'description' | 'language' | 'author' | 'updated', string>
> & {
  kind?: string;
  encoding?: string;
  entryCount?: number;
  firstEntry?: Partial<Record<EntryField, string>>;
};
type EntryField = 'title' | 'link' | 'id' | 'author' | 'published' | 'updated' | 'summary' | 'content';
type CorpusEntry = {
  file: string;
  category: string;
  expected: Expected;
  contentType?: string;
  url?: string;
  table?: boolean;
};
type DateRow = { input: string; expected: string | null };
type Check = { name: string; expected: unknown; actual: unknown; met: boolean };

/** Python's and IANA's names for what the Encoding Standard knows as something else. */
const encodingNames: Record<string, string> = {
  ...{ cp932: 'shift_jis', cp949: 'euc-kr', maccyrillic: 'x-mac-cyrillic', ascii: 'utf-8', gb18030: 'gbk' },
};

function check(name: string, expected: unknown, actual: unknown, met = expected === actual): Check[] {
  return expected === undefined ? [] : [{ name, expected, actual, met }];
}

/** Titles are plain text with us, and HTML in some origins. */
function checkText(name: string, expected: string | undefined, actual = ''): Check[] {
  const met = expected !== undefined && [oneLine(expected), plainText(expected)].includes(actual);
  return check(name, expected, actual, met);
}

/** Tags are compared without case (RFC 5646 section 2.1.1). */
function checkLanguage(expected: string | undefined, actual: string | undefined): Check[] {
  return check('language', expected, actual, expected?.toLowerCase() === actual?.toLowerCase());
}

/**
 * The same words and, of the links and media, at least those expected: the origins sanitise, the reader does not.
 * What is only summary or only content counts as either, as some origins have it.
 */
function checkHtml(name: string, expected: string | undefined, actual = ''): Check[] {
  if (expected === undefined) return [];
  const urls = [...expected.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  );
  const markup = actual.replaceAll('&amp;', '&');
  const words = plainText(actual);
  const met =
    [plainText(expected), oneLine(expected)].includes(words) && urls.every((url) => markup.includes(url));
  return check(name, expected, actual, met);
}

function checkDate(name: string, expected: string | undefined, actual: SourceDate | undefined): Check[] {
  const met = expected !== undefined && Math.floor(Date.parse(expected) / 1000) * 1000 === actual?.at;
  return check(name, expected, actual && new Date(actual.at).toISOString(), met);
}

function checkAuthor(name: string, expected: string | undefined, actual: string[] = []): Check[] {
  return check(name, expected, actual, actual[0] !== undefined && expected?.includes(actual[0]));
}

function encodingName(label: string | undefined): string | undefined {
  const name = (labelToName(label ?? '') ?? label)?.toLowerCase();
  return encodingNames[name ?? ''] ?? name;
}

function checkFeed(expected: Expected, feed: Feed | undefined): Check[] {
  const first = expected.firstEntry ?? {};
  const entry = feed?.entries[0];
  return [
    ...check('kind', expected.kind, feed ? 'feed' : undefined),
    ...check('encoding', encodingName(expected.encoding), encodingName(feed?.encoding)),
    ...check('entryCount', expected.entryCount, feed?.entries.length),
    ...checkText('title', expected.title, feed?.title),
    ...check('link', expected.link, feed?.homepageUrl),
    ...checkHtml('description', expected.description, feed?.descriptionHtml),
    ...checkLanguage(expected.language, feed?.language),
    ...checkAuthor('author', expected.author, feed?.authors),
    ...checkDate('updated', expected.updated, feed?.updated),
    ...checkText('firstEntry.title', first.title, entry?.title),
    ...check('firstEntry.link', first.link, entry?.url),
    ...check('firstEntry.id', first.id, entry?.id),
    ...checkAuthor('firstEntry.author', first.author, entry?.authors),
    ...checkDate('firstEntry.published', first.published, entry?.published),
    ...checkDate('firstEntry.updated', first.updated, entry?.updated),
    ...checkHtml('firstEntry.summary', first.summary, entry?.summaryHtml ?? entry?.contentHtml),
    ...checkHtml('firstEntry.content', first.content, entry?.contentHtml ?? entry?.summaryHtml),
  ];
}

function checkTable(rows: DateRow[]): Check[] {
  return rows.flatMap(({ input, expected }) => {
    const actual = parseSourceDate(input);
    if (expected === null) return check(input, expected, actual ?? null);
    return checkDate(input, expected.replace(/^(\d\d)-/, '00$1-'), actual);
  });
}

function checkEntry(folder: string, entry: CorpusEntry): Check[] {
  const bytes = readFileSync(join(folder, entry.file));
  if (entry.table) return checkTable(JSON.parse(bytes.toString()) as DateRow[]);
  try {
    return checkFeed(entry.expected, parseFeed(bytes, { contentType: entry.contentType, url: entry.url }));
  } catch (error) {
    return checkFeed(entry.expected, undefined).concat(check('error', 'none', String(error)));
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function main(): void {
  const folder = join(process.env.CORPUS_DIR ?? '../shared/corpus', 'feeds');
  if (!existsSync(join(folder, 'manifest.json'))) {
    print(`No corpus at ${folder}: nothing measured.`);
    return;
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    entries: CorpusEntry[];
  };
  const scores = new Map<string, { met: number; total: number }>();
  for (const entry of manifest.entries) {
    const checks = checkEntry(folder, entry);
    for (const category of [entry.category, 'all']) {
      const score = scores.get(category) ?? { met: 0, total: 0 };
      score.met += checks.filter(({ met }) => met).length;
      score.total += checks.length;
      scores.set(category, score);
    }
    if (!process.argv.includes('--failures')) continue;
    for (const { name, expected, actual, met } of checks) {
      if (!met)
        print(
          `${entry.file} ${name}\n  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`,
        );
    }
  }
  for (const [category, { met, total }] of scores) {
    print(`${category.padEnd(16)} ${met}/${total} ${((met / total) * 100).toFixed(1)}%`);
  }
}

main();
