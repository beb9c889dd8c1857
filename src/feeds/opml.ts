import { generateOpml as writeOpml } from 'feedsmith';
import { isWebAddress } from '../url.js';
import { decodeText } from './decode.js';
import { languageTag, looseText } from './text.js';
import { childOf, parseXml, textOf, type XmlElement } from './xml.js';

/** A feed in a subscription list. */
export type Outline = {
  title?: string;
  /** What outliners show; most lists give it as well as the title, and the same. */
  text?: string;
  feedUrl?: string;
  homepageUrl?: string;
  language?: string;
  description?: string;
  /** The names of the folders that it lies in, outermost first. */
  folder: string[];
};

/** A subscription list: its feeds alone, flat and in order. */
export type Opml = { title?: string; outlines: Outline[] };

/** What feedsmith takes to write; as far as it is used here. */
type OutlineTree = { text: string; outlines?: OutlineTree[]; [attribute: string]: unknown };

/** Ten times the largest lists that are published. */
const mostOutlines = 20_000;

const feedTypes = /^(?:rss|atom|rdf|feed|pie)/i;

/**
 * Reads OPML 1.0, 1.1 and 2.0 (http://opml.org/spec2.opml), in any encoding, however malformed. Outlines without the
 * address of a feed are folders, or nothing. Inclusions of other lists are not followed.
 *
 * @returns undefined for what is no OPML, or nests deeper than any list does
 */
export function parseOpml(bytes: Uint8Array, options: { contentType?: string } = {}): Opml | undefined {
  const { text } = decodeText(bytes, { contentType: options.contentType, kind: 'xml' });
  const root = rootOf(text);
  if (root?.name !== 'opml') return undefined;
  return {
    title: titleOf(textOf(childOf(childOf(root, 'head'), 'title'))),
    outlines: outlinesIn(root, []).slice(0, mostOutlines),
  };
}

/** A subscription list as OPML 2.0, folders first named first. */
export function generateOpml(opml: { title: string; outlines: readonly Outline[]; createdAt: Date }): string {
  const tree: OutlineTree[] = [];
  for (const outline of opml.outlines) folderAt(tree, outline.folder).push(treeOf(outline));
  return writeOpml({
    head: { title: opml.title, dateCreated: opml.createdAt },
    body: { outlines: tree },
  });
}

function rootOf(text: string): XmlElement | undefined {
  try {
    return parseXml(text.trimStart());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Wherever they stand: some lists have them beside the body. */
function outlinesIn(element: XmlElement, folder: string[]): Outline[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    if (child.name !== 'outline') return outlinesIn(child, folder);
    const outline = outlineOf(child, folder);
    if (outline.feedUrl) return [outline, ...outlinesIn(child, folder)];
    const name = outline.text ?? outline.title;
    return outlinesIn(child, name === undefined ? folder : [...folder, name]);
  });
}

function outlineOf({ attributes }: XmlElement, folder: string[]): Outline {
  const url = attributes.get('url');
  const ofFeed = feedTypes.test(attributes.get('type') ?? '') ? url : undefined;
  return {
    title: titleOf(attributes.get('title')),
    text: titleOf(attributes.get('text')),
    feedUrl: webAddress(attributes.get('xmlurl') || ofFeed),
    homepageUrl: webAddress(attributes.get('htmlurl')),
    language: languageTag(attributes.get('language')),
    description: titleOf(attributes.get('description')),
    folder,
  };
}

/** Some readers write `feed:` for `http:`, or before it. */
function webAddress(url: string | undefined): string | undefined {
  const address = url
    ?.trim()
    .replace(/^feed:(?=\/\/)/i, 'http:')
    .replace(/^feed:/i, '');
  return isWebAddress(address) ? address : undefined;
}

function titleOf(text: string | undefined): string | undefined {
  return looseText(text ?? '') || undefined;
}

function folderAt(tree: OutlineTree[], [name, ...rest]: string[]): OutlineTree[] {
  if (name === undefined) return tree;
  let folder = tree.find(({ text, xmlUrl }) => text === name && xmlUrl === undefined);
  if (!folder) {
    folder = { text: name };
    tree.push(folder);
  }
  folder.outlines ??= [];
  return folderAt(folder.outlines, rest);
}

/** `text` is required and `type` is what makes it a subscription. */
function treeOf({ title, text, feedUrl, homepageUrl, language, description }: Outline): OutlineTree {
  const name = title ?? text ?? feedUrl ?? '';
  return {
    text: text ?? name,
    title: name,
    type: 'rss',
    xmlUrl: feedUrl,
    htmlUrl: homepageUrl,
    language,
    description,
  };
}
