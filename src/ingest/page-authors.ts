import { dateInText } from './page-date-text.js';
import { type PageDocument, shownText } from './page-dom.js';
import type { PageLine } from './page-lines.js';

const prefix =
  /^\s*(?:by|par|von|por|door|written by|posted by|作者\s*[:：]|文\s*[:：/／]|記者\s*[:：]?|记者\s*[:：]?)\s*/iu;
const labelled =
  /(?:^|\s)(?:作者|撰文|撰稿|本报记者)\s*[:：]\s*(\p{L}[\p{L}·\s]{1,19}?)(?=\s{2}|\s*$|\s\S{1,6}[:：]|[|/,，])/u;

const marked = '[itemprop="author"] [itemprop="name"], [itemprop="author"], a[rel~="author"]';

/**
 * The authors that a page names, one name each: those its metadata states, else a line labelled 作者, else an
 * element marked as author.
 *
 * @param stated names from the metadata; an entry may hold several
 */
export function pageAuthors(document: PageDocument, stated: string[], lines: PageLine[]): string[] {
  const metadata = stated.flatMap(namesIn);
  if (metadata.length > 0) return [...new Set(metadata)];
  const line = lines.find(({ text }) => text.length <= 150 && labelled.test(text));
  const name = line && labelled.exec(line.text)?.[1];
  return namesIn(name ?? shownText(document.querySelector(marked)));
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
