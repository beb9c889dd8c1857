import { containers, controlCharacters, droppedWithContent, sanitizeBounded } from './clean-html.js';

const blocks = [
  ...containers,
  ...['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'pre', 'blockquote', 'figure', 'figcaption'],
  ...['ul', 'ol', 'dl', 'table'],
];
const lines = ['br', 'caption', 'dd', 'dt', 'li', 'tr'];
const cells = ['td', 'th'];
/** The reading aids of ruby are not part of the text: they would part a word in two. */
const nonText = [...droppedWithContent, 'rt', 'rp'];

const blockTag = new RegExp(`</?(?:${blocks.join('|')})(?: /)?>`, 'g');
const lineTag = new RegExp(`<(?:${lines.join('|')})(?: /)?>`, 'g');
const cellTag = new RegExp(`<(?:${cells.join('|')})>`, 'g');

/** What needs parsing: any tag but those of plain paragraphs, any reference but those that `decode` knows. */
const needsParsing = /<(?!\/?p>|br \/>)|&(?!(?:lt|gt|quot|amp);)/;

/**
 * The text of HTML, clean or not: blocks parted by an empty line, list items, table rows and line breaks by a
 * line end, table cells by a space. White space is collapsed as HTML does, except in `pre`; references such as
 * `&amp;` are decoded, control characters dropped. The result is text, to be escaped wherever it is shown.
 */
export function plainText(html: string): string {
  const layout = needsParsing.test(html) ? readLayout(html) : html;
  return layout
    .split(/<pre>(.*?)<\/pre>/s)
    .map((part, index) => decode(index % 2 === 1 ? part : flow(part)))
    .join('\n\n')
    .replace(controlCharacters, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The HTML reduced to what parts its text. */
function readLayout(html: string): string {
  return sanitizeBounded(html, {
    allowedTags: [...blocks, ...lines, ...cells],
    allowedAttributes: {},
    nonTextTags: nonText,
  });
}

function flow(html: string): string {
  return html
    .replace(/[ \t\n\f\r]+/g, ' ')
    .replace(blockTag, '\n\n')
    .replace(lineTag, '\n')
    .replace(cellTag, ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}

/** What the sanitiser escapes in text; every other reference it has decoded. */
const references: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

function decode(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (reference) => references[reference] ?? reference);
}
