import { type PageDocument, shownText, webUrl } from './page-dom.js';
import type { PageLine } from './page-lines.js';

/** The article before or after, as the page names it. */
export type Neighbour = { title: string; url: string };

/** Both neighbours, and the lines that name them. */
export type Neighbours = { previous?: Neighbour; next?: Neighbour; lines: PageLine[] };

const label =
  /(?<previous>(?:上一?|前一)[篇条條則则](?:文章)?|前の記事|previous\s(?:article|post|story|entry)|previous(?=\s*[:：]))|(?<next>(?:下一?|[后後]一)[篇条條則则](?:文章)?|次の記事|next\s(?:article|post|story|entry)|next(?=\s*[:：]))/gi;
const relations = { previous: ['prev', 'previous'], next: ['next'] };

/** Links whose text names no article but pages, or says that there is none. */
const notTitle =
  /^(没有了?|无|暂无|返回列表|prev(ious)?|next|((prev(ious)?|next)\s)?page|[上下]一?[页頁]|\d+)$/i;

/**
 * The neighbours that a page names: lines that begin with a label (上一篇 / 下一篇, "Previous article") and hold
 * a link or stand above one, else links with `rel` (https://html.spec.whatwg.org/#link-type-prev) and a title.
 */
export function pageNeighbours(document: PageDocument, lines: PageLine[], base?: string): Neighbours {
  const found: Neighbours = { lines: [] };
  for (const [index, line] of lines.entries()) {
    const labels = line.text.length > 300 ? [] : [...line.text.matchAll(label)];
    const [first] = labels;
    if (!first || !isBare(line.text.slice(0, first.index))) continue;
    found.lines.push(line);
    for (const [number, match] of labels.entries()) {
      const end = labels[number + 1]?.index ?? line.text.length;
      const own = neighbourIn(line, base, match.index, end);
      const isAlone = labels.length === 1 && isBare(line.text.replace(match[0], ''));
      const below = isAlone ? lines[index + 1] : undefined;
      const neighbour = own ?? (below && neighbourIn(below, base));
      if (match.groups?.previous) found.previous ??= neighbour;
      else found.next ??= neighbour;
      if (below && neighbour && !own) found.lines.push(below);
    }
  }
  found.previous ??= relatedNeighbour(document, relations.previous, base);
  found.next ??= relatedNeighbour(document, relations.next, base);
  return found;
}

function neighbourIn(line: PageLine, base?: string, start = 0, end = Infinity): Neighbour | undefined {
  const link = line.links.find(({ at, title }) => at < end && at + title.length > start);
  return link && neighbour(link.title, link.element.getAttribute('href'), base);
}

function relatedNeighbour(document: PageDocument, relation: string[], base?: string): Neighbour | undefined {
  const selector = relation.flatMap((rel) => [`a[rel~="${rel}" i]`, `link[rel~="${rel}" i][title]`]).join();
  return [...document.querySelectorAll(selector)]
    .map((link) => neighbour(link.getAttribute('title') || shownText(link), link.getAttribute('href'), base))
    .find(Boolean);
}

function neighbour(text: string, reference: string | null, base?: string): Neighbour | undefined {
  const title = text
    .replace(label, (match, ...rest) => (isBare(text.slice(0, rest.at(-3))) ? '' : match))
    .replace(/^[\s:：«»←→<>‹›【】[\]]+|[\s«»←→<>‹›]+$/g, '');
  const url = webUrl(reference, base);
  return url && title && !notTitle.test(title) ? { title, url } : undefined;
}

function isBare(text: string): boolean {
  return !/[\p{L}\d]/u.test(text);
}
