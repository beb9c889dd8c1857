import { type ExtractedPage, extractPage, type PageOptions } from '../../src/ingest/page.js';

const paragraph =
  'The council met on the bridge and spoke of the river, of the toll that nobody had paid since spring, and of the lamps that should be lit before the fair begins again in the old town. ';

/** Enough prose for a page to be recognised as an article. */
export const prose = `<p>${paragraph.repeat(2)}</p><p>${paragraph.repeat(3)}</p>`;

/** The same in Chinese. */
export const chineseProse =
  `<p>${'县里的小学今年添了新的图书室，孩子们放学以后可以留下来读书，老师轮流值班。'.repeat(4)}</p>`.repeat(
    2,
  );

/** Where the sample page was read. */
export const url = 'http://www.portal.example/news/12345.html';

/** The present of all samples. */
export const now = Date.parse('2025-01-01T00:00:00Z');

/** Extracts a page made of a body, with prose in an article where the body has none, and what goes into the head. */
export function sample(
  body: string,
  { head = '', lang = 'en', ...options }: PageOptions & { head?: string; lang?: string } = {},
): ExtractedPage {
  const html = `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
  const page = extractPage(new TextEncoder().encode(html), { url, now, ...options });
  if (!page) throw new Error('the sample is no page');
  return page;
}
