import { escapeHtml, resolveUrl } from './text.js';
import type { XmlElement } from './xml.js';

const urlAttributes = new Set(['href', 'src', 'poster', 'cite', 'background', 'longdesc']);
const voidElements = new Set([
  'area',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'source',
  'track',
  'wbr',
]);

/** Whether an element holds other elements, and so its markup is not escaped. */
export function hasMarkup(element: XmlElement): boolean {
  return element.children.some((child) => typeof child !== 'string');
}

/**
 * What an element holds as HTML, its URLs absolute by XML Base. The one `div` that Atom wraps XHTML in is no part
 * of it (RFC 4287 section 3.1.1.3).
 */
export function innerHtml(element: XmlElement): string {
  const [only, ...others] = element.children.filter((child) => typeof child !== 'string' || child.trim());
  const isWrapper = typeof only === 'object' && others.length === 0 && localName(only) === 'div';
  return (isWrapper ? only : element).children.map(htmlOf).join('').trim();
}

function htmlOf(node: XmlElement | string): string {
  if (typeof node === 'string') return escapeHtml(node);
  const name = localName(node);
  const attributes = [...node.attributes].map(([key, value]) => {
    const url = urlAttributes.has(key) ? resolveUrl(value, node.base) : undefined;
    return ` ${key}="${escapeHtml(url ?? value).replaceAll('"', '&quot;')}"`;
  });
  const start = `<${name}${attributes.join('')}>`;
  return voidElements.has(name) ? start : `${start}${node.children.map(htmlOf).join('')}</${name}>`;
}

function localName({ name }: XmlElement): string {
  return name.replace(/^\{.*\}|^[^:]*:/, '');
}
