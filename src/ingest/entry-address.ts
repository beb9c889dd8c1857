import sql from 'sql-template-tag';
import type { Queryable } from '../database/database.js';
import { keyOf, type UndatedDraft } from './store-arrival.js';

/** Headlines by the addresses that pages of the same batch call their own. */
export type AddressesInUse = Map<string, string>;

/**
 * The article of an entry's page, with the address that the feed gives as one of its own. What the page calls its address
 * is not believed where an article of another headline has that already: a broken `rel=canonical`, or a wall that all
 * pages lead to, would make one article of all entries.
 */
export async function atEntryAddress(
  tx: Queryable,
  draft: UndatedDraft,
  entryUrl: string,
  inUse: AddressesInUse,
): Promise<UndatedDraft> {
  const { aliasUrls = [], readAt } = draft;
  const [pageKey, entryKey] = [keyOf(readAt?.url ?? draft.originalUrl), keyOf(entryUrl)];
  const aliased = { ...draft, aliasUrls: [...aliasUrls, entryUrl] };
  if (pageKey === entryKey) return aliased;
  const headline = oneLine(draft.headline);
  const others = await tx.query<{ url_key: string; id: number; headline: string }>(
    sql`SELECT u.url_key, a.id, a.headline FROM article_url u JOIN article a ON a.id = u.article_id
      WHERE u.url_key IN (${pageKey}, ${entryKey})`,
  );
  const there = others.find(({ url_key }) => url_key === pageKey);
  const here = others.find(({ url_key }) => url_key === entryKey);
  const isOther = here && there ? here.id !== there.id : there !== undefined && there.headline !== headline;
  if (!isOther && (inUse.get(pageKey) ?? headline) === headline) {
    inUse.set(pageKey, headline);
    return aliased;
  }
  return readAt
    ? { ...draft, aliasUrls: [entryUrl], readAt: { ...readAt, url: entryUrl } }
    : { ...draft, aliasUrls: [], originalUrl: entryUrl };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
