import { type PageDocument, type PageElement, shownText } from './page-dom.js';
import { writeFormulas } from './page-formulas.js';
import { loadImages } from './page-images.js';

/** Text for screen readers, numbers of lines beside code, and letters that an icon font draws. */
const unseen =
  /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|assistive-text|u-hiddenVisually|rouge-gutter|gutter|lineno|linenos|line-?numbers?|blob-num|linenumbers-rows|hljs-ln-numbers|header-?anchor|anchor-link|icon|material-icons)(?=\s|$)/i;
const note = /footnote|sidenote|endnote|\bfna?-|(?:^|[\s_-])fn[\d-]/i;
const longestIcon = 2;
const largestTable = 2000;
const caption = /caption|credit|image-container/i;

/** Marks what stands under a picture: Readability drops all other class names. */
export const captionClass = 'broadsheet-caption';

/**
 * Makes a page ready for the search of its text: what scripts would have shown or loaded is shown and loaded, what a
 * reader does not see is removed, and notes lose the names for which they would be cut. Everything else is to be
 * read from the page before.
 */
export function preparePage(document: PageDocument, base?: string): void {
  // React streams parts of a page into hidden elements, which its scripts then show.
  for (const part of document.querySelectorAll('div[hidden][id^="S:"]')) part.removeAttribute('hidden');
  writeFormulas(document);
  for (const element of document.body.querySelectorAll('[class]')) prepare(document, element);
  for (const table of document.body.querySelectorAll('table')) {
    // What Readability takes for the summary of a data table keeps it from being cut for a layout table.
    if (isData(table)) table.setAttribute('summary', 'data');
  }
  loadImages(document, base);
}

function prepare(document: PageDocument, element: PageElement): void {
  const name = element.getAttribute('class')?.slice(0, 500) ?? '';
  if (note.test(name)) showNote(document, element);
  else if (caption.test(name)) element.setAttribute('class', captionClass);
  else if (isUnseen(element, name)) element.remove();
}

function isUnseen(element: PageElement, name: string): boolean {
  const mark = unseen.exec(name)?.[0];
  if (!mark || (/icon/i.test(mark) && shownText(element).length > longestIcon)) return false;
  return element.localName !== 'body' && !element.querySelector('img, code');
}

/** Notes are often hidden until asked for, and Readability counts their names and `aside` against them. */
function showNote(document: PageDocument, element: PageElement): void {
  const isAside = element.localName === 'aside';
  const shown = isAside ? document.createElement('div') : element;
  if (isAside) {
    const id = element.getAttribute('id');
    if (id) shown.setAttribute('id', id);
    shown.innerHTML = element.innerHTML;
    element.after(shown);
    element.remove();
  }
  shown.removeAttribute('hidden');
  if (/display\s*:\s*none/i.test(shown.getAttribute('style') ?? '')) shown.removeAttribute('style');
  shown.removeAttribute('class');
}

/** Rows of at least two short cells each, hardly any link: figures, not a page laid out as a table. */
function isData(table: PageElement): boolean {
  if (table.querySelector('table, form, iframe') || table.getAttribute('role') === 'presentation')
    return false;
  const rows = [...table.querySelectorAll('tr')].map((row) => [...row.children]);
  const cells = rows.flat();
  const isGrid = rows.length >= 2 && rows.filter((row) => row.length >= 2).length >= rows.length * 0.8;
  if (!isGrid || cells.length > largestTable) return false;
  const short = cells.filter((cell) => shownText(cell).length <= 200).length;
  return short >= cells.length * 0.9 && table.querySelectorAll('a').length <= cells.length * 0.3;
}
