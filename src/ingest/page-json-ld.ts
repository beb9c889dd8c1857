import { type PageDocument, parsePage, shownText } from './page-dom.js';

/** What a page says of itself in JSON-LD with schema.org terms, as strings exactly as stated. */
export type JsonLdArticle = {
  headline?: string;
  authors: string[];
  datePublished?: string;
  dateModified?: string;
  image?: string;
  publisher?: string;
  inLanguage?: string;
  /** `isBasedOn`: the work that this one republishes. */
  isBasedOn?: string;
};

/** A step of a trail; `url` as stated. */
export type JsonLdCrumb = { name: string; url?: string };

type JsonObject = Record<string, unknown>;

const articleTypes = /(Article|Posting|Report|Review|NewsItem|WebPage|Recipe|VideoObject|DiscussionForum)$/;

/** Deeper or longer than any real page's; a hostile one ends here. */
const limits = { depth: 12, objects: 2000, items: 50 };

/** Every JSON-LD object in the page, those inside `@graph` and other objects after those around them. */
export function jsonLdObjects(document: PageDocument): JsonObject[] {
  const objects: JsonObject[] = [];
  const collect = (value: unknown, depth: number) => {
    if (depth > limits.depth || objects.length >= limits.objects) return;
    if (Array.isArray(value)) for (const item of value) collect(item, depth + 1);
    if (!isObject(value)) return;
    objects.push(value);
    for (const inner of Object.values(value)) if (typeof inner === 'object') collect(inner, depth + 1);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    collect(parsed(script.textContent), 0);
  }
  return objects;
}

/** The article among a page's JSON-LD objects; a `WebPage` stands in for one only where there is none. */
export function jsonLdArticle(objects: JsonObject[]): JsonLdArticle {
  const candidates = objects.filter((object) => typeNames(object).some((name) => articleTypes.test(name)));
  const article =
    candidates.find((object) => typeNames(object).some((name) => /(Article|Posting|Report)$/.test(name))) ??
    candidates.find((object) => object.datePublished) ??
    objects.find((object) => object.pubDate) ?? // Baidu's vocabulary
    {};
  return {
    headline: textOf(article.headline) ?? (candidates.includes(article) ? textOf(article.name) : undefined),
    authors: listOf(article.author)
      .slice(0, limits.items)
      .flatMap((author) => named(author, objects) ?? []),
    datePublished: textOf(article.datePublished) ?? textOf(article.pubDate),
    dateModified: textOf(article.dateModified) ?? textOf(article.upDate),
    image: listOf(article.image).map(addressOf).find(Boolean),
    isBasedOn: listOf(article.isBasedOn).map(addressOf).find(Boolean),
    publisher: named(article.publisher, objects),
    inLanguage: textOf(article.inLanguage),
  };
}

/** The first `BreadcrumbList` of a page, in the order of its positions. */
export function jsonLdBreadcrumbs(objects: JsonObject[]): JsonLdCrumb[] {
  const list = objects.find((object) => typeNames(object).includes('BreadcrumbList'));
  return listOf(list?.itemListElement)
    .slice(0, limits.items)
    .filter(isObject)
    .sort((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0))
    .flatMap((entry) => {
      const name = textOf(entry.name) ?? named(entry.item, objects);
      return name ? [{ name, url: addressOf(entry.item) }] : [];
    });
}

/** Some pages print control characters, comments or a trailing semicolon into their JSON. */
function parsed(json: string): unknown {
  const text = json
    .replace(/^\s*(<!--|<!\[CDATA\[|\/\*.*?\*\/)+|((-->|\]\]>|;)\s*)+$/gs, '')
    .replace(/\p{Cc}+/gu, ' ');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Text, which some pages escape as if it stood in HTML. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  return shownText(/&[#\w]+;/.test(text) ? parsePage(text).body : { textContent: text }) || undefined;
}

function typeNames(object: JsonObject): string[] {
  return listOf(object['@type']).filter((name) => typeof name === 'string');
}

/** A name given as text, as an object, or as the `@id` of an object elsewhere on the page. */
function named(value: unknown, objects: JsonObject[]): string | undefined {
  if (!isObject(value)) return textOf(value);
  const whole = value.name ? value : objects.find((object) => object.name && object['@id'] === value['@id']);
  return value['@id'] || value.name ? textOf(whole?.name) : undefined;
}

function addressOf(value: unknown): string | undefined {
  return isObject(value) ? (textOf(value.url) ?? textOf(value['@id'])) : textOf(value);
}
