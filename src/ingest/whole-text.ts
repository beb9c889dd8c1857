import { plainText } from '../catalog/plain-text.js';
import { countWords } from '../catalog/word-count.js';
import type { Entry } from '../feeds/entry.js';

/** Words (in Chinese: characters) below which what a feed calls a summary, or content, is not taken for the article. */
const articleWords = { summary: 200, content: 60 };
/** How texts end that go on elsewhere. */
const cutShort =
  /(?:…|\.\.\.|\[(?:&#8230;|…|\.{3})\]|\[?(?:read (?:more|on|the full \w+)|continue reading\b.{0,200}|(?:the post\b.{0,300})?appeared first on\b.{0,200}|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leggi tutto|lees meer|阅读全文|閱讀全文|查看全文|全文阅读|查看详情|点击查看|详细|詳細|更多|続きを読む)\]?)[\s.…»›>→]*$/iu;

/**
 * Whether a feed holds the whole text of an entry: 200 words at least, or 60 where the feed calls them its content, that
 * do not end as texts end that go on elsewhere. Feeds without a word for the content (RSS 0.9x), and many that have one,
 * put it where the summary stands.
 */
export function hasWholeText({ contentHtml, summaryHtml, language }: Entry): boolean {
  const text = plainText(contentHtml || summaryHtml || '').trim();
  const least = contentHtml ? articleWords.content : articleWords.summary;
  return !cutShort.test(text.slice(-600)) && countWords(text, language ?? 'en') >= least;
}

/** A summary without the words that lead on to the whole. */
export function withoutLeadOn(summary: string): string {
  return summary.replace(cutShort, '').trim();
}
