import { isWebAddress } from '../url.js';
import { bounds, readEntries } from './bounds.js';
import type { ReadDate } from './date.js';
import type { Entry, Feed, FeedImage } from './entry.js';
import { imageOf } from './image.js';
import { hasMarkup, innerHtml } from './markup.js';
import { pollingHintsOf } from './polling-hints.js';
import { languageTag, looseText, plainText, resolveHtml, resolveUrl } from './text.js';
import { childOf, childrenOf, textOf, wholeEntries, type XmlElement } from './xml.js';

/** RSS 0.9x, 1.0 and 2.0 with the namespaces in use to our terms. */
export function fromRss(root: XmlElement, format: 'rss' | 'rdf', readDate: ReadDate): Omit<Feed, 'encoding'> {
  const channel = childOf(root, 'channel') ?? root;
  // RSS 1.0 has its items beside the channel, RSS 1.1 in a list of their own.
  const parents = [...new Set([channel, root]), ...childrenOf(channel, 'items')];
  const items = wholeEntries(parents.flatMap((parent) => childrenOf(parent, 'item')));
  return {
    format,
    title: titleOf(childOf(channel, 'title', 'dc:title', 'itunes:title')),
    homepageUrl: linkOf(channel),
    feedUrl: atomLink(channel, 'self'),
    language: languageTag(textOf(childOf(channel, 'language', 'dc:language')) ?? channel.language),
    descriptionHtml: htmlOf(
      childOf(channel, 'description', 'abstract', 'dc:description', 'itunes:summary', 'itunes:subtitle'),
    ),
    authors: namesOf(channel, ['managingeditor', 'author', 'dc:creator', 'dc:author', 'itunes:author']),
    updated: readDate(
      textOf(childOf(channel, 'lastbuilddate', 'pubdate', 'dcterms:modified', 'dc:date', 'atom:updated')),
    ),
    rights: titleOf(childOf(channel, ...rightsNames)),
    image: channelImage(childOf(channel, 'image') ?? childOf(root, 'image')) ?? imageOf(channel),
    ...pollingHintsOf(channel),
    ...(root.isCut ? { isTruncated: true } : {}),
    ...readEntries(items, (item) => entryOf(item, readDate)),
  };
}

const rightsNames = ['copyright', 'dc:rights', 'dcterms:rights', 'dcterms:license', 'media:copyright'];

function entryOf(item: XmlElement, readDate: ReadDate): Entry {
  return {
    id: idOf(childOf(item, 'guid')) ?? item.attributes.get('rdf:about'),
    url: linkOf(item) ?? permalinkOf(item),
    originalUrl: resolveUrl(textOf(childOf(item, 'feedburner:origlink')), item.base),
    title: titleOf(childOf(item, 'title', 'dc:title', 'media:title', 'itunes:title')),
    authors: namesOf(item, ['author', 'dc:creator', 'dc:author', 'itunes:author']),
    published: readDate(
      textOf(childOf(item, 'pubdate', 'dcterms:issued', 'dcterms:created', 'dc:date', 'atom:published')),
    ),
    updated: readDate(textOf(childOf(item, 'atom:updated', 'dcterms:modified', 'dc:date'))),
    summaryHtml: htmlOf(
      childOf(
        item,
        'description',
        'abstract',
        'dc:description',
        'media:description',
        'itunes:summary',
        'itunes:subtitle',
        'summary',
      ),
    ),
    contentHtml: htmlOf(
      childOf(item, 'content:encoded', 'xhtml:body', 'body', 'fullitem', 'atom:content', 'content'),
    ),
    categories: ['category', 'dc:subject']
      .flatMap((name) => childrenOf(item, name))
      .flatMap((category) => titleOf(category) ?? []),
    image: imageOf(item),
    language: languageTag(textOf(childOf(item, 'dc:language')) ?? item.language),
    rights: titleOf(childOf(item, ...rightsNames)),
  };
}

/** The last `link` that leads anywhere, as its text or, in older and mixed formats, an attribute. */
function linkOf(element: XmlElement): string | undefined {
  const own = childrenOf(element, 'link').filter(({ attributes }) =>
    /^$|alternate/.test(attributes.get('rel') ?? ''),
  );
  const urls = own.map((link) => resolveUrl(textOf(link) ?? link.attributes.get('href'), link.base));
  return (
    urls.findLast(Boolean) ??
    atomLink(element, 'alternate') ??
    resolveUrl(element.attributes.get('href'), element.base)
  );
}

function atomLink(element: XmlElement, rel: string): string | undefined {
  const link = childrenOf(element, 'atom:link').find(
    ({ attributes }) => (attributes.get('rel') ?? 'alternate') === rel,
  );
  return resolveUrl(link?.attributes.get('href'), link?.base);
}

/** Whatever stands there, the same whether its markup is escaped or not. */
function idOf(guid: XmlElement | undefined): string | undefined {
  return guid && hasMarkup(guid) ? innerHtml(guid) : textOf(guid);
}

/** A `guid` is an address unless it says otherwise (RSS 2.0); so is the subject of an RSS 1.0 item. */
function permalinkOf(item: XmlElement): string | undefined {
  const guid = childOf(item, 'guid');
  const id = guid?.attributes.get('ispermalink') !== 'false' ? textOf(guid) : undefined;
  return [id, item.attributes.get('rdf:about')].find(isWebAddress);
}

/** Of the first kind of name that is given, all: `me@example.org (Jo)`, `Jo <me@example.org>` and `Jo` are Jo. */
function namesOf(element: XmlElement, kinds: string[]): string[] {
  const persons = kinds.map((kind) => childrenOf(element, kind)).find(({ length }) => length > 0) ?? [];
  return persons.flatMap((person) => {
    // The address is sought from every character on.
    const text = (titleOf(childOf(person, 'name') ?? person) ?? '').slice(0, bounds.name);
    const name = text
      .replace(/(?:mailto:)?[^\s<>()@]+@[^\s<>()]+/g, '')
      .replace(/[<(]\s*[)>]/g, '')
      .trim();
    return name.replace(/^\((.*)\)$/, '$1') || text || [];
  });
}

function channelImage(image: XmlElement | undefined): FeedImage | undefined {
  const url = image && resolveUrl(textOf(childOf(image, 'url')), image.base);
  return url ? { url, alt: titleOf(childOf(image, 'title')) } : undefined;
}

function htmlOf(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  const html = hasMarkup(element) ? innerHtml(element) : resolveHtml(textOf(element), element.base);
  return html || undefined;
}

function titleOf(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  return (hasMarkup(element) ? plainText(innerHtml(element)) : looseText(textOf(element) ?? '')) || undefined;
}
