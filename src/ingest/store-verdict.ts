import type { ArticleCopy, CopyKind } from '../../entities/article-copy.js';
import { displayHost } from '../catalog/canonical-url.js';
import { contentHashOf } from '../catalog/copies/copies.js';
import { isDigest, isOriginal, namesAny, type StoredOriginal } from '../catalog/copies/originals.js';
import { copyLikeness, likeness } from '../catalog/copies/similarity.js';
import type { Arrival, UndatedDraft } from './store-arrival.js';

/** What is to become of an arrival. */
export type Verdict =
  | Publication
  | { kind: 'COPY'; of: Match; named: boolean; drops?: number | undefined }
  | { kind: 'UNCHANGED'; copyOf?: string }
  | { kind: 'WITHDRAWN'; of: StoredOriginal };

/** It is to be an article: a new one, or the next version of the one at its address. */
export interface Publication {
  kind: 'PUBLISH';
  draft: UndatedDraft;
  /** It is a copy whose text the article has for want of its own. */
  standsIn: boolean;
  /** It was a copy until now. */
  ends: boolean;
  /** The article that turns out to be its copy. */
  replaces?: Match;
  /** The article to take the text from, which the draft is without. */
  keepsTextOf?: number;
  /** The article at its address that held nothing but a link, and is one with the other. */
  drops?: number;
}

/** An article that has the same text. */
export interface Match {
  original: StoredOriginal;
  kind: CopyKind;
  similarity: number | null;
}

/** What is stored under an address. */
export interface KnownAddress {
  articleId: number;
  /** It is the article's original address, and no alias. */
  isOriginal: boolean;
  sourceId: number;
  /** The front page of the article's source. */
  homepageUrl: string;
  hasText: boolean;
  /** Of its text, in characters. */
  textLength: number;
  withdrawn: boolean;
}

/** What arrivals are judged by. */
export interface Stored {
  addresses: ReadonlyMap<string, KnownAddress>;
  /** By canonical address. */
  copies: ReadonlyMap<string, ArticleCopy>;
  originals: ReadonlyMap<number, StoredOriginal>;
  /** Front pages of the sources of arrivals. */
  homepages: ReadonlyMap<number, string>;
  /** Of each arrival, the articles that it may have to do with by its text or by name. */
  candidates: ReadonlyMap<Arrival, readonly number[]>;
}

/** With its name, so much of the text is enough for the rest to be cuts and additions. */
const leastNamed = 0.3;

/**
 * Judges one arrival. What was an article stays one, since its id is permanent: only what is new can become a copy, or
 * what was held as a mere link, without a text to compare.
 */
export function judge(arrival: Arrival, stored: Stored): Verdict {
  const copy = stored.copies.get(arrival.own.urlKey);
  if (copy) return judgeCopy(arrival, copy, stored);
  const own = stored.addresses.get(arrival.own.urlKey);
  if (arrival.claimKey !== undefined) {
    const claimed = stored.addresses.get(arrival.claimKey);
    if (claimed) return judgeClaim(arrival, own, claimed, stored);
    return own ? published(arrival.draft, { standsIn: true }) : judgeNew(arrival, stored);
  }
  return own ? judgeOwn(arrival, own, stored) : judgeNew(arrival, stored);
}

/** The copy as an article would be: under its own address. */
export function ownDraft({ draft, own }: Arrival): UndatedDraft {
  const { readAt, aliasUrls, isBeginning, ...rest } = draft;
  return { ...rest, originalUrl: own.url, sourceId: own.sourceId };
}

/** What was a copy when it was read last. */
function judgeCopy(arrival: Arrival, copy: ArticleCopy, stored: Stored): Verdict {
  const original = stored.originals.get(copy.articleId);
  if (!original) return published(ownDraft(arrival), { ends: true });
  if (copy.sourceId !== arrival.own.sourceId && !isAtHome(homepageOf(arrival, stored), arrival))
    return { kind: 'UNCHANGED', copyOf: original.originalUrl };
  if (copy.standsIn) return published(under(arrival, original), { standsIn: true });
  if (contentHashOf(ownDraft(arrival)) === copy.contentHash)
    return { kind: 'UNCHANGED', copyOf: original.originalUrl };
  const match = matchOf(arrival, original);
  if (original.withdrawn) return { kind: 'WITHDRAWN', of: original };
  if (isClaimed(arrival, original)) return { kind: 'COPY', of: match ?? unlike(original), named: true };
  if (match) return { kind: 'COPY', of: match, named: namesAny(arrival, original) };
  const fresh = judgeNew(arrival, stored);
  return fresh.kind === 'PUBLISH' ? { ...fresh, ends: true } : fresh;
}

/** What names an article that is stored as its original. */
function judgeClaim(
  arrival: Arrival,
  own: KnownAddress | undefined,
  claimed: KnownAddress,
  stored: Stored,
): Verdict {
  const original = stored.originals.get(claimed.articleId);
  if (!original || original.withdrawn) return published(arrival.draft, { standsIn: true });
  // Two articles already: they stay two.
  if (own && own.articleId !== claimed.articleId) return published(ownDraft(arrival));
  // An article that only a link is held of, or that was stored from this very page.
  if (own || !claimed.hasText) return published(arrival.draft, { standsIn: true });
  return { kind: 'COPY', of: matchOf(arrival, original) ?? unlike(original), named: true };
}

/** What comes from the address of an article, or from an alias of one. */
function judgeOwn(arrival: Arrival, own: KnownAddress, stored: Stored): Verdict {
  // Which is refused when it is to be published.
  if (own.withdrawn) return published(arrival.draft);
  if (own.sourceId !== arrival.own.sourceId) return judgeForeign(arrival, own, stored);
  if (own.isOriginal && !own.hasText) {
    const verdict = judgeNew(arrival, stored);
    if (verdict.kind === 'COPY' || (verdict.kind === 'PUBLISH' && verdict.replaces))
      return { ...verdict, drops: own.articleId };
    if (verdict.kind === 'WITHDRAWN') return verdict;
  }
  return nextVersion(arrival, own);
}

/**
 * What another source has at the address of an article. Whose site it is may speak for it; where that is nobody's, who
 * came first: to list an address does not make an article one's own.
 */
function judgeForeign(arrival: Arrival, own: KnownAddress, stored: Stored): Verdict {
  if (isAtHome(own.homepageUrl, arrival) || !isAtHome(homepageOf(arrival, stored), arrival))
    return { kind: 'UNCHANGED' };
  if (own.isOriginal) return nextVersion(arrival, own);
  const fresh = judgeNew(arrival, stored);
  return fresh.kind === 'PUBLISH' ? { ...fresh, ends: true } : fresh;
}

/** A feed that only announces, or whose page is not to be had: what the page said before still holds. */
function nextVersion(arrival: Arrival, own: KnownAddress): Verdict {
  const isLess =
    arrival.length === 0 || (arrival.draft.isBeginning === true && arrival.textLength < own.textLength);
  return published(arrival.draft, own.hasText && isLess ? { keepsTextOf: own.articleId } : {});
}

function isAtHome(homepageUrl: string | undefined, { own }: Arrival): boolean {
  return homepageUrl !== undefined && displayHost(homepageUrl) === displayHost(own.url);
}

function homepageOf({ own }: Arrival, { homepages }: Stored): string | undefined {
  return homepages.get(own.sourceId);
}

/** What is at an address that nothing is known of. */
function judgeNew(arrival: Arrival, stored: Stored): Verdict {
  const matches = (stored.candidates.get(arrival) ?? [])
    .flatMap((id) => stored.originals.get(id) ?? [])
    .flatMap((original) => matchOf(arrival, original) ?? [])
    .sort((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0));
  const gone = matches.find(({ original }) => original.withdrawn && isBarred(arrival, original));
  if (gone) return { kind: 'WITHDRAWN', of: gone.original };
  const match = matches.find(
    ({ original }) => !original.withdrawn && original.sourceId !== arrival.own.sourceId,
  );
  const standsIn = arrival.claimKey !== undefined;
  if (!match) return published(arrival.draft, { standsIn });
  if (isOriginal(arrival, match.original, match.kind)) {
    // A mere link takes nobody's text away; it is judged again once it has one.
    const hasText = arrival.length > 0 || match.original.length === 0;
    return published(arrival.draft, hasText ? { standsIn, replaces: match } : { standsIn });
  }
  return { kind: 'COPY', of: match, named: namesAny(arrival, match.original) };
}

/** A source may publish its corrected article anew; nobody may what a right or a law has taken down. */
function isBarred({ own }: Arrival, { sourceId, withdrawn }: StoredOriginal): boolean {
  return sourceId !== own.sourceId || withdrawn === 'RIGHTS_CLAIM' || withdrawn === 'LEGAL';
}

function matchOf(arrival: Arrival, original: StoredOriginal): Match | undefined {
  const found = copyLikeness(arrival.text, original.text);
  const isNamed = namesAny(arrival, original) || namesAny(original, arrival);
  if (found && (isNamed || found.kind === 'COPY' || !isDigest(arrival, original)))
    return { original, ...found };
  if (!isNamed) return undefined;
  // `rel=canonical` across sites (RFC 6596): the target has the same text, or more.
  if (arrival.sketch.length === 0 || original.length === 0) return unlike(original);
  const { resemblance, containment } = likeness(arrival.text, original.text);
  const similarity = Math.max(resemblance, containment);
  return similarity >= leastNamed ? { original, kind: 'COPY', similarity } : undefined;
}

function unlike(original: StoredOriginal): Match {
  return { original, kind: 'COPY', similarity: null };
}

function isClaimed({ claimKey }: Arrival, { urlKeys }: StoredOriginal): boolean {
  return claimKey !== undefined && urlKeys.includes(claimKey);
}

/** A copy that stands in for its original stays with it, whether or not it still says so. */
function under(arrival: Arrival, original: StoredOriginal): UndatedDraft {
  if (arrival.claimKey !== undefined) return arrival.draft;
  return { ...arrival.draft, originalUrl: original.originalUrl, sourceId: original.sourceId };
}

function published(draft: UndatedDraft, given: Partial<Publication> = {}): Publication {
  return { standsIn: false, ends: false, ...given, kind: 'PUBLISH', draft };
}
