import sql, { join } from 'sql-template-tag';
import { LinkKind } from '../../entities/enums.js';
import { copiesAt } from '../catalog/copies/copies.js';
import { storedOriginals } from '../catalog/copies/originals.js';
import { candidatesIn, type Holders } from '../catalog/copies/signatures.js';
import type { Queryable } from '../database/database.js';
import { type Arrival, keyOf } from './store-arrival.js';
import type { KnownAddress, Stored } from './store-verdict.js';

/** All that arrivals are judged by: seven statements for any number of them. */
export async function storedFor(
  tx: Queryable,
  arrivals: readonly Arrival[],
  holders: Holders,
): Promise<Stored> {
  const ownKeys = arrivals.map(({ own }) => own.urlKey);
  const addresses = await knownAddresses(tx, [
    ...new Set(arrivals.flatMap(({ urlKeys, names }) => [...urlKeys, ...names])),
  ]);
  const copies = await copiesAt(tx, ownKeys);
  const naming = await articlesNaming(tx, ownKeys);
  const candidates = new Map(
    arrivals.map((arrival) => {
      const { own, names, sketch } = arrival;
      // An article stays one, whatever its next version is like.
      const known = addresses.get(own.urlKey);
      if (known?.hasText && known.isOriginal && !copies.has(own.urlKey) && arrival.claimKey === undefined)
        return [arrival, []];
      const byName = names.flatMap((name) => addresses.get(name)?.articleId ?? []);
      const aliased = known && !known.isOriginal ? [known.articleId] : [];
      const ids = [
        ...byName,
        ...aliased,
        ...(naming.get(own.urlKey) ?? []),
        ...candidatesIn(holders, sketch),
      ];
      return [arrival, [...new Set(ids)]];
    }),
  );
  const ids = [...candidates.values()].flat().concat([...copies.values()].map(({ articleId }) => articleId));
  const homepages = await homepagesOf(tx, [...new Set(arrivals.map(({ own }) => own.sourceId))]);
  return {
    addresses,
    copies,
    candidates,
    originals: await storedOriginals(tx, [...new Set(ids)]),
    homepages,
  };
}

async function homepagesOf(tx: Queryable, sourceIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ id: number; homepage_url: string }>(
    sql`SELECT id, homepage_url FROM source WHERE id IN (${join([...sourceIds])})`,
  );
  return new Map(rows.map(({ id, homepage_url }) => [id, homepage_url]));
}

async function knownAddresses(tx: Queryable, urlKeys: readonly string[]): Promise<Map<string, KnownAddress>> {
  if (urlKeys.length === 0) return new Map();
  const rows = await tx.query<{
    url_key: string;
    id: number;
    original_url: string;
    source_id: number;
    homepage_url: string;
    has_text: boolean | number;
    text_length: number | null;
    withdrawn: boolean | number;
  }>(
    sql`SELECT u.url_key, a.id, a.original_url, a.source_id, s.homepage_url, a.withdrawn, b.article_id IS NOT NULL AS has_text,
        length(b.text) AS text_length
      FROM article_url u JOIN article a ON a.id = u.article_id JOIN source s ON s.id = a.source_id
      LEFT JOIN article_body b ON b.article_id = a.id WHERE u.url_key IN (${join([...urlKeys])})`,
  );
  return new Map(
    rows.map((row) => [
      row.url_key,
      {
        articleId: row.id,
        isOriginal: keyOf(row.original_url) === row.url_key,
        sourceId: row.source_id,
        homepageUrl: row.homepage_url,
        hasText: Boolean(row.has_text),
        textLength: row.text_length ?? 0,
        withdrawn: Boolean(row.withdrawn),
      },
    ]),
  );
}

/** The articles that name these addresses as their originals. */
async function articlesNaming(tx: Queryable, urlKeys: readonly string[]): Promise<Map<string, number[]>> {
  const rows = await tx.query<{ article_id: number; url_key: string }>(
    sql`SELECT article_id, url_key FROM related_link WHERE url_key IN (${join([...urlKeys])}) AND kind = ${LinkKind.ORIGINAL}
      ORDER BY article_id`,
  );
  const naming = new Map<string, number[]>();
  for (const { article_id, url_key } of rows)
    naming.set(url_key, [...(naming.get(url_key) ?? []), article_id].slice(0, 4));
  return naming;
}

/** When the articles at these addresses were published, by canonical address. */
export async function knownDates(tx: Queryable, urls: readonly string[]): Promise<Map<string, number>> {
  if (urls.length === 0) return new Map();
  const rows = await tx.query<{ url_key: string; published_at: number }>(
    sql`SELECT u.url_key, a.published_at FROM article_url u JOIN article a ON a.id = u.article_id
      WHERE u.url_key IN (${join(urls.map(keyOf))})`,
  );
  return new Map(rows.map(({ url_key, published_at }) => [url_key, published_at]));
}
