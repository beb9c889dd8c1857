import { LinkKind } from '../../entities/enums.js';
import { displayHost } from '../catalog/canonical-url.js';
import { cleanHtml } from '../catalog/clean-html.js';
import type { ArticleDraft } from '../catalog/draft.js';
import type { Transaction } from '../database/database.js';
import type { ExtractedPage } from './page.js';
import { latestHeading } from './page-json.js';
import type { ListedLink } from './page-listings.js';
import { knownAmong, type ReadIntake } from './store.js';
import { keyOf, type UndatedDraft } from './store-arrival.js';
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
 * A page that names its original is stored under that one's address and source, until that one itself comes: the
 * page's own address is an alias and its notice the article's own. Links are ordered so that a list of the latest
 * articles, read again by time of addition, has the order of the page.
 */
export function pageIntake(page: ExtractedPage, options: StorePageOptions): ReadIntake {
  return async (tx, writer) => {
    const url = options.url ?? page.canonicalUrl;
    if (url === undefined) {
      const problem = 'the address of the page is not known';
      return {
        drafts: [],
        refused: [{ headline: page.headline, url, kind: 'REFUSED', code: 'NO_ADDRESS', problem }],
      };
    }
    const findSource = await sourceFinder(tx, writer, options.source);
    const language = canonicalLocale(page.language);
    const sourceOf: SourceOf = (address) => {
      const isOwn = displayHost(url) === displayHost(address);
      return findSource(address, { name: isOwn ? page.siteName : undefined, language });
    };
    const categoryId = await categoryOfTrail(tx, writer, page.breadcrumbs);
    const { own, claimed, named } = identityOf(page, url);
    const article: UndatedDraft = {
      ...articleOf(page, url, claimed ?? named),
      originalUrl: claimed ?? own,
      aliasUrls: [url, own].filter((alias) => !isFrontPage(alias)),
      sourceId: await sourceOf(claimed ?? own),
      readAt: claimed === undefined ? undefined : { url: own, sourceId: await sourceOf(own) },
      language,
      categoryIds: categoryId === undefined ? [] : [categoryId],
    };
    const links = options.links ? await linkDrafts(tx, page, article, sourceOf) : [];
    return { drafts: [article, ...links], refused: [] };
  };
}

/** What makes it the same article: never a front page, which many articles name. */
interface PageIdentity {
  /** The page's own address, as its site has it. */
  own: string;
  /** The address under which it wants to be known, as that of its original. */
  claimed?: string | undefined;
  /** An original that it names without a word: `rel=canonical` to another site, which anybody can write. */
  named?: string | undefined;
}

function identityOf({ originalUrl, canonicalUrl, notice }: ExtractedPage, url: string): PageIdentity {
  const [original, canonical] = [originalUrl, canonicalUrl].map((address) =>
    address === undefined || isFrontPage(address) ? undefined : address,
  );
  const isHere = canonical !== undefined && isSameSite(canonical, url);
  const own = isHere ? canonical : url;
  const elsewhere = [original, isHere ? undefined : canonical].find(
    (address) => address !== undefined && ![own, url].map(keyOf).includes(keyOf(address)),
  );
  const says = original !== undefined || notice !== undefined;
  return says ? { own, claimed: elsewhere } : { own, named: elsewhere };
}

/** The same host, in any of its forms, or one within the other. */
function isSameSite(one: string, other: string): boolean {
  const [first, second] = [one, other].map((url) => `.${displayHost(keyOf(url))}`) as [string, string];
  return first.endsWith(second) || second.endsWith(first);
}

function articleOf(page: ExtractedPage, url: string, original: string | undefined) {
  const { previous, next } = page;
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
      ...(original === undefined ? [] : [{ kind: LinkKind.ORIGINAL, title: original, url: original }]),
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
