import type { PageDocument, PageElement } from './page-dom.js';
import type { PageRule } from './page-rule.js';

const most = 500;

/** The elements that a selector of a rule takes from a page, in its order, and none that stands in another; 500 at most. */
export function selected(document: PageDocument, selector: string | undefined): PageElement[] {
  if (selector === undefined) return [];
  const outermost: PageElement[] = [];
  for (const element of document.querySelectorAll(selector)) {
    if (outermost.length === most) break;
    if (!outermost.at(-1)?.contains(element)) outermost.push(element);
  }
  return outermost;
}

/** Takes out of a page what its rule cuts, and says how many elements that were. */
export function cutByRule(document: PageDocument, rule: PageRule | undefined): number {
  let count = 0;
  for (const selector of rule?.cut ?? []) {
    for (const element of selected(document, selector)) {
      if (['html', 'head', 'body'].includes(element.localName)) continue;
      element.remove();
      count++;
    }
  }
  return count;
}
