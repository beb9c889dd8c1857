import { parseHTML } from 'linkedom';
import { parseUrl } from '../url.js';

/**
 * The part of the DOM (https://dom.spec.whatwg.org) that page extraction uses. Spelt out here because the
 * project compiles without the browser's types, so that no server code can reach for `window`.
 */
export type PageNode = {
  readonly nodeType: number;
  readonly localName?: string;
  readonly parentElement: PageElement | null;
  readonly textContent: string | null;
  remove(): void;
};

/** An element of a page; see {@link PageNode}. */
export type PageElement = PageNode & {
  readonly localName: string;
  readonly childNodes: Iterable<PageNode>;
  readonly children: Iterable<PageElement> & { readonly length: number };
  readonly nextElementSibling: PageElement | null;
  textContent: string;
  innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  matches(selector: string): boolean;
  after(...nodes: PageNode[]): void;
  normalize(): void;
  contains(node: PageNode | null): boolean;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement> & { readonly length: number };
};

/** A parsed page: `documentElement` is `html`, and there is a `body`. */
export type PageDocument = Pick<PageElement, 'querySelector' | 'querySelectorAll'> & {
  createElement(name: string): PageElement;
  readonly documentElement: PageElement;
  readonly head: PageElement;
  readonly body: PageElement;
};

/**
 * What is read of a page at most: some ten times what long articles have. The tree builder is quadratic in open
 * elements and Readability's time grows with elements times their depth, so a hostile page is cut before either.
 * The HTML standard lets user agents bound such things as well.
 */
const limits = { characters: 3_000_000, tags: 30_000, attributes: 40_000, depth: 64, totalDepth: 300_000 };

/**
 * Parses a page: its first 3 million characters, 30,000 tags and character references, 40,000 attributes, 64
 * levels of nesting, and elements until their depths add up to 300,000. Comments are left out.
 */
export function parsePage(html: string): PageDocument {
  const { document } = parseHTML(wholePage(bounded(html))) as { document: PageDocument };
  // `document.body` is made anew unless it follows the head, which stray elements in the head prevent.
  const body = document.querySelector('body');
  if (body) document.head.after(body);
  prune(document.documentElement);
  return document;
}

/** Text with runs of white space made one space, as a browser shows it. */
export function shownText(node: Pick<PageNode, 'textContent'> | null | undefined): string {
  return (node?.textContent ?? '').replace(/[\s\u200b\ufeff]+/g, ' ').trim();
}

/** The address that a reference stands for, when it is an http(s) one. Without a base only absolute ones are. */
export function webUrl(reference: string | null | undefined, base?: string): string | undefined {
  const text = reference?.trim();
  const url = text ? parseUrl(text, base) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

const tagStart = /<(?:\/?[a-z][^\s/>]*|[!?])|&/gi;
const attribute = /[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?/y;

/** Cuts a page where it passes the limits, before the tag that does. */
function bounded(html: string): string {
  const text = html
    .slice(0, limits.characters)
    .replace(/<(?![a-z/!?])/gi, '&lt;') // of which the tree builder makes a text each
    .slice(0, limits.characters);
  let attributes = 0;
  tagStart.lastIndex = 0;
  for (let tags = 0; tags < limits.tags; tags++) {
    const tag = tagStart.exec(text);
    if (!tag) return text;
    if (tag[0].length === 1) continue;
    attribute.lastIndex = tagStart.lastIndex;
    while (attribute.test(text)) {
      tagStart.lastIndex = attribute.lastIndex;
      attributes += 1;
      if (attributes > limits.attributes) return text.slice(0, tag.index);
    }
  }
  return text.slice(0, tagStart.lastIndex).replace(/[<&][^<>&]*$/, '');
}

/** The tree builder adds no element that a page leaves out, though HTML allows to leave out these three. */
function wholePage(html: string): string {
  const text = html.replace(/^[^<]*<!doctype[^>]*>/i, '').replace(/\0/g, '');
  const rooted = /<html[\s>]/i.test(text) ? text : `<html>${text}</html>`;
  if (/<body[\s>]/i.test(rooted)) return rooted;
  const start = /<\/head\s*>/i.test(rooted) ? /<\/head\s*>/i : /<html[^>]*>/i;
  return rooted.replace(start, '$&<body>');
}

/** Removes comments, joins what text they and character references part, and cuts the tree where it passes the limits. */
function prune(root: PageElement): void {
  let totalDepth = 0;
  const visit = (element: PageElement, depth: number) => {
    for (const node of element.childNodes) {
      if (node.nodeType !== 1) {
        if (node.nodeType !== 3) node.remove();
        continue;
      }
      const child = node as PageElement;
      totalDepth += depth;
      if (totalDepth > limits.totalDepth) child.remove();
      else if (depth < limits.depth) visit(child, depth + 1);
      else child.textContent = shownText(child);
    }
  };
  visit(root, 1);
  root.normalize();
}
