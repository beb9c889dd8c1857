import { dateInText } from './page-date-text.js';
import { type PageDocument, shownText } from './page-dom.js';
import type { PageLine } from './page-lines.js';

const prefix =
  /^\s*(?:by|par|von|por|door|written by|posted by|作者\s*[:：]|文\s*[:：/／]|記者\s*[:：]?|记者\s*[:：]?)\s*/iu;
const labelled =
  /(?:^|\s)(?:作者|撰文|撰稿|本报记者)\s*[:：]\s*(\p{L}[\p{L}·\s]{1,19}?)(?=\s{2}|\s*$|\s\S{1,6}[:：]|[|/,，])/u;

const marked = '[itemprop="author"] [itemprop="name"], [itemprop="author"], a[rel~="author"]';
const opening = /^(?:by:?\s*)*(?:by|par|von|por|door|di)(?::\s*|\s+|(?=\p{Lu}))/iu;

/** Where a byline goes on to something else. */
const remainder =
  /\s*(?:[|·•–—@]|\s-\s|,?\s(?:published|posted|updated|for|on|in|at|staff|special|\d)(?:\s|\d|$)).*$/isu;

/** How far from the headline a byline is looked for, in lines. */
const near = { above: 3, below: 15 };

/**
 * The authors that a page names, one name each: those its metadata states, else a line labelled 作者, else a line by
 * the headline that begins with "By", else an element marked as author. That the site itself is the author is
 * believed only where the page names nobody.
 *
 * @param stated names from the metadata; an entry may hold several
 */
export function pageAuthors(
  document: PageDocument,
  stated: string[],
  lines: PageLine[],
  page: { headline?: string; siteName?: string } = {},
): string[] {
  const metadata = stated.flatMap(namesIn);
  const isSite = metadata.every((name) => letters(name) === letters(page.siteName));
  if (metadata.length > 0 && !isSite) return [...new Set(metadata)];
  const line = lines.find(({ text }) => text.length <= 150 && labelled.test(text));
  const name = line && labelled.exec(line.text)?.[1];
  const shown = name ? namesIn(name) : bylineBy(lines, page.headline);
  if (shown.length > 0 || metadata.length > 0) return shown.length > 0 ? shown : [...new Set(metadata)];
  return namesIn(shownText(document.querySelector(marked)));
}

/** The names in the line near the headline that begins with "By": its links, else what reads as names. */
function bylineBy(lines: PageLine[], headline: string | undefined): string[] {
  const named = lines.findLastIndex(({ text }) => text === headline);
  const at = named < 0 ? lines.findLastIndex(({ block }) => block.localName === 'h1') : named;
  if (at < 0) return [];
  for (const line of lines.slice(Math.max(0, at - near.above), at + near.below)) {
    const mark = line.text.length <= 150 ? opening.exec(line.text)?.[0] : undefined;
    if (mark === undefined) continue;
    const linked = linksFrom(line, mark.length);
    const names =
      linked.length > 0
        ? linked.flatMap(namesIn)
        : namesIn(line.text.slice(mark.length).replace(remainder, ''));
    if (names.length > 0 && names.every(isName)) return names;
  }
  return [];
}

/** The titles of the links that begin here, as far as nothing but "and" or a comma parts them. */
function linksFrom(line: PageLine, start: number): string[] {
  const titles: string[] = [];
  let end = start;
  for (const { at, title } of line.links.filter((link) => link.at >= start)) {
    if (!/^\s*(?:[,;&、]|and|et|und|y)?\s*$/.test(line.text.slice(end, at))) break;
    titles.push(title);
    end = at + title.length;
  }
  return titles;
}

function isName(name: string): boolean {
  return /^\p{Lu}[\p{L}\p{M}'’.·\s-]{1,40}$/u.test(name) && name.split(' ').length <= 4;
}

function letters(text = ''): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** The names in a byline as shown, without "By" and the date. Splits only what is a list of names for certain. */
export function namesIn(text = ''): string[] {
  const byline = text.slice(0, 1000).replace(prefix, '').replace(/\s+/g, ' ');
  const names = byline.replace(dateInText(byline) ?? '', '').replace(/^[\s|·•,-]+|[\s|·•,-]+$/g, '');
  if (!/\p{L}/u.test(names) || names.length > 200 || /^https?:/.test(names)) return [];
  const parts = names.split(/\s*(?:[;；、，]|,\s|\s(?:and|et|und|y)\s)\s*/i).filter(Boolean);
  const areNames = parts.every(
    (part) => /^[\p{L}\p{M}'’.·\s-]{2,40}$/u.test(part) && part.split(' ').length <= 4,
  );
  return areNames ? parts : [names];
}
