import { LinkKind } from '../../entities/enums.js';
import { displayHost } from '../catalog/canonical-url.js';
import { cleanHtml } from '../catalog/clean-html.js';
import type { ArticleDraft } from '../catalog/draft.js';
import type { Transaction } from '../database/database.js';
import type { ExtractedPage } from './page.js';
import { latestHeading } from './page-json.js';
import type { ListedLink } from './page-listings.js';
import { keyOf, knownAmong, type ReadIntake, type UndatedDraft } from './store.js';
import { categoryOfTrail, isFrontPage } from './store-category.js';
import { canonicalLocale, sourceFinder } from './store-source.js';

export interface StorePageOptions {
  /** Where the page was read. */
  url?: string | undefined;
  /** The slug of the source of the article and of all links; by default each host's. */
  source?: string | undefined;
  /** Whether the dated links of the page's lists are stored as well, as articles of which only that much is held. */
  links?: boolean | undefined;
}

type SourceOf = (address: string) => Promise<number>;

/**
 * The article of a page, and, where asked for, the links beside it.
 *
 * A page that names its original is stored under that one's address and source: the page's own address is an alias
 * and its notice the article's own. Links are ordered so that a list of the latest articles, read again by
 * time of addition, has the order of the page.
 */
export function pageIntake(page: ExtractedPage, options: StorePageOptions): ReadIntake {
  return async (tx, writer) => {
    const url = options.url ?? page.canonicalUrl;
    const originalUrl = identityOf(page, url);
    if (originalUrl === undefined) {
      const problem = 'the address of the page is not known';
      return { drafts: [], refused: [{ headline: page.headline, url, kind: 'REFUSED', problem }] };
    }
    const findSource = await sourceFinder(tx, writer, options.source);
    const language = canonicalLocale(page.language);
    const sourceOf: SourceOf = (address) => {
      const isOwn = url !== undefined && displayHost(url) === displayHost(address);
      return findSource(address, { name: isOwn ? page.siteName : undefined, language });
    };
    const categoryId = await categoryOfTrail(tx, writer, page.breadcrumbs);
    const article: UndatedDraft = {
      ...articleOf(page, url),
      originalUrl,
      aliasUrls: [url, page.canonicalUrl].filter(
        (alias) => alias !== undefined && !isFrontPage(alias),
      ) as string[],
      sourceId: await sourceOf(originalUrl),
      language,
      categoryIds: categoryId === undefined ? [] : [categoryId],
    };
    const links = options.links ? await linkDrafts(tx, page, article, sourceOf) : [];
    return { drafts: [article, ...links], refused: [] };
  };
}

/** What makes it the same article: never a front page, which many articles name. */
function identityOf(page: ExtractedPage, url: string | undefined): string | undefined {
  return (
    [page.originalUrl, page.canonicalUrl].find((known) => known !== undefined && !isFrontPage(known)) ?? url
  );
}

function articleOf(page: ExtractedPage, url: string | undefined) {
  const { originalUrl, previous, next } = page;
  return {
    headline: page.headline,
    bodyHtml: cleanHtml(page.contentHtml, url) || null,
    abstract: page.description,
    authors: page.authors,
    image: page.image === undefined ? null : { url: page.image },
    publishedAt: page.published?.at,
    publishedPrecision: page.published?.precision,
    rights:
      page.notice === undefined ? null : { notice: page.notice, takedownDays: page.takedownDays ?? null },
    relatedLinks: [
      ...(originalUrl === undefined
        ? []
        : [{ kind: LinkKind.ORIGINAL, title: originalUrl, url: originalUrl }]),
      ...(previous ? [{ kind: LinkKind.PREVIOUS, ...previous }] : []),
      ...(next ? [{ kind: LinkKind.NEXT, ...next }] : []),
    ],
  } satisfies Partial<ArticleDraft>;
}

/** The dated links that no article is known under yet; what is known may hold more than a link does. */
async function linkDrafts(
  tx: Transaction,
  page: ExtractedPage,
  article: UndatedDraft,
  sourceOf: SourceOf,
): Promise<UndatedDraft[]> {
  const isLatest = ({ heading }: { heading: string }): boolean => latestHeading.test(heading);
  const latestFirst = [...page.listings.filter(isLatest), ...page.listings.filter((list) => !isLatest(list))];
  const taken = new Set([article.originalUrl, ...(article.aliasUrls ?? [])].map(keyOf));
  const links: ListedLink[] = [];
  for (const link of latestFirst.flatMap((list) => list.links)) {
    if (!link.date || taken.has(keyOf(link.url))) continue;
    taken.add(keyOf(link.url));
    links.push(link);
  }
  const known = await knownAmong(
    tx,
    links.map(({ url }) => url),
  );
  const drafts: UndatedDraft[] = [];
  for (const { title, url, date } of links.filter((link) => !known.has(keyOf(link.url)))) {
    drafts.push({
      headline: title,
      originalUrl: url,
      sourceId: await sourceOf(url),
      language: article.language,
      publishedAt: date?.at,
      publishedPrecision: date?.precision,
    });
  }
  return drafts.reverse();
}
