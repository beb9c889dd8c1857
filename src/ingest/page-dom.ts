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
  textContent: string;
  innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  matches(selector: string): boolean;
  after(...nodes: PageNode[]): void;
  contains(node: PageNode | null): boolean;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement> & { readonly length: number };
};

/** A parsed page: `documentElement` is `html`, and there is a `body`. */
export type PageDocument = Pick<PageElement, 'querySelector' | 'querySelectorAll'> & {
  readonly documentElement: PageElement;
  readonly head: PageElement;
  readonly body: PageElement;
};

/**
 * What is read of a page at most. The tree builder is quadratic in open elements and Readability cubic in
 * depth, so a hostile page is cut before either; the HTML standard lets user agents bound depth as well.
 */
const limits = { characters: 3_000_000, marks: 40_000, depth: 100 };

/** Parses a page: its first 3 million characters, 40,000 tags and character references, 100 levels of nesting. */
export function parsePage(html: string): PageDocument {
  const { document } = parseHTML(wholePage(bounded(html))) as { document: PageDocument };
  // `document.body` is made anew unless it follows the head, which stray elements in the head prevent.
  const body = document.querySelector('body');
  if (body) document.head.after(body);
  flatten(document.body);
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

/** Cuts what makes the parser slow: stray `<`, tags of ten thousand attributes, and all past the limits. */
function bounded(html: string): string {
  const text = html
    .slice(0, limits.characters)
    .replace(/<(?![a-z/!?])/gi, '&lt;')
    .slice(0, limits.characters)
    .replace(/<[a-z][^\s<]*(?:\s+[^\s<]+){10000}[^<]*/gi, (tag) =>
      tag.slice(tag.lastIndexOf('>') + 1 || tag.length),
    );
  const marks = /<\/?[a-z]|&/gi;
  for (let count = 0; count < limits.marks; count++) if (!marks.test(text)) return text;
  return text.slice(0, marks.lastIndex - 1).replace(/<[^<>]*$/, '');
}

/** The tree builder adds no element that a page leaves out, though HTML allows to leave out these three. */
function wholePage(html: string): string {
  const text = html.replace(/^[^<]*<!doctype[^>]*>/i, '').replace(/\0/g, '');
  const rooted = /<html[\s>]/i.test(text) ? text : `<html>${text}</html>`;
  if (/<body[\s>]/i.test(rooted)) return rooted;
  const start = /<\/head\s*>/i.test(rooted) ? /<\/head\s*>/i : /<html[^>]*>/i;
  return rooted.replace(start, '$&<body>');
}

function flatten(root: PageElement): void {
  let level = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === limits.depth) for (const element of level) element.textContent = shownText(element);
    level = level.flatMap((element) => [...element.children]);
  }
}
