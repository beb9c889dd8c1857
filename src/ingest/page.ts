import { decodeText } from '../feeds/decode.js';
import { namesIn } from './page-authors.js';
import { isReaderable, pageBody } from './page-body.js';
import { parsePage } from './page-dom.js';
import { type PageFacts, type PageFactsOptions, pageFacts } from './page-facts.js';
import { preparePage } from './page-preparation.js';
import type { PageRule } from './page-rule.js';
import { bodyByRule } from './page-rule-body.js';
import { withRule } from './page-rule-facts.js';
import { cutByRule } from './page-rule-selection.js';

/** What is known of a page besides its bytes. */
export type PageOptions = PageFactsOptions & {
  /** The HTTP `Content-Type` header as received. */
  contentType?: string;
  /** Where the pages of this source hold what; has the say over what is found without it. */
  rule?: PageRule;
};

/** An article as its page shows it. Every address is absolute http(s). */
export type ExtractedPage = Omit<PageFacts, 'headline' | 'base' | 'surplus'> & {
  headline: string;
  /** Not sanitised. */
  contentHtml: string;
  /** Paragraphs parted by an empty line. */
  contentText: string;
  /** As the page describes the article, else its first paragraph. */
  description?: string;
  /** Whether the page looks like an article at all, and not like a front page or a form. */
  readerable: boolean;
};

const maximalBytes = 6_000_000;

/**
 * Extracts the article from the bytes of an HTML page. Pure: nothing is fetched or stored. Reads at most the
 * first six megabytes.
 *
 * @returns undefined when the page has neither headline nor text nor date
 */
export function extractPage(bytes: Uint8Array, options: PageOptions = {}): ExtractedPage | undefined {
  const { text } = decodeText(bounded(bytes), { contentType: options.contentType, kind: 'html' });
  const document = parsePage(text);
  cutByRule(document, options.rule);

  // Readability rewrites the document and drops all but the text, so that everything else is read first.
  const { surplus, base, ...facts } = withRule(document, pageFacts(document, options), options);
  const readerable = isReaderable(document);
  const page = { ...facts, base };
  preparePage(document, base);
  const body = bodyByRule(document, surplus, page, options.rule) ?? pageBody(document, surplus, page);

  const headline = facts.headline ?? body.title ?? '';
  if (!headline && !body.text && !facts.published) return undefined;
  const shown = new Set(body.text.split('\n'));
  return {
    ...facts,
    headline,
    authors: facts.authors.length > 0 ? facts.authors : namesIn(body.byline),
    contentHtml: body.html,
    contentText: body.text,
    description: body.excerpt,
    listings: facts.listings.filter(({ heading }) => options.rule?.listings || !shown.has(heading)),
    readerable,
  };
}

/** Cut before a tag, so that no character is cut in two: `<` is no trail byte in any encoding of the web. */
function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= maximalBytes) return bytes;
  const end = bytes.lastIndexOf(0x3c, maximalBytes);
  return bytes.subarray(0, end > 0 ? end : maximalBytes);
}
