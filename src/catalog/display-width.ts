import { eastAsianWidth } from 'get-east-asian-width';

const ellipsis = '…';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Intl.Segmenter takes time by the square of the length: long text is shown to it in windows of this many units. */
const windowLength = 64;

/** Nothing but controls, combining marks and characters that are ignored when shown. */
const invisible = /^[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2028\u2029]+$/u;
/** Shown as a picture: by default, by variation selector 16, or as a keycap. */
const emoji = /^\p{Emoji_Presentation}|\uFE0F|\u20E3/u;
/**
 * The columns that a text takes: an East-Asian wide or full-width character and an emoji 2, a combining or
 * invisible character 0, any other 1, counted by grapheme (a joined emoji family is one). Characters of
 * ambiguous width, such as “ ” and …, are narrow, as Unicode Standard Annex 11 has it for text of unknown context.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/**
 * Cuts a text between graphemes so that it takes at most `maxWidth` columns, as `displayWidth` counts. What was
 * cut off is marked by one … that is counted, with no space before it. A text that fits is returned unchanged.
 * @throws RangeError when `maxWidth` is below 1, where not even the … would fit
 */
export function truncateToWidth(text: string, maxWidth: number): string {
  if (!(maxWidth >= 1)) throw new RangeError(`maxWidth must be at least 1, not ${maxWidth}`);
  let width = 0;
  let position = 0;
  let cut = 0;
  for (const grapheme of graphemes(text)) {
    width += graphemeWidth(grapheme);
    if (width > maxWidth) return text.slice(0, cut).trimEnd() + ellipsis;
    position += grapheme.length;
    if (width < maxWidth) cut = position;
  }
  return text;
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return emoji.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) as number);
}

/** Letters, digits, Chinese characters and common punctuation: each a grapheme, for which nothing need be looked up. */
const simple = /^[ -~\u2018-\u201D\u2026\u3001-\u3020\u4E00-\u9FFF\uFF01-\uFF60]*$/;

function* graphemes(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + windowLength, text.length);
    if (isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    const part = text.slice(start, end);
    const window = simple.test(part)
      ? [...part]
      : Array.from(segmenter.segment(part), ({ segment }) => segment);
    // The last one may go on beyond the window, so the next window begins with it.
    const isLast = end >= text.length || window.length === 1;
    for (const grapheme of isLast ? window : window.slice(0, -1)) {
      yield grapheme;
      start += grapheme.length;
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
