import { DateTime } from 'luxon';
import { parseSourceDate, type SourceDate, type SourceDateOptions } from '../feeds/date.js';
import { dateInText, dateInUrl, relativeDateInText } from './page-date-text.js';
import { type PageDocument, type PageElement, shownText } from './page-dom.js';
import type { JsonLdArticle } from './page-json-ld.js';
import type { PageLine } from './page-lines.js';
import type { MetaReader } from './page-metadata.js';

/** Where the dates of a page may stand. */
export type PageDateSources = {
  document: PageDocument;
  meta: MetaReader;
  article: JsonLdArticle;
  /** The page's lines, less those of lists of other articles. */
  lines: PageLine[];
  headline?: string;
  language?: string;
  url?: string;
  /** The address of the original that the page republishes. */
  originalUrl?: string;
};

const publishedNames =
  'article:published_time og:article:published_time article:published article:post_date og:published_time ' +
  'og:pubdate og:release_date datePublished bytedance:published_time weibo:article:create_at apub:time ' +
  'parsely-pub-date sailthru.date cXenseParse:recs:publishtime rnews:datePublished OriginalPublicationDate ' +
  'article_date_original publication_date citation_publication_date publish-date publish_date publishdate ' +
  'publishtime pubdate dc.date.issued dcterms.issued dc.date.created dcterms.created dc.date dcterms.date date';
const modifiedNames =
  'article:modified_time og:updated_time bytedance:updated_time dateModified dc.date.modified dcterms.modified ' +
  'lastmod revised';

const publishedLabel =
  /发布|发表|日期|时间|時間|发稿|公開|掲載|投稿|配信|\b(published|posted|date|created|publié|veröffentlicht|erstellt|vom|publicado|pubblicato)\b/i;
const modifiedLabel = /更新|修改|\b(updated|modified|aktualisiert|mis à jour|stand)\b/i;

const longestByline = 60;
const dayMilliseconds = 86_400_000;

/** Parts of a page whose dates are those of something else: by element, or by class or id. */
const otherParts = new Set(['aside', 'footer', 'nav']);
const otherNames = /comment|related|sidebar|recommend|footer/i;
const publishedElements = '[itemprop="datePublished"], time[pubdate], abbr.published, .dt-published';
const scripted =
  /\b\w*date\w*\(\s*["'](\d{4}[^"']{4,30})["']|["']?(?:date_?published|publish(?:ed)?_?(?:time|date|at)|pub_?(?:date|time)|ptime|post_?time)["']?\s*[:=]\s*["']?([^"',}<>;]{8,35})/i;

/**
 * When the article was published, as its source dates it. A republished page bears the date of its original
 * where that one's address states it. Else, in order of trust: metadata, JSON-LD, elements marked as dates, the
 * page's address, text near the headline, labelled text, data in scripts, any text. A time of day found in a
 * less trusted place completes the same day in a more trusted one. Dates in the future are not believed. Words such
 * as 昨天 count only where the present is given, which is when the page was fetched.
 */
export function publishedDate(sources: PageDateSources, options: SourceDateOptions): SourceDate | undefined {
  const original = believed(dateInUrl(sources.originalUrl), options);
  if (original) return original;
  let best: SourceDate | undefined;
  for (const text of publishedCandidates(sources, options)) {
    const date = believed(text, options);
    best = best ? completed(best, date, options) : date;
    if (best?.precision === 'SECOND') break;
  }
  return best;
}

/** When the article was last changed, where the page says so and the date is not before its publication. */
export function modifiedDate(
  sources: PageDateSources,
  options: SourceDateOptions,
  published?: SourceDate,
): SourceDate | undefined {
  const { document, meta, article } = sources;
  const label = nearHeadline(sources).find((line) => modifiedLabel.test(line));
  const date = [
    meta(...modifiedNames.split(' ')),
    article.dateModified,
    elementDate(document, '[itemprop="dateModified"], time.updated'),
    label && dateInText(label.slice(label.search(modifiedLabel)), sources.language),
  ]
    .map((text) => believed(text, options))
    .find(Boolean);
  return date && published && date.at < published.at ? undefined : date;
}

function* publishedCandidates(
  sources: PageDateSources,
  options: SourceDateOptions,
): Generator<string | undefined> {
  const { document, meta, article, language } = sources;
  yield meta(...publishedNames.split(' '));
  yield article.datePublished;
  yield elementDate(document, publishedElements);
  yield timeInLines(sources);
  yield dateInUrl(sources.url);
  const all = datedLines(sources, sources.lines.slice(0, 1000));
  const near = nearHeadline(sources).filter((line) => !modifiedLabel.test(line));
  const isLabelled = (line: string) => publishedLabel.test(line) && !modifiedLabel.test(line);
  for (const line of [...near.filter(isLabelled), ...near, ...all.filter(isLabelled)]) {
    yield dateInText(line, language);
  }
  yield scriptDate(document);
  const headline = sources.lines.findLastIndex(({ text }) => text === sources.headline);
  for (const { text } of sources.lines.slice(headline + 1, headline + 8)) {
    if (headline >= 0 && text.length <= longestByline) yield relativeDateInText(text, options);
  }
  for (const line of all) yield dateInText(line, language);
}

function believed(text: string | undefined, options: SourceDateOptions): SourceDate | undefined {
  return text ? parseSourceDate(text, options) : undefined;
}

/** The day with the time of a less trusted date, where that falls on it by its own clock or else by the source's. */
function completed(
  day: SourceDate,
  date: SourceDate | undefined,
  { timeZone = 'UTC' }: SourceDateOptions,
): SourceDate {
  if (date?.precision !== 'SECOND') return day;
  const zoneOffset = Math.round(DateTime.fromMillis(date.at, { zone: timeZone }).offset);
  const offset = [date.offset ?? 0, zoneOffset].find((minutes) => {
    const sinceMidnight = date.at + minutes * 60_000 - day.at;
    return sinceMidnight >= 0 && sinceMidnight < dayMilliseconds;
  });
  return offset === undefined ? day : { ...date, offset: offset || undefined };
}

function elementDate(document: PageDocument, selector: string): string | undefined {
  const element = document.querySelector(selector);
  return element ? dateOf(element) : undefined;
}

/** The first `time` element that stands in the article's part of the page. */
function timeInLines({ document, lines }: PageDateSources): string | undefined {
  for (const line of lines) {
    const time = line.nodes.map((node) => node.parentElement?.closest('time')).find(Boolean);
    if (time && !isElsewhere(document, time)) return dateOf(time);
  }
  return undefined;
}

function dateOf(element: PageElement): string | undefined {
  const stated = ['datetime', 'content', 'title'].map((name) => element.getAttribute(name)).find(Boolean);
  return stated ?? dateInText(shownText(element));
}

/** The lines in which a date of the article is looked for first. */
function nearHeadline(sources: PageDateSources): string[] {
  const { lines, headline } = sources;
  const start = lines.findLastIndex((line) => line.text === headline);
  return start < 0 ? [] : datedLines(sources, lines.slice(start + 1, start + 13));
}

/** Short lines only: prose has dates of its own, and headlines have. */
function datedLines({ document }: PageDateSources, lines: PageLine[]): string[] {
  const title = shownText(document.querySelector('title'));
  return lines
    .filter(({ text }) => text.length <= 150 && /\d{4}|[０-９]{4}|民[國国]|[一二三四五六七八九]年/.test(text))
    .filter(({ text }) => text.length < 15 || !title.includes(text))
    .filter(({ block }) => !isElsewhere(document, block))
    .map((line) => line.text);
}

/** What holds the headline is the article's, whatever its class says. */
function isElsewhere(document: PageDocument, element: PageElement): boolean {
  let part: PageElement | null = element;
  while (part && !isOther(part)) part = part.parentElement;
  return part !== null && !part.contains(document.querySelector('h1'));
}

function isOther(element: PageElement): boolean {
  if (otherParts.has(element.localName)) return true;
  return ['class', 'id'].some((name) => otherNames.test(element.getAttribute(name) ?? ''));
}

function scriptDate(document: PageDocument): string | undefined {
  for (const script of document.querySelectorAll('script:not([src])')) {
    const [, shown, value = shown] = scripted.exec(script.textContent) ?? [];
    if (value) return dateInText(value) ?? value;
  }
  return undefined;
}
