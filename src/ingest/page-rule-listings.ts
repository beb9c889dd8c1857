import type { SourceDate } from '../feeds/date.js';
import { decodeText } from '../feeds/decode.js';
import type { Entry } from '../feeds/entry.js';
import { type PageDocument, type PageElement, parsePage, shownText, webUrl } from './page-dom.js';
import { type PageLine, pageLines } from './page-lines.js';
import type { ListedLink, Listing } from './page-listings.js';
import { baseUrl } from './page-metadata.js';
import type { PageRule } from './page-rule.js';
import { dateIn, dateInWords, linksIn, type ReadingOptions } from './page-rule-reading.js';
import { cutByRule, selected } from './page-rule-selection.js';

const limits = { links: 200, heading: 30, title: 300, climb: 6 };

/**
 * The lists that elements are. Elements of one link each, such as the items of a list, are one list together. The short
 * line above a list, or its own first one, is its heading.
 */
export function listingsIn(
  document: PageDocument,
  elements: readonly PageElement[],
  options: ReadingOptions,
): Listing[] {
  if (elements.length === 0) return [];
  const lines = pageLines(document.body);
  const areItems = elements.every((element) => addressesIn([element], options).size <= 1);
  const lists = areItems ? [elements] : elements.map((element) => [element]);
  return lists
    .map((list) => ({ heading: headingOf(list, lines), links: listedLinks(list, options) }))
    .filter(({ links }) => links.length > 0);
}

/**
 * Reads a page of links as if it were a feed, for a source that has none: one entry for each link of the lists that the
 * rule selects, in their order.
 */
export function listedEntries(
  bytes: Uint8Array,
  rule: PageRule,
  options: { url?: string; contentType?: string; timeZone?: string; now?: number },
): Entry[] {
  const { text } = decodeText(bytes, { contentType: options.contentType, kind: 'html' });
  const document = parsePage(text);
  const base = baseUrl(document, options.url);
  cutByRule(document, rule);
  const listings = listingsIn(document, selected(document, rule.listings), { ...options, base });
  const byUrl = new Map(listings.flatMap(({ links }) => links).map((link) => [link.url, link]));
  return [...byUrl.values()].map(({ title, url, date }) => ({
    url,
    title,
    published: date,
    authors: [],
    categories: [],
  }));
}

function listedLinks(list: readonly PageElement[], options: ReadingOptions): ListedLink[] {
  const byUrl = new Map<string, ListedLink>();
  const addressCounts = new Map<PageElement, number>();
  const isItem = (element: PageElement) => {
    const count = addressCounts.get(element) ?? addressesIn([element], options).size;
    addressCounts.set(element, count);
    return count === 1;
  };
  for (const link of linksIn(list).slice(0, limits.links)) {
    const reference = link.getAttribute('href') ?? '';
    const url = webUrl(reference, options.base);
    if (!url || reference.startsWith('#')) continue;
    const known = byUrl.get(url);
    const title = titleOf(link);
    byUrl.set(url, {
      url,
      title: known?.title || title,
      date: known?.date ?? dateBeside(link, itemOf(link, isItem), options),
    });
  }
  return [...byUrl.values()].filter(({ title }) => title !== '');
}

/** In full where the list shows it cut short. */
function titleOf(link: PageElement): string {
  const shown = shownText(link);
  const stated = (link.getAttribute('title') ?? '').trim();
  const isCut = /(?:…|\.\.\.)$/.test(shown) && stated.length > shown.length;
  return (isCut ? stated : shown).slice(0, limits.title);
}

/** The date that stands beside a link; else the one in its title. */
function dateBeside(link: PageElement, item: PageElement, options: ReadingOptions): SourceDate | undefined {
  const nodes = pageLines(item).flatMap((line) => line.nodes);
  const words = (isTitle: boolean) => nodes.filter((node) => link.contains(node) === isTitle);
  const marked = dateIn([...item.querySelectorAll('[datetime]')], options);
  return marked ?? dateInWords(words(false), options) ?? dateInWords(words(true), options);
}

/** The largest element around a link that leads nowhere else: there stands its date. */
function itemOf(link: PageElement, isItem: (element: PageElement) => boolean): PageElement {
  let item = link;
  for (let step = 0; step < limits.climb; step++) {
    const parent = item.parentElement;
    if (!parent || parent.localName === 'body' || !isItem(parent)) break;
    item = parent;
  }
  return item;
}

function addressesIn(elements: readonly PageElement[], { base }: ReadingOptions): Set<string> {
  return new Set(linksIn(elements).flatMap((link) => webUrl(link.getAttribute('href'), base) ?? []));
}

function headingOf(list: readonly PageElement[], lines: readonly PageLine[]): string {
  const [first] = list.flatMap((element) => pageLines(element).slice(0, 1));
  const [node] = first?.nodes ?? [];
  const start = node ? lines.findIndex(({ nodes }) => nodes.includes(node)) : -1;
  const heading = [lines[start], lines[start - 1]].find(
    (line) => line && line.links.length === 0 && line.text.length <= limits.heading,
  );
  return heading?.text ?? '';
}
