/** A text made ready to be compared with others. */
export interface ComparableText {
  /** Its letters and digits alone, in lower case. */
  letters: string;
  /** The numbers in it, as written. */
  numbers: ReadonlySet<string>;
}

/** What is longer is compared by its beginning. In UTF-16 code units. */
const longest = 200_000;
/** The least weight of a text that can be a copy or have copies: shorter ones are alike by chance. */
const leastWeight = 360;

/**
 * A text as it is compared: without case, punctuation, spaces and the forms of one and the same letter (NFKC), none of
 * which a republisher keeps.
 */
export function comparableText(text: string): ComparableText {
  const normal = text
    .slice(0, 2 * longest)
    .normalize('NFKC')
    .toLowerCase();
  return {
    letters: normal.replace(/[^\p{L}\p{N}\p{M}]+/gu, '').slice(0, longest),
    numbers: new Set(normal.match(/\d+(?:[.,:]\d+)*/g)),
  };
}

/** Whether a text is long enough: 360 letters, or 120 Chinese characters. */
export function isLongEnough({ letters }: ComparableText): boolean {
  let weight = 0;
  for (let index = 0; index < letters.length && weight < leastWeight; index += 1) {
    weight += letterWeight(letters.charCodeAt(index));
  }
  return weight >= leastWeight;
}

/** How much of a text a UTF-16 code unit is: a character of Chinese, Japanese or Korean says as much as three letters. */
export function letterWeight(unit: number): number {
  return unit >= 0x2e80 ? 3 : 1;
}
