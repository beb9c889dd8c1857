import { DatePrecision, LinkKind } from '../../entities/enums.js';
import { type ComparableText, comparableText } from '../catalog/copies/comparable-text.js';
import type { Party } from '../catalog/copies/originals.js';
import { sketchOf } from '../catalog/copies/sketch.js';
import { type ArticleDraft, addressKey, InvalidDraft } from '../catalog/draft.js';
import { plainText } from '../catalog/plain-text.js';

/** An article to be stored; undated where its source does not say when it was published. */
export type UndatedDraft = Omit<ArticleDraft, 'publishedAt'> & {
  publishedAt?: number | undefined;
  /**
   * Where it was read, and whose page that is, if it names another address as its original and stands under that. The
   * names of a weaker kind are its related links of kind ORIGINAL: only believed with the text.
   */
  readAt?: { url: string; sourceId: number } | undefined;
  /** Its text is only the beginning, for want of the page that has the whole. */
  isBeginning?: boolean | undefined;
};

/** A draft with what it is judged by. */
export interface Arrival extends Party {
  draft: UndatedDraft;
  /** Where it was read. */
  own: { url: string; urlKey: string; sourceId: number };
  /** Canonical form of the address it stands under, where that is not its own. */
  claimKey: string | undefined;
  text: ComparableText;
  /** Of its text, in characters. */
  textLength: number;
  sketch: readonly number[];
}

/** So many together, and no more: a statement holds the grams of all of them. */
const mostTogether = 200;
/** What is longer is refused: src/catalog/draft.ts. */
const longestBody = 4_000_000;

export function arrivalOf(draft: UndatedDraft): Arrival {
  const { originalUrl, sourceId, readAt } = draft;
  const own = { sourceId, url: originalUrl, ...readAt };
  const ownKey = keyOf(own.url);
  const claimKey = keyOf(originalUrl);
  const html = (draft.bodyHtml ?? '').length > longestBody ? '' : (draft.bodyHtml ?? '');
  const words = html === '' ? (draft.bodyText ?? '') : plainText(html);
  const text = comparableText(words);
  const urlKeys = [ownKey, ...(draft.aliasUrls ?? []).map(keyOf)];
  const named = (draft.relatedLinks ?? []).flatMap(({ kind, url }) =>
    kind === LinkKind.ORIGINAL ? keyOf(url) : [],
  );
  return {
    draft,
    own: { ...own, urlKey: ownKey },
    claimKey: claimKey === ownKey ? undefined : claimKey,
    urlKeys,
    names: [...new Set([claimKey, ...named])].filter((key) => !urlKeys.includes(key)),
    publishedAt: draft.publishedAt,
    publishedPrecision: draft.publishedPrecision ?? DatePrecision.SECOND,
    length: text.letters.length,
    text,
    textLength: words.length,
    sketch: sketchOf(text),
  };
}

/**
 * How many of these can be judged together: none may be the same article as an earlier one, or alike, which is to be
 * found stored.
 */
export function togetherAtMost(arrivals: readonly Arrival[]): number {
  const keys = new Set<string>();
  const grams = new Map<number, number>();
  for (const [index, { urlKeys, names, own, sketch }] of arrivals.slice(0, mostTogether).entries()) {
    const isKnown = [...urlKeys, ...names].some((key) => keys.has(key));
    const isAlike = sketch.some((hash) => grams.has(hash) && grams.get(hash) !== own.sourceId);
    if (index > 0 && (isKnown || isAlike)) return index;
    for (const key of [...urlKeys, ...names]) keys.add(key);
    for (const hash of sketch) grams.set(hash, own.sourceId);
  }
  return Math.min(arrivals.length, mostTogether);
}

/** The canonical form of an address; the address itself where it has none. */
export function keyOf(url: string): string {
  try {
    return addressKey('url', url);
  } catch (error) {
    if (error instanceof InvalidDraft) return url;
    throw error;
  }
}
