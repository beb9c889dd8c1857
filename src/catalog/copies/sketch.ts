import { type ComparableText, isLongEnough } from './comparable-text.js';
import { visitLongGrams } from './grams.js';

/** A sketch has this many hashes at most, but for chance, and half of them at least. */
const wanted = 48;

/**
 * The few grams by which a text is found again: whoever has a part of it has some of them. Whole numbers of 52 bits;
 * empty for a text too short to be anybody's copy.
 *
 * Broder's sketch by divisibility (On the resemblance and containment of documents, 1997, section 4: MOD_m): of all
 * grams those whose hash m divides. It keeps the same ones of an excerpt as of the whole, which the smallest hashes of
 * MinHash do not. m is a power of two and grows with the text, so that what a long text keeps a short one keeps too.
 */
export function sketchOf(text: ComparableText): number[] {
  if (!isLongEnough(text)) return [];
  const hashes: number[] = [];
  const further: number[] = [];
  visitLongGrams(text.letters, (hash, second) => {
    hashes.push(hash);
    further.push(second);
  });
  let modulus = 1;
  while (hashes.length / modulus > wanted) modulus *= 2;
  const kept = new Set<number>();
  for (const [index, hash] of hashes.entries()) {
    if (hash % modulus === 0) kept.add(hash * 2 ** 20 + ((further[index] as number) >>> 12));
  }
  return [...kept];
}
