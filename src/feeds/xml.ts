import { TextDecoder } from '@exodus/bytes/encoding.js';
import { DOMParser } from 'linkedom';
import { parseUrl } from '../url.js';

/** An element of a feed, with what it inherits. */
export type XmlElement = {
  /** In lower case: `title` in the feed's own vocabulary, `dc:creator` in another, by its conventional prefix. */
  name: string;
  /** By lower-case name as written, without namespace declarations. */
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  /** The base of relative URLs here (XML Base). */
  base: string | undefined;
  /** The language of the text here (`xml:lang`). */
  language: string | undefined;
};

/** What is used here of the DOM. */
type DomNode = {
  nodeType: number;
  nodeName: string;
  nodeValue: string | null;
  childNodes: Iterable<DomNode>;
};
type DomElement = DomNode & { attributes: Iterable<{ name: string; value: string }> };

type Scope = Pick<XmlElement, 'base' | 'language'> & { namespaces: Map<string, string> };

/** Real feeds nest some 30 levels, and more where `<br>` is left unclosed. */
const maximalDepth = 256;

/** What may precede the root element: comments, processing instructions, a DTD with its internal subset. */
const preamble = /^(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>)+/i;

/** Vocabularies by namespace name, without scheme, `www.` and final slash. */
const conventionalPrefixes: Record<string, string> = {
  'purl.org/dc/elements/1.0': 'dc:',
  'purl.org/dc/elements/1.1': 'dc:',
  'purl.org/dc/terms': 'dcterms:',
  'purl.org/rss/1.0/modules/content': 'content:',
  'search.yahoo.com/mrss': 'media:',
  'itunes.com/dtds/podcast-1.0.dtd': 'itunes:',
  'w3.org/2005/atom': 'atom:',
  'purl.org/atom/ns#': 'atom:',
  'w3.org/1999/xhtml': 'xhtml:',
  'w3.org/1999/02/22-rdf-syntax-ns#': 'rdf:',
  'purl.org/rss/1.0': '',
  'my.netscape.com/rdf/simple/0.9': '',
  'channel.netscape.com/rdf/simple/0.9': '',
  'backend.userland.com/rss2': '',
};

/**
 * Reads XML as tolerantly as browsers read HTML: what is unclosed is closed, what is misplaced is kept as text.
 * Entities declared in a DTD are never expanded and nothing external is fetched.
 *
 * @returns the root element; undefined when there is none
 * @throws RangeError when elements nest deeper than any feed does
 */
export function parseXml(text: string, base?: string): XmlElement | undefined {
  const document = withoutPreamble(text); // the parser would end a DTD at the first declaration in it
  rejectDeepNesting(document);
  const dom = new DOMParser().parseFromString(document, 'text/xml') as unknown as DomNode;
  const root = [...dom.childNodes].find(isElement);
  return root && elementOf(root, { base, language: undefined, namespaces: new Map() });
}

/** An XML or HTML document from its root element on. */
export function withoutPreamble(text: string): string {
  return text.replace(preamble, '');
}

/** The element's children of that name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string' && child.name === name) as XmlElement[];
}

/** The last child that is not empty, of the first of these names that has one: a later value corrects an earlier. */
export function childOf(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  for (const name of names) {
    const child = element && childrenOf(element, name).findLast(({ children }) => children.length > 0);
    if (child) return child;
  }
  return undefined;
}

/** All text within, trimmed; undefined when there is none. */
export function textOf(element: XmlElement | undefined): string | undefined {
  return element && (rawText(element).trim() || undefined);
}

function rawText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('');
}

function elementOf(node: DomElement, outer: Scope, root?: string): XmlElement {
  const scope = { ...outer };
  const attributes = new Map<string, string>();
  for (const { name, value } of node.attributes) {
    const key = name.toLowerCase();
    if (!/^xmlns(:|$)/.test(key)) attributes.set(key, value);
    else scope.namespaces = new Map(scope.namespaces).set(key.slice(6), namespaceKey(value));
  }
  const [, prefix = '', local = ''] = /^(?:([^:]*):)?(.*)$/.exec(node.nodeName.toLowerCase()) ?? [];
  const namespace = scope.namespaces.get(prefix);
  const own = root ?? namespace ?? '';
  scope.base = resolve(attributes.get('xml:base'), outer.base);
  scope.language = attributes.get('xml:lang') || outer.language;
  return {
    name: prefixOf(prefix, namespace, own) + local,
    attributes,
    children: [...node.childNodes].flatMap((child) => contentOf(child, scope, own)),
    base: scope.base,
    language: scope.language,
  };
}

function contentOf(node: DomNode, scope: Scope, root: string): (XmlElement | string)[] {
  if (isElement(node)) return [elementOf(node, scope, root)];
  const isText = node.nodeType === 3 || node.nodeType === 4;
  return isText && node.nodeValue ? [node.nodeValue.replace(/[\u0080-\u009f]/g, windows1252)] : [];
}

/** C1 controls, as `&#146;` makes them, are windows-1252 in disguise: so HTML reads them (section 13.2.5.80). */
function windows1252(control: string): string {
  return new TextDecoder('windows-1252').decode(Uint8Array.of(control.charCodeAt(0)));
}

/** The namespace of the root is the feed's own; of unknown ones, nothing may be taken for a known name. */
function prefixOf(prefix: string, namespace: string | undefined, root: string): string {
  if (!namespace) return prefix && `${prefix}:`;
  if (namespace === root && conventionalPrefixes[root] !== 'rdf:') return '';
  return conventionalPrefixes[namespace] ?? `{${namespace}}`;
}

function namespaceKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?|\/$/g, '');
}

function resolve(url: string | undefined, base: string | undefined): string | undefined {
  return url === undefined ? base : (parseUrl(url, base)?.href ?? base);
}

function isElement(node: DomNode): node is DomElement {
  return node.nodeType === 1;
}

/**
 * Each stray end tag costs the parser a search through the open elements, and there may be many of both: so the
 * depth is counted first, with end tags closing what they do in the parser.
 */
function rejectDeepNesting(text: string): void {
  const markup = text.replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g, '');
  const open: string[] = [];
  for (const [, slash, name = '', empty] of markup.matchAll(/<(\/?)([a-z_][^\s/<>]*)[^<>]*?(\/?)>/gi)) {
    const start = slash ? open.lastIndexOf(name) : -1;
    if (start >= 0) open.length = start;
    if (!slash && !empty) open.push(name);
    if (open.length > maximalDepth) throw new RangeError(`Elements nest deeper than ${maximalDepth} levels`);
  }
}
