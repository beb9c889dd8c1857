import { hash } from 'node:crypto';
import type { Article } from '../../entities/article.js';
import type { ArticleBody } from '../../entities/article-body.js';
import { DatePrecision, type LinkKind } from '../../entities/enums.js';
import type { Image } from '../../entities/image.js';
import type { RelatedLink } from '../../entities/related-link.js';
import type { Rights } from '../../entities/rights.js';
import type { Source } from '../../entities/source.js';
import { canonicalUrl } from './canonical-url.js';
import { cleanHtml, textToHtml } from './clean-html.js';
import { plainText } from './plain-text.js';
import { unstatedRights } from './rights.js';
import { findSections } from './sections.js';
import { slugBase } from './slug.js';
import { countWords } from './word-count.js';

/** An article as somebody wants it published. Text and addresses are not trusted. */
export interface ArticleDraft {
  /** What makes it the same article: see src/catalog/canonical-url.ts. */
  originalUrl: string;
  sourceId: number;
  /** Plain text. */
  headline: string;
  /** Absent or null, together with `bodyText`: only headline, link and date are held. */
  bodyHtml?: string | null | undefined;
  /** Plain text, paragraphs parted by an empty line; used where there is no `bodyHtml`. */
  bodyText?: string | null | undefined;
  /** Plain text; the opening of the body where absent. */
  abstract?: string | null | undefined;
  /** BCP 47; that of the source where absent. */
  language?: string | null | undefined;
  authors?: readonly string[] | undefined;
  image?: Partial<Image> | null | undefined;
  /** Milliseconds. */
  publishedAt: number;
  publishedPrecision?: DatePrecision | undefined;
  rights?: Partial<Rights> | null | undefined;
  /** The primary one first. */
  categoryIds?: readonly number[] | undefined;
  relatedLinks?: readonly { kind: LinkKind; title: string; url: string }[] | undefined;
  /** Further addresses of the same article. Those known before are kept. */
  aliasUrls?: readonly string[] | undefined;
  /** Identity from an export; made here where absent or taken. */
  id?: number | undefined;
  slug?: string | undefined;
  addedAt?: number | undefined;
  modifiedAt?: number | undefined;
  /** Write only over what has not changed since; milliseconds. */
  ifUnmodifiedSince?: number | undefined;
}

/** A draft that cannot be published as it is. */
export class InvalidDraft extends Error {
  constructor(
    /** The field at fault, as in `ArticleDraft`. */
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'InvalidDraft';
  }
}

type Managed =
  | 'id'
  | 'slug'
  | 'addedAt'
  | 'modifiedAt'
  | 'source'
  | 'primaryCategory'
  | 'withdrawn'
  | '__typename';

/** A draft made ready: clean, measured, with its keys. What identity and history add is still open. */
export interface PreparedArticle {
  article: Omit<Article, Managed>;
  body: Omit<ArticleBody, 'articleId' | 'article'> | null;
  links: Omit<RelatedLink, 'articleId' | 'owner' | 'article'>[];
  /** By canonical form; the first is the original address. */
  addresses: { urlKey: string; url: string }[];
}

const limits = {
  headline: 1_000,
  abstract: 1_000,
  body: 4_000_000,
  links: 200,
  aliases: 50,
  authors: 50,
  /** An entry of a PostgreSQL index holds 2,704 bytes; a canonical address is ASCII. */
  address: 2_500,
};
/** A source east of here may already be in tomorrow. */
const dayMs = 86_400_000;

/**
 * Cleans and measures a draft. Pure but for the time.
 * @throws InvalidDraft that names the field.
 */
export function prepareArticle(
  draft: ArticleDraft,
  source: Pick<Source, 'language'>,
  now: number,
): PreparedArticle {
  const headline = oneLine(draft.headline);
  if (headline === '') throw new InvalidDraft('headline', 'must not be empty');
  bounded('headline', headline.length, limits.headline, 'characters');
  bounded('bodyHtml', draft.bodyHtml?.length ?? draft.bodyText?.length ?? 0, limits.body, 'characters');
  bounded('relatedLinks', draft.relatedLinks?.length ?? 0, limits.links, 'links');
  bounded('aliasUrls', draft.aliasUrls?.length ?? 0, limits.aliases, 'addresses');
  bounded('authors', draft.authors?.length ?? 0, limits.authors, 'names');
  if (!Number.isSafeInteger(draft.publishedAt))
    throw new InvalidDraft('publishedAt', 'must be a date and time');
  if (draft.publishedAt > now + dayMs)
    throw new InvalidDraft('publishedAt', 'is in the future, which is not believed');

  const language = localeOf(draft.language ?? source.language);
  const originalKey = addressKey('originalUrl', draft.originalUrl);
  const body = prepareBody(draft);
  const categoryIds = draft.categoryIds ?? [];
  const content = {
    headline,
    abstract: oneLine(draft.abstract ?? '').slice(0, limits.abstract) || opening(body?.text ?? ''),
    language,
    authors: (draft.authors ?? []).map(oneLine).filter((name) => name !== ''),
    image: prepareImage(draft.image),
    publishedAt: draft.publishedAt,
    publishedPrecision: draft.publishedPrecision ?? DatePrecision.SECOND,
    originalUrl: draft.originalUrl,
    sourceId: draft.sourceId,
    ownRights: { ...unstatedRights, ...withoutUndefined(draft.rights ?? {}) },
  };
  const links = (draft.relatedLinks ?? []).map(({ kind, title, url }, position) => ({
    position,
    kind,
    title: oneLine(title) || url,
    url,
    urlKey: addressKey('relatedLinks', url),
  }));
  return {
    article: {
      ...content,
      wordCount: body ? countWords(body.text, language) : 0,
      primaryCategoryId: categoryIds[0] ?? null,
      // Another spelling of the same address is no change: feeds count their readers in it.
      contentHash: hashOf([{ ...content, originalUrl: originalKey }, body?.html, links, categoryIds]),
    },
    body,
    links,
    addresses: distinctAddresses([
      { urlKey: originalKey, url: draft.originalUrl },
      ...(draft.aliasUrls ?? []).map((url) => ({ urlKey: addressKey('aliasUrls', url), url })),
    ]),
  };
}

/** The canonical form of an address in a draft. @throws InvalidDraft that names the field. */
export function addressKey(field: string, url: string): string {
  const key = /\p{Cc}/u.test(url) ? null : tryCanonicalUrl(url);
  if (key === null)
    throw new InvalidDraft(field, `must be an absolute http or https URL, not "${url.slice(0, 200)}"`);
  bounded(field, key.length, limits.address, 'characters');
  return key;
}

function tryCanonicalUrl(url: string): string | null {
  try {
    return canonicalUrl(url);
  } catch {
    return null;
  }
}

/** A readable permanent name that no other article has. */
export function articleSlug(headline: string, id: number): string {
  return `${slugBase(headline)}-${id.toString(36)}`;
}

function hashOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url');
}

function prepareBody(draft: ArticleDraft): PreparedArticle['body'] {
  const html = draft.bodyHtml
    ? cleanHtml(draft.bodyHtml, draft.originalUrl)
    : draft.bodyText
      ? textToHtml(draft.bodyText)
      : '';
  return html === '' ? null : { html, text: plainText(html), sections: findSections(html) };
}

function prepareImage(image: ArticleDraft['image']): Image {
  const url = image?.url ?? null;
  if (url === null) return { url, alt: null, width: null, height: null };
  addressKey('image.url', url);
  return { url, alt: image?.alt ?? null, width: image?.width ?? null, height: image?.height ?? null };
}

function distinctAddresses(addresses: { urlKey: string; url: string }[]): { urlKey: string; url: string }[] {
  return addresses.filter(
    ({ urlKey }, index) => addresses.findIndex((other) => other.urlKey === urlKey) === index,
  );
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** The beginning of a text, for a summary; shown cut to a width. */
function opening(text: string): string {
  return oneLine(text.slice(0, limits.abstract));
}

/** A language tag in its canonical spelling. @throws InvalidDraft that names the field. */
export function localeOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new InvalidDraft(
      'language',
      `must be a BCP 47 language tag such as zh-CN, not "${tag.slice(0, 40)}"`,
    );
  }
}

function bounded(field: string, size: number, maximum: number, unit: string): void {
  if (size > maximum) throw new InvalidDraft(field, `may have at most ${maximum} ${unit}, not ${size}`);
}
