import { type PageDocument, type PageElement, shownText } from './page-dom.js';

/** Elements that show a formula: drawn by KaTeX, MathJax or MediaWiki, as MathML, or as an image of its TeX source. */
const drawn =
  '.MathJax_Preview, [data-math], .katex-display, .katex, .mwe-math-element, mjx-container, .MathJax, .MathJax_Display, math, script[type^="math/tex"]';
const texImages =
  'img.latex, img.tex, img[src*="latex"], img[src*="chl="], img[src*="formula"], img[alt*="\\\\"]';
const services = /(?:codecogs\.com\/[^?]*\?|latex\.php\?.*?latex=|[?&]chl=|\/formula\/|\/latex\/)([^&]+)/i;
const longest = 5000;

/**
 * Puts the TeX source of formulas in their place, between dollars as usual: what draws a formula does not survive
 * sanitising. A formula without a source keeps the text of its MathML.
 */
export function writeFormulas(document: PageDocument): void {
  for (const element of document.querySelectorAll(drawn)) {
    if (!element.parentElement || !document.body.contains(element)) continue;
    const source = sourceIn(element);
    const plain = element.localName === 'math' ? element : element.querySelector('math');
    if (source) replace(document, element, source, isDisplayed(element));
    else if (plain) replace(document, element, shownText(plain));
    else if (isDrawnFromNext(element)) element.remove();
  }
  for (const image of document.querySelectorAll(texImages)) {
    const source = imageSource(image);
    if (source) replace(document, image, source, isAlone(image));
  }
}

function sourceIn(element: PageElement): string | null | undefined {
  if (element.localName === 'script') return element.textContent;
  return [
    element.getAttribute('data-math'),
    element.querySelector('annotation[encoding*="tex" i]')?.textContent,
    element.getAttribute('alttext'),
    element.querySelector('[alttext]')?.getAttribute('alttext'),
    element.querySelector('img')?.getAttribute('alt'),
  ].find((text) => text?.trim());
}

/** MathJax 2 keeps the source in a script behind what it draws. */
function isDrawnFromNext(element: PageElement): boolean {
  return element.nextElementSibling?.matches('script[type^="math/tex"], .MathJax') ?? false;
}

function imageSource(image: PageElement): string | undefined {
  const address = services.exec((image.getAttribute('src') ?? '').slice(0, longest))?.[1];
  const alternative = image.getAttribute('alt')?.trim();
  if (alternative && /\\[a-zA-Z]+|[\^_]\{|^\$.*\$$/.test(alternative)) return alternative;
  try {
    const source = address && decodeURIComponent(address.replaceAll('+', '%2B'));
    return source && /[\\^_=]/.test(source) ? source : undefined;
  } catch {
    return undefined;
  }
}

function isDisplayed(element: PageElement): boolean {
  return (
    element.matches('[display="true"], [display="block"], [mode="display"], .math-block, .katex-display') ||
    /mode=display/.test(element.getAttribute('type') ?? '') ||
    element.querySelector('math[display="block"], .katex-display, .mwe-math-fallback-image-display') !== null
  );
}

function isAlone(image: PageElement): boolean {
  return !shownText(image.parentElement);
}

function replace(document: PageDocument, element: PageElement, source: string, isBlock?: boolean): void {
  const formula = document.createElement(isBlock ? 'p' : 'span');
  const mark = isBlock === undefined ? '' : isBlock ? '$$' : '$';
  const text = source
    .slice(0, longest)
    .trim()
    .replace(/^\$+|\$+$/g, '');
  formula.textContent = `${mark}${text}${mark}`;
  element.after(formula);
  element.remove();
}
