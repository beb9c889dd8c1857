import { isProbablyReaderable, Readability } from '@mozilla/readability';
import { type PageDocument, type PageElement, webUrl } from './page-dom.js';
import { surplusEdges, withoutLeadCaptions } from './page-edges.js';
import { imageCandidates } from './page-images.js';
import { type PageLine, pageLines, removeLine, textOfLines } from './page-lines.js';
import { captionClass } from './page-preparation.js';

/** The main part of a page, as Readability finds it. */
export type PageBody = {
  /** Not sanitised; references absolute where the base is known. */
  html: string;
  /** Paragraphs parted by an empty line. */
  text: string;
  title?: string;
  byline?: string;
  excerpt?: string;
};

/**
 * Characters below which Readability doubts its find and tries again with less cleaning. Its 500 is meant for
 * letters; a whole short report in Chinese has a hundred.
 */
const chineseThreshold = 100;

/** Elements of a page so large that its first find has to do: each try takes as long as all else together. */
const largePage = 10_000;

/** Zero would stand for the default. */
const anyLength = -1;

/** What is known of a page before its text is looked for. */
type KnownOfPage = { headline?: string; authors: string[]; language?: string; base?: string };

/** Whether a page looks like an article at all, by Readability's own measure. */
export function isReaderable(document: PageDocument): boolean {
  return isProbablyReaderable(document as never);
}

/**
 * Finds the main text of a page. The document is used up.
 *
 * @param surplus lines that belong to the page and not to the text: taken out first, for Readability keeps them
 */
export function pageBody(document: PageDocument, surplus: PageLine[], page: KnownOfPage): PageBody {
  const { language, base } = page;
  for (const line of surplus) removeLine(line);
  const isLarge = document.querySelectorAll('*').length > largePage;
  const article = new Readability<PageElement>(document as never, {
    classesToPreserve: [captionClass],
    charThreshold: isLarge ? anyLength : language?.startsWith('zh') ? chineseThreshold : 500,
    serializer: (node) => node as unknown as PageElement,
  }).parse();
  const content = article?.content;
  if (content) {
    for (const line of surplusEdges(pageLines(content), page)) removeLine(line);
    if (base) resolveReferences(content, base);
  }
  return {
    html: content?.innerHTML.trim() ?? '',
    text: content ? textOfLines(withoutLeadCaptions(pageLines(content))) : '',
    title: article?.title || undefined,
    byline: article?.byline || undefined,
    excerpt: article?.excerpt || undefined,
  };
}

/** Makes the references of an extract absolute. */
export function resolveReferences(content: PageElement, base: string): void {
  for (const name of ['href', 'src', 'poster']) {
    for (const element of content.querySelectorAll(`[${name}]`)) {
      const reference = element.getAttribute(name) ?? '';
      if (!reference.startsWith('#')) element.setAttribute(name, webUrl(reference, base) ?? reference);
    }
  }
  for (const element of content.querySelectorAll('[srcset]')) {
    const candidates = imageCandidates(element.getAttribute('srcset') ?? '');
    const resolved = candidates.map(({ address, descriptor }) =>
      `${webUrl(address, base) ?? address} ${descriptor}`.trim(),
    );
    element.setAttribute('srcset', resolved.join(', '));
  }
}
