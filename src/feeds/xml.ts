import { TextDecoder } from '@exodus/bytes/encoding.js';
import { Parser } from 'htmlparser2';
import { LRUCache } from 'lru-cache';
import { parseUrl } from '../url.js';
import { bounds } from './bounds.js';

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
  /** Whether the document ends within. */
  isCut?: boolean;
};

/** What an element's descendants inherit from it. */
type Scope = Pick<XmlElement, 'base' | 'language'> & {
  /** Keys of namespaces by prefix. */
  namespaces: Map<string, string>;
  own: Vocabulary | undefined;
};

/** That of the root element, whose names stand for themselves. */
type Vocabulary = { prefix: string; namespace: string };

type OpenElement = { element: XmlElement; scope: Scope; written: string };

/** Real feeds nest some 30 levels, and more where `<br>` is left unclosed. */
const maximalDepth = 256;

const entryNames = /^(?:\w+:)?(?:item|entry)$/i;

/** What may precede the root element: comments, processing instructions, a DTD with its internal subset. */
const preamble = /^(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>)+/i;

/** Vocabularies by namespace name, without scheme, `www.` and final slash. */
const conventionalPrefixes: Record<string, string> = {
  'purl.org/dc/elements/1.0': 'dc:',
  'purl.org/dc/elements/1.1': 'dc:',
  'purl.org/dc/terms': 'dcterms:',
  'purl.org/rss/1.0/modules/content': 'content:',
  'purl.org/rss/1.0/modules/syndication': 'sy:',
  'rssnamespace.org/feedburner/ext/1.0': 'feedburner:',
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

/** `<` that begins no markup; CDATA sections, which have none, are matched to be passed over. */
const looseBracket = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<(?![\p{L}_:/!?])/gu;

/** What no XML document may contain (XML 1.0, section 2.2), though references can name it. */
const forbiddenCharacters = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/gu;

const hasOddCharacter = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u;

/**
 * Reads XML as tolerantly as browsers read HTML: what is unclosed is closed, what is misplaced is kept as text, an
 * entry that begins in another ends that one, references that only HTML knows are read as HTML reads them.
 * Entities declared in a DTD are never expanded and nothing external is fetched.
 *
 * @returns the root element; undefined when there is none
 * @throws RangeError when elements nest deeper than any feed does
 */
export function parseXml(text: string, base?: string): XmlElement | undefined {
  const document = withoutPreamble(text).replace(looseBracket, (match) => (match === '<' ? '&lt;' : match));
  const outside: Scope = { base, language: undefined, namespaces: new Map(), own: undefined };
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let isCdata = false;
  let entries = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length === maximalDepth)
          throw new RangeError(`Elements nest deeper than ${maximalDepth} levels`);
        const parent = parentOf(name, open);
        const opened = openElement(name, attributes, parent?.scope ?? outside);
        parent?.element.children.push(opened.element);
        if (!parent) root ??= opened.element;
        open.push(opened);
      },
      ontext(chunk) {
        const children = open.at(-1)?.element.children;
        if (children)
          appendText(children, isCdata ? chunk.replaceAll('<![CDATA[', '') : readReferences(chunk));
      },
      oncdatastart: () => {
        isCdata = true;
      },
      oncdataend: () => {
        isCdata = false;
      },
      onclosetag(name) {
        const closed = open.pop();
        if (!entryNames.test(name)) return;
        entries += 1;
        if (entries > bounds.entries) closed?.element.children.splice(0); // it will only be counted
      },
    },
    { xmlMode: true },
  );
  parser.write(document);
  for (const { element } of open) element.isCut = true;
  parser.end();
  return root;
}

/** An XML or HTML document from its root element on. */
export function withoutPreamble(text: string): string {
  return text.replace(preamble, '');
}

/** The element's children of that name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string' && child.name === name) as XmlElement[];
}

/** Entries without the last one where the document ends in it: half an article would be kept as a whole one. */
export function wholeEntries(entries: XmlElement[]): XmlElement[] {
  return entries.filter(({ isCut }, index) => !isCut || index === 0);
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

/** Where an element that opens belongs: an entry whose end tag was forgotten ends where the next begins. */
function parentOf(name: string, open: readonly OpenElement[]): OpenElement | undefined {
  const unclosed = entryNames.test(name) ? open.findIndex(({ written }) => written === name) : -1;
  // Entries do stand within entries in foreign elements: as the losing versions of FeedSync, for one.
  const isForgotten = unclosed > 0 && open.slice(unclosed + 1).every(({ written }) => !written.includes(':'));
  return isForgotten ? open[unclosed - 1] : open.at(-1);
}

function openElement(written: string, given: Record<string, string>, outer: Scope): OpenElement {
  const scope = { ...outer };
  const attributes = new Map<string, string>();
  const declared: [prefix: string, namespace: string][] = [];
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    if (/^xmlns(:|$)/.test(key)) declared.push([key.slice(6), namespaceKey(value)]);
    else attributes.set(key, hasOddCharacter.test(value) ? value.replace(forbiddenCharacters, '') : value);
  }
  if (declared.length > 0) scope.namespaces = new Map([...scope.namespaces, ...declared]);
  const [, prefix = '', local = ''] = /^(?:([^:]*):)?(.*)$/s.exec(written.toLowerCase()) ?? [];
  const namespace = scope.namespaces.get(prefix);
  scope.own ??= { prefix, namespace: namespace ?? '' };
  scope.base = resolve(attributes.get('xml:base'), outer.base);
  scope.language = attributes.get('xml:lang') || outer.language;
  const element: XmlElement = {
    name: prefixOf(prefix, namespace, scope.own) + local,
    attributes,
    children: [],
    base: scope.base,
    language: scope.language,
  };
  return { element, scope, written };
}

function appendText(children: XmlElement['children'], chunk: string): void {
  const text = hasOddCharacter.test(chunk)
    ? chunk.replace(forbiddenCharacters, '').replace(/[\u0080-\u009f]/g, windows1252)
    : chunk;
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else if (text) children.push(text);
}

/** Text outside of CDATA: HTML's references, which XML leaves undefined, and section ends without a beginning. */
function readReferences(chunk: string): string {
  if (!/&|\]\]>/.test(chunk)) return chunk;
  return chunk.replace(/&[a-z][a-z\d]*;/gi, htmlReference).replaceAll(']]>', '');
}

const htmlReferences = new LRUCache<string, string>({ max: 500 });

function htmlReference(reference: string): string {
  let text = htmlReferences.get(reference) ?? '';
  if (text === '') {
    new Parser({ ontext: (chunk) => (text += chunk) }).end(reference);
    htmlReferences.set(reference, text);
  }
  return text;
}

/** C1 controls, as `&#146;` makes them, are windows-1252 in disguise: so HTML reads them (section 13.2.5.80). */
function windows1252(control: string): string {
  return new TextDecoder('windows-1252').decode(Uint8Array.of(control.charCodeAt(0)));
}

/** The namespace of the root is the feed's own; of unknown ones, nothing may be taken for a known name. */
function prefixOf(prefix: string, namespace: string | undefined, own: Vocabulary): string {
  if (!namespace) return prefix && prefix !== own.prefix ? `${prefix}:` : '';
  if (namespace === own.namespace && conventionalPrefixes[namespace] !== 'rdf:') return '';
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
