import { type PageBody, resolveReferences } from './page-body.js';
import { type PageDocument, type PageElement, shownText } from './page-dom.js';
import { openingLines } from './page-furniture.js';
import { type PageLine, pageLines, paragraphText, removeLine } from './page-lines.js';
import { metaReader } from './page-metadata.js';
import type { PageRule } from './page-rule.js';
import { selected } from './page-rule-selection.js';

/** What may stand in a text as it is; of everything else its content is taken. */
const flow = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote figure picture img video audio hr'.split(' '),
);

/**
 * The text of a page as its rule selects it, less the surplus lines, as `pageBody` would give it. The document is used up
 * where there is such a text, and left alone otherwise.
 */
export function bodyByRule(
  document: PageDocument,
  surplus: PageLine[],
  page: { headline?: string | undefined; authors: string[]; base?: string | undefined },
  rule: PageRule | undefined,
): PageBody | undefined {
  const elements = selected(document, rule?.body);
  if (!elements.some((element) => shownText(element) || element.querySelector('img'))) return undefined;
  const summary = metaReader(document)('og:description', 'description', 'twitter:description');
  for (const line of surplus) removeLine(line);

  const content = document.body;
  content.innerHTML = elements.map(markupOf).join('\n');
  for (const part of content.querySelectorAll('script, style, noscript, template')) part.remove();
  for (const line of openingLines(pageLines(content), page)) removeLine(line);
  if (page.base) resolveReferences(content, page.base);
  const text = paragraphText(content);
  return { html: content.innerHTML.trim(), text, excerpt: summary ?? text.split('\n\n', 1)[0] };
}

function markupOf(element: PageElement): string {
  if (!flow.has(element.localName)) return `<div>${element.innerHTML}</div>`;
  return (element as PageElement & { outerHTML: string }).outerHTML;
}
