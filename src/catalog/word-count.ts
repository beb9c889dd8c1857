/** Han characters and kana, with their iteration and length marks: each is read as one unit. */
const cjkCharacter = /(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/gu;
/** The same for the bulk of Chinese text, many characters at a time: the block CJK Unified Ideographs. */
const commonHanRun = /[\u4E00-\u9FFF]+/g;
/** A run of letters and digits; an apostrophe, hyphen, point or comma inside does not part it. */
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.,\u00AD‐-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
/** Scripts that write words together, so that only a dictionary can part them. */
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The length of a text in what its language counts: Han characters and kana one by one, words in every other
 * script, both together in mixed text ("iPhone 手机" is 3).
 * @param text plain text
 * @param language BCP 47; chooses the dictionary for scripts that write words together
 */
export function countWords(text: string, language: string): number {
  let count = 0;
  const withoutCommon = text.replace(commonHanRun, (run) => {
    count += run.length;
    return ' ';
  });
  const rest = withoutCommon.replace(cjkCharacter, () => {
    count += 1;
    return ' ';
  });
  // Intl.Segmenter takes time by the square of the length, so it is shown single runs, and only where needed.
  const runs = rest.match(word) ?? [];
  if (!unspaced.test(rest)) return count + runs.length;
  for (const run of runs) count += unspaced.test(run) ? segmentedWords(run, language) : 1;
  return count;
}

function segmentedWords(run: string, language: string): number {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(run);
  return [...segments].filter(({ isWordLike }) => isWordLike).length;
}

/**
 * Units of `countWords` read silently in a minute. English: Brysbaert (2019), non-fiction, which serves for
 * all languages counted in words. Chinese and Japanese characters: Trauzettel-Klosinski and Dietz (2012), IReST.
 */
const readingRates: Record<string, number> = { zh: 255, ja: 357 };
const wordsPerMinute = 238;

/**
 * How long a text takes to read, in whole minutes: at least 1 where there is text, 0 where there is none.
 * @param wordCount as `countWords` gives it
 * @param language BCP 47
 */
export function readingMinutes(wordCount: number, language: string): number {
  if (wordCount <= 0) return 0;
  const [primary = ''] = language.toLowerCase().split('-');
  return Math.max(1, Math.round(wordCount / (readingRates[primary] ?? wordsPerMinute)));
}
