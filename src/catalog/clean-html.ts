import sanitizeHtml, { type Attributes, type IOptions, type Tag } from 'sanitize-html';

const allowedTags = [
  'p div h2 h3 h4 h5 h6 hr pre blockquote figure figcaption ul ol li dl dt dd',
  'table caption colgroup col thead tbody tfoot tr th td',
  'a abbr b bdi br cite code del dfn em i img ins kbd mark q s samp small strong sub sup time u var wbr',
  'ruby rb rt rp',
].flatMap(names);

/** Containers whose name says nothing here, but whose edges part the text. */
export const containers = names(
  'address article aside center details dialog dir fieldset footer form header hgroup main menu nav search section summary',
);

/**
 * Dropped together with all they hold. Of any other element that is not allowed, the content stays: so does that of
 * `math`, less its annotations, and of `object`, which many a page never closes.
 */
export const droppedWithContent = [
  'script style head title template noscript noframes noembed iframe applet xmp',
  'audio video canvas svg annotation annotation-xml button select datalist option textarea',
].flatMap(names);

/** Far beyond any article. Deeper elements are dropped and their content stays. */
const nestingLimit = 100;
/** The parser's time grows with depth times length: what nests deeper than this is not parsed at all. */
const parsedDepthLimit = 400;
const urlLengthLimit = 4_096;
/** The first reading cleans, the second settles elements that met only when others between them went; more is malice. */
const passLimit = 5;

/** What no text has a use for: control characters but those of white space, halves of characters, non-characters. */
export const controlCharacters = /(?![\t\n\r])\p{Cc}|[\uFEFF\uFFFE\uFFFF]|\p{Cs}/gu;
const leadingSpace = /(<(?:p|div)>(?:<(?!br|img|wbr)[a-z]+>)*)\s+/g;
const trailingSpace = /(?<!\s)\s+<\/p>/g;
const emptyParagraph = /<p>\s*(?:<(?!img|\/?p>)[^>]*>\s*)*<\/p>/g;
const lineBreaks = /(?:<br \/>\s*)+/g;

/**
 * Makes HTML from outside safe to store and to show, by an allowlist of elements and attributes (see above): the
 * structure of an article stays, whatever could run, load, style, identify or imitate goes. `h1` becomes `h2`, as
 * the headline is the page's `h1`; links and images keep absolute http and https addresses (links `mailto:` too);
 * control characters, empty paragraphs and the spaces that indent a paragraph are dropped.
 *
 * The result is well-formed, and cleaning it again changes nothing.
 * @param html a fragment or a whole document, of any size
 * @param baseUrl what relative addresses are resolved against; without it they are dropped
 */
export function cleanHtml(html: string, baseUrl?: string): string {
  const options = sanitizerOptions(baseUrl);
  let clean = html;
  for (let pass = 1; pass <= passLimit; pass += 1) {
    const sanitized = sanitizeBounded(clean, options);
    const tidied = tidy(sanitized);
    // What the second reading and the tidying leave alone, a later one will too.
    const settled = tidied === clean || (pass > 1 && tidied === sanitized);
    clean = tidied;
    if (settled) break;
  }
  return clean;
}

/**
 * Plain text as HTML: a paragraph where lines are parted by an empty one, or where a line is indented by an
 * ideographic space; a `br` at any other line end. Already clean in the sense of `cleanHtml`.
 */
export function textToHtml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(controlCharacters, '')
    .split(/\n(?:\s*\n|(?=\u3000))/)
    .map((paragraph) => paragraph.trim().split('\n').map(escapeLine).join('<br />'))
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('\n');
}

/**
 * sanitize-html for input of any depth: what nests deeper than any document loses its tags unread, as the parser
 * looks through all open elements at every end tag.
 */
export function sanitizeBounded(html: string, options: IOptions): string {
  let depth = 0;
  const onOpenTag = () => {
    depth += 1;
    if (depth > parsedDepthLimit) throw new TooDeep();
  };
  const onCloseTag = () => {
    depth -= 1;
  };
  try {
    return sanitizeHtml(html, { ...options, onOpenTag, onCloseTag });
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return sanitizeHtml(html.replace(/<[^<>]*>|</g, '\n\n'), options);
  }
}

class TooDeep extends Error {}

function sanitizerOptions(baseUrl: string | undefined): IOptions {
  return {
    allowedTags,
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      abbr: ['title'],
      time: ['datetime'],
      ol: ['start', 'reversed'],
      col: ['span'],
      colgroup: ['span'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nonTextTags: droppedWithContent,
    nestingLimit,
    transformTags: {
      h1: 'h2',
      ...Object.fromEntries(containers.map((name) => [name, 'div'])),
      a: (_name, attributes) => link(attributes, baseUrl),
      img: (_name, attributes) => image(attributes, baseUrl),
    },
  };
}

/** Not an allowed element: the sanitiser drops the tag and keeps the content. */
const unwrapped: Tag = { tagName: 'span', attribs: {} };

function link({ href, title }: Attributes, baseUrl: string | undefined): Tag {
  const url = resolved(href, baseUrl, ['http:', 'https:', 'mailto:']);
  if (url === undefined) return unwrapped;
  return { tagName: 'a', attribs: { href: url, ...(title ? { title } : {}), rel: 'noopener' } };
}

function image({ src, alt, title, width, height }: Attributes, baseUrl: string | undefined): Tag {
  const url = resolved(src, baseUrl, ['http:', 'https:']);
  if (url === undefined) return unwrapped;
  const attribs: Attributes = { src: url, alt: alt ?? '' };
  if (title) attribs.title = title;
  if (/^\d{1,5}$/.test(width ?? '')) attribs.width = width ?? '';
  if (/^\d{1,5}$/.test(height ?? '')) attribs.height = height ?? '';
  return { tagName: 'img', attribs };
}

function resolved(address = '', baseUrl: string | undefined, schemes: string[]): string | undefined {
  try {
    const url = new URL(address, baseUrl);
    return schemes.includes(url.protocol) && url.href.length <= urlLengthLimit ? url.href : undefined;
  } catch {
    // Relative without a base, or no address at all.
    return undefined;
  }
}

function tidy(html: string): string {
  return (
    html
      .replace(controlCharacters, '')
      .replace(emptyParagraph, '')
      .replace(leadingSpace, '$1')
      .replace(trailingSpace, '</p>')
      // Old portals part paragraphs by line breaks and two ideographic spaces.
      .replace(lineBreaks, (run) => (run.includes('\u3000') ? '</p><p>' : run))
      .trim()
  );
}

function escapeLine(text: string): string {
  return text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function names(list: string): string[] {
  return list.split(' ');
}
