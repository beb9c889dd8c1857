import { type PageElement, type PageNode, shownText } from './page-dom.js';

/** A link as a line shows it. */
export type LineLink = {
  title: string;
  element: PageElement /** Where its title begins in the line. */;
  at: number;
};

/** A line as a reader sees it: what stands between two block borders or line breaks. */
export type PageLine = {
  /** White space collapsed, except in `pre`. Never empty. */
  text: string;
  /** Its text nodes in order. */
  nodes: PageNode[];
  links: LineLink[];
  /** The closest block element around it. */
  block: PageElement;
};

const blocks = new Set(
  (
    'address article aside blockquote body button caption center dd details dialog div dl dt fieldset ' +
    'figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p ' +
    'pre section select summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
const unseen = new Set('head iframe noscript object script style svg template textarea title'.split(' '));

/** Reads a page, or a part of one, line by line in document order. */
export function pageLines(root: PageElement): PageLine[] {
  const lines: PageLine[] = [];
  let open: PageLine | undefined;
  let endsInSpace = false; // asking the text itself would copy it each time

  const endLine = () => {
    const line = open;
    open = undefined;
    const text = line?.text.trim();
    if (line && text) lines.push({ ...line, text });
  };
  const append = (node: PageNode, block: PageElement, link: PageElement | undefined, isPre: boolean) => {
    if (!open) {
      open = { text: '', nodes: [], links: [], block };
      endsInSpace = true;
    }
    const text = node.textContent ?? '';
    const collapsed = text.replace(/[\s\u200b\ufeff]+/g, ' ');
    const shown = isPre ? text : endsInSpace ? collapsed.trimStart() : collapsed;
    if (shown) endsInSpace = shown.endsWith(' ');
    const last = open.links.at(-1);
    if (link && last?.element === link) last.title += shown;
    else if (link) open.links.push({ title: shown, element: link, at: open.text.length });
    open.text += shown;
    open.nodes.push(node);
  };
  const visit = (parent: PageElement, block: PageElement, link: PageElement | undefined, isPre: boolean) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) {
        append(node, block, link, isPre);
      } else if (node.nodeType === 1 && !unseen.has(node.localName ?? '')) {
        const element = node as PageElement;
        const isBlock = blocks.has(element.localName);
        if (isBlock || element.localName === 'br') endLine();
        visit(
          element,
          isBlock ? element : block,
          element.localName === 'a' ? element : link,
          isPre || element.localName === 'pre',
        );
        if (isBlock) endLine();
      }
    }
  };

  visit(root, root, undefined, false);
  endLine();
  for (const link of lines.flatMap((line) => line.links)) {
    link.at += link.title.length - link.title.trimStart().length;
    link.title = link.title.trim();
  }
  return lines;
}

/** Takes a line out of its page, with the elements that it leaves empty. */
export function removeLine(line: PageLine): void {
  for (const node of line.nodes) {
    let parent = node.parentElement;
    node.remove();
    while (parent && parent.localName !== 'body' && isEmpty(parent)) {
      const emptied = parent;
      parent = emptied.parentElement;
      emptied.remove();
    }
  }
}

/** The text of an extract: paragraphs parted by an empty line, line breaks within one kept. */
export function paragraphText(root: PageElement): string {
  return textOfLines(pageLines(root));
}

/** These lines as text: those of one block parted by a line break, blocks by an empty line. */
export function textOfLines(lines: PageLine[]): string {
  let text = '';
  let block: PageElement | undefined;
  for (const line of lines) {
    if (block) text += line.block === block ? '\n' : '\n\n';
    text += line.text;
    block = line.block;
  }
  return text;
}

function isEmpty(element: PageElement): boolean {
  return !shownText(element) && !element.querySelector('img, video, audio, iframe, picture, svg, hr, input');
}
