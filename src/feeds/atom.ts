import { readEntries } from './bounds.js';
import type { ReadDate } from './date.js';
import type { Entry, Feed } from './entry.js';
import { imageOf } from './image.js';
import { hasMarkup, innerHtml } from './markup.js';
import { pollingHintsOf } from './polling-hints.js';
import { escapeHtml, languageTag, oneLine, plainText, resolveHtml, resolveUrl } from './text.js';
import { childOf, childrenOf, textOf, wholeEntries, type XmlElement } from './xml.js';

/** Atom 1.0 (RFC 4287) and 0.3 to our terms, also an entry that stands alone. */
export function fromAtom(root: XmlElement, readDate: ReadDate): Omit<Feed, 'encoding'> {
  const authors = authorsOf(root);
  const logo = resolveUrl(textOf(childOf(root, 'logo', 'icon')), root.base);
  const entries = root.name === 'entry' ? [root] : wholeEntries(childrenOf(root, 'entry'));
  return {
    format: 'atom',
    title: titleOf(childOf(root, 'title')),
    homepageUrl: linkOf(root, 'alternate'),
    feedUrl: linkOf(root, 'self'),
    language: languageTag(root.language ?? textOf(childOf(root, 'dc:language'))),
    descriptionHtml: htmlOf(
      childOf(root, 'subtitle', 'tagline', 'info', 'itunes:summary', 'itunes:subtitle'),
    ),
    authors,
    updated: readDate(textOf(childOf(root, 'updated', 'modified', 'dc:date'))),
    rights: rightsOf(root),
    image: logo ? { url: logo } : undefined,
    ...pollingHintsOf(root),
    ...(root.isCut ? { isTruncated: true } : {}),
    ...readEntries(entries, (entry) => entryOf(entry, authors, readDate)),
  };
}

function entryOf(entry: XmlElement, feedAuthors: string[], readDate: ReadDate): Entry {
  const authors = [entry, ...childrenOf(entry, 'source')].map(authorsOf).find(({ length }) => length > 0);
  const group = childOf(entry, 'media:group');
  return {
    id: resolveUrl(textOf(childOf(entry, 'id')), entry.base),
    url: linkOf(entry, 'alternate'),
    originalUrl: resolveUrl(textOf(childOf(entry, 'feedburner:origlink')), entry.base),
    title: titleOf(childOf(entry, 'title', 'dc:title') ?? childOf(group, 'media:title')),
    authors: authors ?? feedAuthors,
    published: readDate(
      textOf(childOf(entry, 'published', 'issued', 'created', 'dcterms:issued', 'dc:date')),
    ),
    updated: readDate(textOf(childOf(entry, 'updated', 'modified', 'dcterms:modified'))),
    summaryHtml: htmlOf(childOf(entry, 'summary', 'dc:description') ?? childOf(group, 'media:description')),
    contentHtml: htmlOf(childOf(entry, 'content')),
    categories: categoriesOf(entry),
    image: imageOf(entry),
    language: languageTag(entry.language),
    rights: rightsOf(entry),
  };
}

/** A page is preferred to other representations; no `rel` means `alternate` (RFC 4287 section 4.2.7.2). */
function linkOf(element: XmlElement, rel: string): string | undefined {
  const links = childrenOf(element, 'link').filter(
    ({ attributes }) => (attributes.get('rel') || 'alternate') === rel,
  );
  const page = links.find(({ attributes }) => /html|^$/.test(attributes.get('type') ?? ''));
  const link = page ?? links[0];
  return resolveUrl(link?.attributes.get('href') ?? textOf(link), link?.base);
}

function authorsOf(element: XmlElement): string[] {
  const persons = [...childrenOf(element, 'author'), ...childrenOf(element, 'dc:creator')];
  return persons.flatMap((person) => {
    const name = textOf(childOf(person, 'name', 'email', 'uri', 'url'));
    return name ?? (hasMarkup(person) ? [] : (textOf(person) ?? []));
  });
}

function categoriesOf(element: XmlElement): string[] {
  const terms = childrenOf(element, 'category').map(
    ({ attributes }) => attributes.get('label') ?? attributes.get('term'),
  );
  const subjects = childrenOf(element, 'dc:subject').map(textOf);
  return [...terms, ...subjects].flatMap((name) => name?.trim() || []);
}

function rightsOf(element: XmlElement): string | undefined {
  return titleOf(childOf(element, 'rights', 'copyright', 'dc:rights')) ?? linkOf(element, 'license');
}

/** Escaped HTML in a stray `div`, as TypePad wrote it: the markup that is meant is the escaped one. */
function isWrapped(element: XmlElement): boolean {
  const [only, ...others] = element.children.filter((child) => typeof child !== 'string' || child.trim());
  const isOne = typeof only === 'object' && others.length === 0 && !hasMarkup(only);
  return isOne && element.attributes.get('type') === 'html';
}

/** The text of an encoded construct: Atom 0.3 `mode="base64"`, Atom 1.0 by media type (RFC 4287 section 4.1.3.3). */
function decodedText({ attributes }: XmlElement, text: string): string | undefined {
  const isBase64 =
    attributes.get('mode') === 'base64' || attributes.get('type') === 'application/octet-stream';
  return isBase64 ? Buffer.from(text, 'base64').toString() : undefined;
}

/** HTML unless its type says that it is text: RFC 4287 section 3.1, with the media types of Atom 0.3. */
function isHtml({ attributes }: XmlElement): boolean {
  return /^html$|\/html|\+xml/.test(attributes.get('type')?.toLowerCase() ?? 'text');
}

function htmlOf(element: XmlElement | undefined): string | undefined {
  const text = textOf(element);
  if (!element || !text) return element && (innerHtml(element) || undefined);
  const decoded = decodedText(element, text);
  if (decoded !== undefined) return resolveHtml(decoded, element.base);
  if (hasMarkup(element)) return isWrapped(element) ? resolveHtml(text, element.base) : innerHtml(element);
  return isHtml(element) ? resolveHtml(text, element.base) : escapeHtml(text);
}

function titleOf(element: XmlElement | undefined): string | undefined {
  const text = textOf(element);
  if (!element || !text) return undefined;
  if (hasMarkup(element)) return plainText(innerHtml(element)) || undefined;
  const decoded = decodedText(element, text);
  return decoded !== undefined || isHtml(element) ? plainText(decoded ?? text) : oneLine(text);
}
