import sql, { join } from 'sql-template-tag';
import { DatePrecision, LinkKind, type WithdrawalReason } from '../../../entities/enums.js';
import type { Queryable } from '../../database/database.js';
import { groupBy } from '../group-by.js';
import { type ComparableText, comparableText } from './comparable-text.js';

const dayMs = 86_400_000;

/** One of two texts that are the same, with what says which of them was there first. */
export interface Party {
  /** Canonical forms of its own addresses. */
  urlKeys: readonly string[];
  /** Canonical forms of the addresses that it names as its original; none of its own. */
  names: readonly string[];
  /** Milliseconds; undefined where its source does not say. */
  publishedAt: number | undefined;
  publishedPrecision: DatePrecision;
  /** How long its text is. */
  length: number;
}

/** A stored article that something may be a copy of. */
export interface StoredOriginal extends Party {
  id: number;
  sourceId: number;
  originalUrl: string;
  withdrawn: WithdrawalReason | null;
  text: ComparableText;
}

/**
 * Whether what comes is the original of what is stored. In this order: the one that the other names; the whole of
 * which the other is an excerpt; the one that names nobody while the other does; the earlier, by more than the dates
 * are exact; the one that came first.
 */
export function isOriginal(comes: Party, stored: Party, kind: 'COPY' | 'EXCERPT'): boolean {
  if (namesAny(comes, stored)) return false;
  if (namesAny(stored, comes)) return true;
  if (kind === 'EXCERPT') return comes.length > stored.length;
  if (comes.names.length > 0 !== stored.names.length > 0) return stored.names.length > 0;
  return isEarlier(comes, stored);
}

/**
 * Whether of two texts, one of which is a part of the other, the whole came later: a digest, or a longer work that has
 * taken the other in. It is neither the original of its parts nor a copy of one of them.
 */
export function isDigest(one: Party, other: Party): boolean {
  const [part, whole] = one.length < other.length ? [one, other] : [other, one];
  return isEarlier(part, whole);
}

/** By more than the dates are exact. */
function isEarlier(one: Party, other: Party): boolean {
  if (one.publishedAt === undefined || other.publishedAt === undefined) return false;
  const isExact = [one, other].every(({ publishedPrecision }) => publishedPrecision === DatePrecision.SECOND);
  // A day begins at different times around the world.
  return other.publishedAt - one.publishedAt > (isExact ? 0 : dayMs);
}

/** Whether one names the other as its original. */
export function namesAny({ names }: Pick<Party, 'names'>, { urlKeys }: Pick<Party, 'urlKeys'>): boolean {
  return names.some((name) => urlKeys.includes(name));
}

/** The articles with these ids and their texts, to compare something with. */
export async function storedOriginals(
  database: Queryable,
  ids: readonly number[],
): Promise<Map<number, StoredOriginal>> {
  if (ids.length === 0) return new Map();
  const list = join([...ids]);
  const rows = await database.query<StoredRow>(
    sql`SELECT a.id, a.source_id, a.original_url, a.published_at, a.published_precision, w.reason, b.text FROM article a
      LEFT JOIN article_body b ON b.article_id = a.id LEFT JOIN withdrawn_article w ON w.id = a.id WHERE a.id IN (${list})`,
  );
  const addresses = await database.query<KeyRow>(
    sql`SELECT article_id, url_key, 'OWN' AS kind FROM article_url WHERE article_id IN (${list})
      UNION ALL SELECT article_id, url_key, kind FROM related_link
        WHERE article_id IN (${list}) AND kind = ${LinkKind.ORIGINAL}`,
  );
  const keysOf = groupBy(addresses, ({ article_id }) => article_id);
  return new Map(rows.map((row) => [row.id, storedOriginal(row, keysOf.get(row.id) ?? [])]));
}

interface StoredRow {
  id: number;
  source_id: number;
  original_url: string;
  published_at: number;
  published_precision: DatePrecision;
  reason: WithdrawalReason | null;
  text: string | null;
}

interface KeyRow {
  article_id: number;
  url_key: string;
  kind: string;
}

function storedOriginal(row: StoredRow, keys: readonly KeyRow[]): StoredOriginal {
  const urlKeys = keys.filter(({ kind }) => kind === 'OWN').map(({ url_key }) => url_key);
  const named = keys.filter(({ kind }) => kind !== 'OWN').map(({ url_key }) => url_key);
  const text = comparableText(row.text ?? '');
  return {
    id: row.id,
    sourceId: row.source_id,
    originalUrl: row.original_url,
    publishedAt: row.published_at,
    publishedPrecision: row.published_precision,
    withdrawn: row.reason,
    urlKeys,
    names: named.filter((key) => !urlKeys.includes(key)),
    length: text.letters.length,
    text,
  };
}
