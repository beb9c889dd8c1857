import type { FeedImage } from './entry.js';
import { resolveUrl } from './text.js';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.js';

/** The picture that an RSS item or Atom entry names: Media RSS, enclosures, iTunes, in this order. */
export function imageOf(element: XmlElement): FeedImage | undefined {
  const groups = [element, ...childrenOf(element, 'media:group')];
  const media = groups.flatMap((group) => [...childrenOf(group, 'media:content')].filter(isImage));
  const thumbnails = [...groups, ...groups.flatMap((group) => childrenOf(group, 'media:content'))].flatMap(
    (group) => childrenOf(group, 'media:thumbnail'),
  );
  const links = childrenOf(element, 'link').filter(({ attributes }) => attributes.get('rel') === 'enclosure');
  const enclosures = [...childrenOf(element, 'enclosure'), ...links].filter(isImage);
  const first = [...media, ...thumbnails, ...enclosures, ...childrenOf(element, 'itunes:image')].find(
    address,
  );
  return first && describe(first);
}

function isImage({ attributes }: XmlElement): boolean {
  return attributes.get('medium') === 'image' || Boolean(attributes.get('type')?.startsWith('image/'));
}

function address({ attributes }: XmlElement): string | undefined {
  return attributes.get('url') ?? attributes.get('href');
}

function describe(element: XmlElement): FeedImage | undefined {
  const url = resolveUrl(address(element), element.base);
  const alt = textOf(childOf(element, 'media:title', 'media:description'));
  return url ? { url, alt, width: pixels(element, 'width'), height: pixels(element, 'height') } : undefined;
}

function pixels({ attributes }: XmlElement, name: string): number | undefined {
  return Number.parseInt(attributes.get(name) ?? '', 10) || undefined;
}
