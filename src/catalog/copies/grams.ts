import { letterWeight } from './comparable-text.js';

/** Weight of a long gram: 24 letters, or 8 Chinese characters. Hardly two texts share one by chance. */
const longWeight = 24;
const shortLength = 5;

/** Odd multipliers of the two polynomial hashes. */
const [baseA, baseB] = [0x01000193, 0x5bd1e995];

/** A run of letters as two independent 32-bit hashes. */
export type VisitGram = (hash: number, further: number) => void;

/** Hashes of all runs of five characters in a text, each once. Unsigned 32 bits. */
export function shortGrams(letters: string): Set<number> {
  const grams = new Set<number>();
  for (let end = shortLength; end <= letters.length; end += 1) {
    let hash = 0;
    for (let at = end - shortLength; at < end; at += 1)
      hash = Math.imul(hash, baseB) + letters.charCodeAt(at);
    grams.add(scattered(hash));
  }
  return grams;
}

/** Hashes of all long runs in a text, each once. Unsigned 32 bits. */
export function longGrams(letters: string): Set<number> {
  const grams = new Set<number>();
  visitLongGrams(letters, (hash) => grams.add(hash));
  return grams;
}

/**
 * Visits every run of the weight of a long gram, from each character on. The hashes are polynomial, so that each is
 * had from those of the text's beginnings (Karp and Rabin 1987).
 */
export function visitLongGrams(letters: string, visit: VisitGram): void {
  const length = letters.length;
  const [hashA, hashB] = [new Int32Array(length + 1), new Int32Array(length + 1)];
  for (let at = 0; at < length; at += 1) {
    const unit = letters.charCodeAt(at);
    hashA[at + 1] = Math.imul(hashA[at] as number, baseA) + unit;
    hashB[at + 1] = Math.imul(hashB[at] as number, baseB) + unit;
  }
  let [end, weight] = [0, 0];
  for (let start = 0; start < length; start += 1) {
    while (end < length && weight < longWeight) weight += letterWeight(letters.charCodeAt(end++));
    if (weight < longWeight) return;
    const [powerA, powerB] = [powersA[end - start] as number, powersB[end - start] as number];
    visit(
      scattered((hashA[end] as number) - Math.imul(hashA[start] as number, powerA)),
      scattered((hashB[end] as number) - Math.imul(hashB[start] as number, powerB)),
    );
    weight -= letterWeight(letters.charCodeAt(start));
  }
}

/** The size of what two sets have in common. */
export function commonSize<Value>(one: ReadonlySet<Value>, other: ReadonlySet<Value>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let count = 0;
  for (const value of few) if (many.has(value)) count += 1;
  return count;
}

const powersA = powersOf(baseA);
const powersB = powersOf(baseB);

function powersOf(base: number): Int32Array {
  const powers = new Int32Array(longWeight + 1).fill(1);
  for (let at = 1; at < powers.length; at += 1) powers[at] = Math.imul(powers[at - 1] as number, base);
  return powers;
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of the hash. */
function scattered(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
