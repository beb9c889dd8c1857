import { parseHTML } from 'linkedom';
import { parseUrl } from '../url.js';

/** What is used here of the DOM. */
type Markup = {
  textContent: string | null;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
};

/** What is longer is no title; the parser's time may grow with the square of the length. */
const longestTitle = 10_000;

/** With as many attributes as any element has: the matcher's stack grows with each. */
const startTag = /<[a-z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*){0,200}>/gi;
const urlAttribute =
  /(\s(?:href|src|poster|cite|background|longdesc)\s*=\s*)(?:("[^"]*"|'[^']*')|([^\s"'>]+))/gi;

/** A closing tag, line break or character reference: what prose hardly ever contains by chance. */
const markupSign = /<\/[a-z]\w*\s*>|<(?:br|img)\b[^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);/i;

/** HTML of a title or name to plain text on one line. */
export function plainText(html: string): string {
  // `<` without `>` is no markup, but would hide what follows.
  const hasTag = html.includes('<') && html.lastIndexOf('>') > html.indexOf('<');
  if (!hasTag && !html.includes('&')) return oneLine(html);
  const root = body(html.slice(0, longestTitle));
  for (const element of root.querySelectorAll('script, style')) element.remove();
  return oneLine(root.textContent ?? '');
}

/** Plain text as it is, on one line and without control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** Text of a format that leaves open whether it is HTML (RSS): read as HTML when it shows signs of it. */
export function looseText(text: string): string {
  const title = text.slice(0, longestTitle);
  return markupSign.test(title) ? plainText(title) : oneLine(title);
}

/** Plain text to HTML that shows the same, with blank lines as paragraphs. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? '');
}

/** Longer than any language tag with its variants. */
const longestLanguage = 100;

/** A language tag as BCP 47 separates it: POSIX locales have an underscore. */
export function languageTag(tag: string | undefined): string | undefined {
  if (tag === undefined || tag.length > longestLanguage) return undefined;
  return tag.trim().replaceAll('_', '-') || undefined;
}

/** An absolute `http(s)`, or other, URL; the text unchanged where it is no URL at all or has no base. */
export function resolveUrl(url: string | undefined, base: string | undefined): string | undefined {
  const trimmed = url?.trim();
  if (!trimmed) return undefined;
  return base && !parseUrl(trimmed) ? (parseUrl(trimmed, base)?.href ?? trimmed) : trimmed;
}

/** HTML with the URLs of its links and media made absolute, and nothing else touched. */
export function resolveHtml(html: string | undefined, base: string | undefined): string | undefined {
  return html?.replace(startTag, (tag) =>
    tag.replace(urlAttribute, (attribute, start, quoted, bare) => {
      const url = resolveUrl(quoted?.slice(1, -1) ?? bare, base);
      return url === undefined ? attribute : `${start}"${url.replaceAll('"', '&quot;')}"`;
    }),
  );
}

function body(html: string): Markup {
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body;
}
