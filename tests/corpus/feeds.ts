import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelToName } from '@exodus/bytes/encoding.js';
import { parseSourceDate } from '../../src/feeds/date.js';
import type { FeedReport } from '../../src/feeds/report.js';
import { oneLine, plainText } from '../../src/feeds/text.js';
import { type Known, reportOf } from './document.js';
import { type Check, check, manifestEntries, type Scored } from './score.js';

type Expected = Partial<
  Record<'title' | 'link' | 'description' | 'language' | 'author' | 'updated', string>
> & {
  kind?: string;
  encoding?: string;
  entryCount?: number;
  firstEntry?: Partial<Record<EntryField, string>>;
};
type EntryField = 'title' | 'link' | 'id' | 'author' | 'published' | 'updated' | 'summary' | 'content';
type CorpusEntry = Known & { file: string; category: string; expected: Expected; table?: boolean };
type DateRow = { input: string; expected: string | null };

/** The feeds of the corpus by what their origins expect of a reader. */
export function scoreFeeds(folder: string): Scored[] {
  return manifestEntries<CorpusEntry>(folder).map((entry) =>
    entry.table ? scoreTable(folder, entry) : scoreFeed(folder, entry),
  );
}

function scoreFeed(folder: string, entry: CorpusEntry): Scored {
  const { file, category, expected } = entry;
  const { report, milliseconds } = reportOf(join(folder, file), entry);
  const checks = checkFeed(expected, report?.kind === 'feed' ? report : undefined);
  return { file, category, checks, milliseconds };
}

function checkFeed(expected: Expected, report: FeedReport | undefined): Check[] {
  const first = expected.firstEntry ?? {};
  const feed = report?.feed;
  const entry = report?.articles[0];
  return [
    ...check('kind', expected.kind, report?.kind),
    ...check('encoding', encodingName(expected.encoding), encodingName(feed?.encoding)),
    ...check('entryCount', expected.entryCount, report?.articles.length),
    ...checkText('title', expected.title, feed?.title),
    ...check('link', expected.link, feed?.link),
    ...checkHtml('description', expected.description, feed?.description),
    ...checkLanguage(expected.language, feed?.language),
    ...checkAuthor('author', expected.author, feed?.author),
    ...checkDate('updated', expected.updated, feed?.updated),
    ...checkText('firstEntry.title', first.title, entry?.title),
    ...check('firstEntry.link', first.link?.trim(), entry?.url),
    ...check('firstEntry.id', first.id, entry?.id),
    ...checkAuthor('firstEntry.author', first.author, entry?.author),
    ...checkDate('firstEntry.published', first.published, entry?.publishedAt),
    ...checkDate('firstEntry.updated', first.updated, entry?.updated),
    ...checkHtml('firstEntry.summary', first.summary, entry?.summary),
    ...checkHtml('firstEntry.content', first.content, entry?.contentHtml),
  ];
}

/** Titles are plain text with us, and HTML in some origins. */
function checkText(name: string, expected: string | undefined, actual = ''): Check[] {
  return check(name, expected, actual, [oneLine(expected ?? ''), plainText(expected ?? '')].includes(actual));
}

/** Tags are compared without case (RFC 5646 section 2.1.1). */
function checkLanguage(expected: string | undefined, actual: string | undefined): Check[] {
  return check('language', expected, actual, expected?.toLowerCase() === actual?.toLowerCase());
}

/** The same words and, of the absolute links and media, all: the rest of the markup is cleaned by other rules than the origins'. */
function checkHtml(name: string, expected: string | undefined, actual = ''): Check[] {
  if (expected === undefined) return [];
  const urls = [...expected.matchAll(/\b(?<!xlink:)(?:href|src)="(https?:[^"]*)"/g)].map(
    ([, url = '']) => url,
  );
  const met =
    [plainText(expected), oneLine(expected)].includes(plainText(actual)) &&
    (/<(?:svg|math)\b/.test(expected) || urls.every((url) => actual.includes(url)));
  return check(name, expected, actual, met);
}

/** The same moment, or, where the origin gives the day alone, that day. */
function checkDate(name: string, expected: string | undefined, actual: string | undefined): Check[] {
  const met =
    actual !== undefined &&
    (expected?.length === 10
      ? actual.startsWith(expected)
      : Date.parse(actual) === Date.parse(expected ?? ''));
  return check(name, expected, actual, met);
}

/** Some origins add the address to the name; we show nobody's address. */
function checkAuthor(name: string, expected: string | undefined, actual: string | undefined): Check[] {
  return check(
    name,
    expected,
    actual,
    actual !== undefined && expected?.replace(/ \(\S+@\S+\)$/, '') === actual,
  );
}

/** Python's and IANA's names for what the Encoding Standard knows as something else. */
const encodingNames: Record<string, string> = {
  ...{ cp932: 'shift_jis', cp949: 'euc-kr', maccyrillic: 'x-mac-cyrillic', ascii: 'utf-8' },
};

function encodingName(label: string | undefined): string | undefined {
  const given = label?.toLowerCase() ?? '';
  const name = encodingNames[given] ?? labelToName(given)?.toLowerCase() ?? label;
  return name === 'gb18030' ? 'gbk' : name;
}

/** A table of dates, each with the moment that it means, or `null` for what is no date. */
function scoreTable(folder: string, { file, category }: CorpusEntry): Scored {
  const rows: DateRow[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const checks = rows.flatMap(({ input, expected }) => {
    const at = parseSourceDate(input)?.at;
    const due = expected === null ? undefined : Date.parse(expected.replace(/^(\d\d)-/, '00$1-'));
    const met = due === undefined || at === undefined ? at === due : Math.abs(at - due) < 1_000;
    return check(input, expected, at ?? null, met);
  });
  return { file, category, checks };
}
