import { type PageDocument, shownText } from './page-dom.js';
import type { JsonLdArticle } from './page-json-ld.js';
import type { MetaReader } from './page-metadata.js';

/** The last part of a title, and the mark that parts it from the rest. */
const lastPart = /\s*(?<mark>[_|｜–—·»]|\s-\s|[-－](?=[^-－]{1,12}$))\s*(?<name>[^_|｜–—·»]*)$/u;
const limits = { headline: 300, title: 500 };
const chineseSite = /(?:网|网站|新闻|频道|在线|日报|门户|客户端)$/u;

/**
 * The headline of an article. The `title` element and Open Graph often add section and site (`…_教育资讯_门户网`),
 * so the heading that the title begins with comes first, then the stated headlines, then the title itself.
 */
export function pageHeadline(
  document: PageDocument,
  meta: MetaReader,
  article: JsonLdArticle,
  siteName?: string,
): string | undefined {
  const stated = meta('og:title', 'twitter:title', 'parsely-title', 'title', 'dc.title') ?? '';
  const titles = [titleText(document), stated, article.headline ?? ''];
  const headings = (selector: string) =>
    [...document.querySelectorAll(selector)]
      .map(shownText)
      .filter((text) => text.length >= 4 && text.length <= limits.headline && text !== siteName);
  return (
    headings('h1, h2, [itemprop="headline"]').find((text) => titles.some((title) => opens(text, title))) ??
    headings('h1').find((text) => titles.some((title) => rewords(text, title))) ??
    article.headline ??
    (withoutSite(stated || titleText(document), siteName) || headings('h1')[0])
  );
}

/** The site that the `title` element names after the headline. */
export function siteInTitle(document: PageDocument, headline = ''): string | undefined {
  const title = titleText(document);
  const site = lastPart.exec(title)?.groups?.name?.trim();
  return headline && site && opens(headline, title) && !headline.includes(site) ? site : undefined;
}

function titleText(document: PageDocument): string {
  return shownText(document.querySelector('title')).slice(0, limits.title);
}

/** Compared by letters and digits alone, for quotes and spaces vary. */
function opens(heading: string, whole: string): boolean {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const start = letters(heading);
  return start.length > 0 && letters(whole).startsWith(start) && start.length >= letters(whole).length * 0.3;
}

/** A title made for search engines has most words of the headline shown. */
function rewords(heading: string, whole: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  const [shown, stated] = [words(heading), words(whole)];
  const shared = shown.filter((word) => stated.includes(word)).length;
  return shown.length >= 4 && shared >= shown.length * 0.7 && shown.length >= stated.length * 0.5;
}

/** Cuts the names of section and site from the end, as far as they are known for such. */
function withoutSite(title: string, siteName?: string): string {
  const { index = 0, groups: part } = lastPart.exec(title) ?? {};
  const name = part?.name?.trim() ?? '';
  const isSite = part?.mark === '_' || name === siteName || chineseSite.test(name);
  return index >= 4 && isSite ? withoutSite(title.slice(0, index), siteName) : title;
}
