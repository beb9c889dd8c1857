import { type ComparableText, isLongEnough } from './comparable-text.js';
import { commonSize, longGrams, shortGrams } from './grams.js';

/** How alike two texts are, each from 0 to 1. */
export interface Likeness {
  /** Share of the grams of both that both have (Jaccard), of five characters. */
  resemblance: number;
  /** The same of long grams: low where one pattern was filled in twice. */
  longResemblance: number;
  /** Share of the long grams of the smaller text that the larger one has. */
  containment: number;
  /** Share of the numbers in the one that has fewer of them that the other has too; 1 where there are too few. */
  numbers: number;
  /** Length of the smaller text in that of the larger one. */
  size: number;
}

/** Fewer numbers say nothing. */
const fewestNumbers = 4;

/** Compares two texts exactly; resemblance and containment are those of Broder 1997. */
export function likeness(one: ComparableText, other: ComparableText): Likeness {
  const [short1, short2] = [shortGrams(one.letters), shortGrams(other.letters)];
  const [long1, long2] = [longGrams(one.letters), longGrams(other.letters)];
  const common = commonSize(long1, long2);
  const [smaller, larger] = [Math.min(long1.size, long2.size), Math.max(long1.size, long2.size)];
  return {
    resemblance: jaccard(commonSize(short1, short2), short1.size, short2.size),
    longResemblance: jaccard(common, long1.size, long2.size),
    containment: smaller === 0 ? 0 : common / smaller,
    numbers: commonNumbers(one.numbers, other.numbers),
    size: larger === 0 ? 1 : smaller / larger,
  };
}

/** What a text is to another one, where it is more than a stranger. */
export interface CopyLikeness {
  /** EXCERPT: one is a part of the other. */
  kind: 'COPY' | 'EXCERPT';
  /** From 0 to 1. */
  similarity: number;
}

/** Measured by tests/copies/measure.ts. */
const least = { resemblance: 0.5, longResemblance: 0.3, containment: 0.6, numbers: 0.5 };
/** What is less of the other text is a quotation, and no excerpt. */
const leastPart = 0.1;
/** What is more of the other text is all of it, but for cuts and additions. */
const leastWhole = 0.5;

/**
 * Whether two texts are the same one, or one an excerpt of the other; undefined for two texts, be they alike, and
 * for texts too short to tell. The same from either side.
 */
export function copyLikeness(one: ComparableText, other: ComparableText): CopyLikeness | undefined {
  if (!isLongEnough(one) || !isLongEnough(other)) return undefined;
  const { resemblance, longResemblance, containment, numbers, size } = likeness(one, other);
  if (numbers < least.numbers) return undefined;
  const isSame = resemblance >= least.resemblance && longResemblance >= least.longResemblance;
  const isPart = containment >= least.containment && size >= leastPart;
  if (!isSame && !isPart) return undefined;
  return { kind: size < leastWhole ? 'EXCERPT' : 'COPY', similarity: Math.max(resemblance, containment) };
}

function jaccard(common: number, one: number, other: number): number {
  const all = one + other - common;
  return all === 0 ? 0 : common / all;
}

function commonNumbers(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const fewer = Math.min(one.size, other.size);
  return fewer < fewestNumbers ? 1 : commonSize(one, other) / fewer;
}
