import { openingLines } from './page-furniture.js';
import type { PageLine } from './page-lines.js';
import { captionClass } from './page-preparation.js';

const shortLine = 150;
const shortestRun = 3;
const longestCaption = 100;
const captions = `figcaption, .${captionClass}`;

/**
 * What an extract has too much at its edges: lines that repeat what the page says elsewhere, and runs of links (a menu
 * above the text, other articles below it) but for those that a sentence introduces.
 */
export function surplusEdges(
  lines: PageLine[],
  page: { headline?: string | undefined; authors: string[] },
): PageLine[] {
  const start = lines.findIndex(({ text }) => text.length > longestCaption);
  const links = lines.slice(0, Math.max(0, start)).filter(isLinks);
  const menu = links.length > shortestRun ? links : [];
  const end = lines.findLastIndex((line) => !isLinks(line)) + 1;
  const isIntroduced = /[:：]$/u.test(lines[end - 1]?.text ?? '');
  const others = lines.length - end >= shortestRun && !isIntroduced ? lines.slice(end) : [];
  const isIndex = lengthOf([...menu, ...others]) > lengthOf(lines) / 2;
  if (isIndex) return openingLines(lines, page);
  const text = lines.filter((line) => !menu.includes(line));
  return [...menu, ...others, ...openingLines(text, page)];
}

function lengthOf(lines: PageLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}

/** The plain text begins with the article: what is said of the picture above it stays in the HTML alone, as credits do. */
export function withoutLeadCaptions(lines: PageLine[]): PageLine[] {
  const start = lines.findIndex((line) => !isCaption(line));
  return start < 0 ? lines : lines.slice(start);
}

function isCaption({ text, block, nodes }: PageLine): boolean {
  if (text.length > longestCaption) return false;
  return Boolean(block.closest(captions) ?? nodes[0]?.parentElement?.closest(captions));
}

/** A short line that is links for the most part, and not to parts of this page. */
function isLinks({ text, links }: PageLine): boolean {
  const leading = links.filter(({ element }) => !element.getAttribute('href')?.startsWith('#'));
  const linked = leading.reduce((sum, { title }) => sum + title.length, 0);
  return text.length <= shortLine && linked > text.length * 0.7;
}
