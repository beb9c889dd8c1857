import { cleanHtml } from '../catalog/clean-html.js';
import { plainText } from '../catalog/plain-text.js';
import { type FeedReport, reportFeed } from '../feeds/report.js';
import { pageJson } from './page-json.js';
import { pageSections, type SectionReport } from './page-sections.js';
import type { TakenDocument } from './read-document.js';

/** A page with its article. */
export type PageReport = {
  kind: 'page';
  articles: (ReturnType<typeof pageJson> & { sections: SectionReport[] })[];
};

/**
 * What a document holds as JSON for the command line, its HTML sanitised.
 *
 * @param url where it was read, if known: addresses in the HTML are resolved against it
 */
export function documentJson(document: TakenDocument, url?: string): FeedReport | PageReport {
  const readHtml = (html: string) => ({ html: cleanHtml(html, url), text: plainText(html) });
  if (document.kind === 'feed') return reportFeed(document.feed, readHtml);
  const article = pageJson(document.page, url);
  const contentHtml = cleanHtml(article.contentHtml, url);
  return { kind: 'page', articles: [{ ...article, sections: pageSections(contentHtml), contentHtml }] };
}
