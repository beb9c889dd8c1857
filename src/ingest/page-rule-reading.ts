import { parseSourceDate, type SourceDate, type SourceDateOptions } from '../feeds/date.js';
import { dateInText } from './page-date-text.js';
import { type PageElement, type PageNode, shownText, webUrl } from './page-dom.js';
import type { Neighbour } from './page-neighbours.js';

/** How what an element says is read. */
export type ReadingOptions = SourceDateOptions & {
  /** The address against which references are resolved. */
  base?: string;
  /** BCP 47. */
  language?: string;
};

const bareUrl = /https?:\/\/[^\s<>"'（）()，。；、]+/i;
const neighbourLabel =
  /^\W*(?:(?:[上下]一?|前一|[后後]一)[篇条條則则页](?:文章)?|(?:previous|next|older|newer)(?:\s(?:article|post|story|entry))?)\s*[:：]\s*/iu;

/** The text of the first element that has one; of a `meta` element its content. */
export function textIn(elements: readonly PageElement[]): string | undefined {
  return elements
    .map((element) => (element.localName === 'meta' ? element.getAttribute('content') : shownText(element)))
    .find(Boolean)
    ?.trim();
}

/**
 * The date that elements state in an attribute or their text, read as all dates of pages are. Where day and time stand in
 * elements of their own, the first day is completed by what follows it.
 */
export function dateIn(elements: readonly PageElement[], options: ReadingOptions): SourceDate | undefined {
  const [first] = elements.flatMap((element) => {
    const stated = ['datetime', 'content', 'title'].map((name) => read(element.getAttribute(name), options));
    return stated.find(Boolean) ?? dateInWords([element], options) ?? [];
  });
  if (first?.precision === 'SECOND') return first;
  const joined = dateInWords(elements, options);
  return joined?.precision === 'SECOND' ? joined : (first ?? joined);
}

/** The first date in words that follow one another. */
export function dateInWords(
  words: readonly Pick<PageNode, 'textContent'>[],
  options: ReadingOptions,
): SourceDate | undefined {
  const text = words.map(shownText).join(' ').trim();
  return read(dateInText(text, options.language), options) ?? read(text.slice(0, 100), options);
}

function read(text: string | null | undefined, options: ReadingOptions): SourceDate | undefined {
  return text ? parseSourceDate(text, options) : undefined;
}

/** The address that elements link to, else one that they spell out. */
export function addressIn(elements: readonly PageElement[], { base }: ReadingOptions): string | undefined {
  const linked = linksIn(elements).map((link) => webUrl(link.getAttribute('href'), base));
  const stated = elements.map((element) => webUrl(element.getAttribute('content'), base));
  const spelt = elements.map((element) => webUrl(bareUrl.exec(shownText(element))?.[0]));
  return [...linked, ...stated, ...spelt].find(Boolean);
}

/** The neighbouring article that elements link to, without a label such as 上一篇 before its title. */
export function neighbourIn(
  elements: readonly PageElement[],
  options: ReadingOptions,
): Neighbour | undefined {
  for (const link of linksIn(elements)) {
    const url = webUrl(link.getAttribute('href'), options.base);
    const title = (shownText(link) || (link.getAttribute('title') ?? '')).replace(neighbourLabel, '');
    if (url && title) return { url, title };
  }
  return undefined;
}

/** The links that elements are, hold or stand in. */
export function linksIn(elements: readonly PageElement[]): PageElement[] {
  return elements.flatMap((element) => {
    const around = element.closest('a[href], link[href]');
    return around ? [around] : [...element.querySelectorAll('a[href]')];
  });
}
