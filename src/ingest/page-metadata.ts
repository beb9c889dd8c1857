import { type PageDocument, webUrl } from './page-dom.js';
import type { JsonLdArticle } from './page-json-ld.js';
import type { PageLine } from './page-lines.js';

/** What a page's head says of the article. */
export type PageMetadata = {
  /** As stated: an entry may hold several names. */
  authors: string[];
  language?: string;
  siteName?: string;
  canonicalUrl?: string;
  image?: string;
  /** The original, where the head names it. */
  originalUrl?: string;
};

/** Looks up `meta` content: the first non-empty one among these names, in the order of the names. */
export type MetaReader = (...names: string[]) => string | undefined;

/**
 * Reads the `meta` elements of a page. Case does not matter, nor whether a prefix ends in a dot or a colon; one
 * element may bear several names.
 */
export function metaReader(document: PageDocument): MetaReader {
  const contents = new Map<string, string>();
  for (const element of document.querySelectorAll('meta')) {
    const content = (element.getAttribute('content') ?? element.getAttribute('value'))?.trim();
    const keys = ['name', 'property', 'itemprop', 'http-equiv'].flatMap(
      (key) => element.getAttribute(key)?.split(/\s+/) ?? [],
    );
    for (const key of keys.map(normalised)) if (content && !contents.has(key)) contents.set(key, content);
  }
  return (...names) => names.map((name) => contents.get(normalised(name))).find(Boolean);
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll(':', '.');
}

/** The address against which a page resolves references: its `base` element's, else its own. */
export function baseUrl(document: PageDocument, url?: string): string | undefined {
  return webUrl(document.querySelector('base[href]')?.getAttribute('href'), url) ?? webUrl(url);
}

/** Reads the head of a page: Open Graph (https://ogp.me), JSON-LD, Dublin Core and plain `meta` names. */
export function pageMetadata(
  document: PageDocument,
  meta: MetaReader,
  article: JsonLdArticle,
  lines: PageLine[],
  base?: string,
): PageMetadata {
  const address = (...names: string[]) => webUrl(meta(...names), base);
  const author = meta(
    ...['dc.creator', 'dcterms.creator', 'dcterm.creator', 'author', 'parsely-author', 'sailthru.author'],
    ...['cXenseParse:author', 'citation_author', 'twitter:creator:name', 'byl', 'article:author'],
  );
  return {
    authors: article.authors.length > 0 ? article.authors : author ? [author] : [],
    language: pageLanguage(document, meta, article.inLanguage, lines),
    siteName: meta('og:site_name', 'application-name', 'SiteName') ?? article.publisher,
    canonicalUrl: canonicalAddress(document, meta, base),
    image:
      address('og:image', 'og:image:url', 'twitter:image', 'twitter:image:src') ??
      webUrl(article.image, base),
    originalUrl: address('original-source', 'syndication-source') ?? webUrl(article.isBasedOn, base),
  };
}

/**
 * The address that the page calls its own: `rel=canonical` (RFC 6596), else Open Graph's. A front page is believed to
 * be that of no article, for templates that give every page the same one are common.
 */
function canonicalAddress(document: PageDocument, meta: MetaReader, base?: string): string | undefined {
  const isFront = (url: string) => /^https?:\/\/[^/]+\/(?:index\.\w+)?$/.test(url);
  const links = [...document.querySelectorAll('link[rel~="canonical" i]')].slice(0, 5);
  const stated = [...links.map((link) => link.getAttribute('href')), meta('og:url')];
  return stated
    .map((reference) => webUrl(reference, base))
    .find((url) => url && (!isFront(url) || (base !== undefined && isFront(base))));
}

/**
 * The language as a BCP 47 tag. Declared, except that the script of the text overrules a template's `lang`:
 * kana is Japanese, hangul Korean, and Han without kana Chinese.
 */
function pageLanguage(
  document: PageDocument,
  meta: MetaReader,
  stated: string | undefined,
  lines: PageLine[],
): string | undefined {
  const root = document.documentElement;
  const declared = [
    root.getAttribute('lang'),
    root.getAttribute('xml:lang'),
    meta('content-language', 'og:locale', 'dc.language'),
    stated,
    document.body.getAttribute('lang'),
  ]
    .map((tag) => languageTag(tag))
    .find(Boolean);
  const script = scriptLanguage(lines);
  return script && !declared?.startsWith(script) ? script : declared;
}

/** The direction of the text as the page states it, on the element closest to the headline first. */
export function pageDirection(document: PageDocument): 'ltr' | 'rtl' | undefined {
  const stated =
    document.querySelector('h1')?.closest('[dir]') ?? document.querySelector('html[dir], body[dir]');
  const direction = stated?.getAttribute('dir')?.toLowerCase();
  return direction === 'ltr' || direction === 'rtl' ? direction : undefined;
}

function languageTag(text: string | null | undefined): string | undefined {
  const tag = text?.split(/[,;]/)[0]?.trim().replaceAll('_', '-') ?? '';
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

function scriptLanguage(lines: PageLine[]): string | undefined {
  const sample = lines
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 20_000);
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const [han, kana, hangul, letters] = [
    count(/\p{Script=Han}/gu),
    count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu),
    count(/\p{Script=Hangul}/gu),
    count(/\p{L}/gu),
  ];
  if (han + kana + hangul < letters * 0.3) return undefined;
  if (hangul > han + kana) return 'ko';
  return kana > (han + kana) * 0.1 ? 'ja' : 'zh';
}
