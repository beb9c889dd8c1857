import sql, { join, type Sql } from 'sql-template-tag';
import { Article } from '../../entities/article.js';
import { ArticleBody } from '../../entities/article-body.js';
import { ArticleCategory } from '../../entities/article-category.js';
import { ArticleUrl } from '../../entities/article-url.js';
import { RelatedLink } from '../../entities/related-link.js';
import type { Transaction } from '../database/database.js';
import { newId } from '../database/ids.js';
import { insertStatements, upsertStatements } from '../database/rows.js';
import {
  type ArticleDraft,
  addressKey,
  articleSlug,
  InvalidDraft,
  type PreparedArticle,
  prepareArticle,
} from './draft.js';
import { sourcesById } from './sources.js';
import { firstCopyPosition, keepVersions } from './versions.js';

/** What became of one draft. */
export type PublishOutcome =
  | { kind: 'PUBLISHED' | 'MODIFIED' | 'UNCHANGED'; articleId: number }
  /** `field` of the draft is at fault; nothing was written for this draft. */
  | { kind: 'REFUSED'; reason: RefusalReason; field: string; message: string; articleId?: number };

export type RefusalReason = 'INVALID' | 'NOT_FOUND' | 'WITHDRAWN' | 'MODIFIED_SINCE' | 'ADDRESS_TAKEN';

interface Known {
  id: number;
  slug: string;
  added_at: number;
  modified_at: number;
  content_hash: string;
  withdrawn: boolean | number;
}

interface Write extends PreparedArticle {
  article: Article;
  /** There was one before, which is kept as a version. */
  replaces: boolean;
  categoryIds: readonly number[];
  addresses: ArticleUrl[];
}

/**
 * Publishes drafts inside a transaction: creates or replaces, by canonical original URL, and leaves alone what
 * has not changed. Costs the same few statements for one draft as for hundreds. Outcomes are in the drafts' order.
 */
export async function publishArticles(
  tx: Transaction,
  drafts: readonly ArticleDraft[],
  now: number,
): Promise<PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  while (outcomes.length < drafts.length) {
    outcomes.push(...(await publishWave(tx, withoutSharedAddress(drafts.slice(outcomes.length)), now)));
  }
  return outcomes;
}

/** The drafts before the first one that shares an address with an earlier one: it is to find the earlier one stored. */
function withoutSharedAddress(drafts: readonly ArticleDraft[]): readonly ArticleDraft[] {
  const taken = new Set<string>();
  const end = drafts.findIndex((draft) => {
    const keys = keysOf(draft);
    const isShared = keys.some((key) => taken.has(key));
    for (const key of keys) taken.add(key);
    return isShared;
  });
  return end === -1 ? drafts : drafts.slice(0, end);
}

/** Publishes the drafts before the first one whose article an earlier one has written, under another address. */
async function publishWave(
  tx: Transaction,
  drafts: readonly ArticleDraft[],
  now: number,
): Promise<PublishOutcome[]> {
  const sources = await sourcesById(tx, unique(drafts.map(({ sourceId }) => sourceId)));
  const lineages = await lineagesOf(tx, unique(drafts.flatMap(({ categoryIds }) => categoryIds ?? [])));
  const known = await knownAddresses(tx, drafts);
  const identities = await takenIdentities(tx, drafts);

  const writes = new Map<number, Write>();
  const judge = (draft: ArticleDraft, before: Known | undefined): PublishOutcome => {
    try {
      const source = sources.get(draft.sourceId);
      if (!source) return refusal('NOT_FOUND', 'sourceId', 'there is no such source');
      if (draft.categoryIds?.some((id) => !lineages.has(id)))
        return refusal('NOT_FOUND', 'categoryIds', 'there is no such category');
      if (before?.withdrawn)
        return refusal('WITHDRAWN', 'originalUrl', 'the article was withdrawn', before.id);
      if (!before && draft.ifUnmodifiedSince !== undefined)
        return refusal('NOT_FOUND', 'ifUnmodifiedSince', 'there is no such article yet');
      const prepared = prepareArticle(draft, source, now);
      const isKnown = prepared.addresses.every(({ urlKey }) => known.get(urlKey)?.id === before?.id);
      // Before a conflict: a caller who does not know whether an earlier try was written may try again.
      if (before && isKnown && before.content_hash === prepared.article.contentHash)
        return { kind: 'UNCHANGED', articleId: before.id };
      if (before && draft.ifUnmodifiedSince !== undefined && before.modified_at !== draft.ifUnmodifiedSince)
        return refusal('MODIFIED_SINCE', 'ifUnmodifiedSince', 'the article has changed since', before.id);
      const stranger = prepared.addresses.find(
        ({ urlKey }) => known.has(urlKey) && known.get(urlKey)?.id !== before?.id,
      );
      if (stranger)
        return refusal('ADDRESS_TAKEN', 'aliasUrls', `${stranger.url} is the address of another article`);
      const write = identified(draft, prepared, before, identities, now);
      writes.set(write.article.id, write);
      return { kind: before ? 'MODIFIED' : 'PUBLISHED', articleId: write.article.id };
    } catch (error) {
      if (error instanceof InvalidDraft) return refusal('INVALID', error.field, error.message);
      throw error;
    }
  };
  const outcomes: PublishOutcome[] = [];
  for (const draft of drafts) {
    const before = knownUnder(draft, known);
    if (before && writes.has(before.id)) break;
    outcomes.push(judge(draft, before));
  }
  await store(tx, [...writes.values()], lineages, now);
  return outcomes;
}

/** The stored article of a draft: by its original address, or else by the first of its aliases that is known. */
function knownUnder({ originalUrl, aliasUrls }: ArticleDraft, known: Map<string, Known>): Known | undefined {
  const key = keysOf({ originalUrl, aliasUrls }).find((candidate) => known.has(candidate));
  return key === undefined ? undefined : known.get(key);
}

/** Adds to a prepared draft what stays with the article through every version: id, slug, when it came. */
function identified(
  draft: ArticleDraft,
  { article, addresses, ...rest }: PreparedArticle,
  before: Known | undefined,
  identities: { ids: Set<number>; slugs: Set<string> },
  now: number,
): Write {
  const id = before?.id ?? (draft.id !== undefined && !identities.ids.has(draft.id) ? draft.id : newId(now));
  const wanted =
    draft.slug !== undefined && !identities.slugs.has(draft.slug)
      ? draft.slug
      : articleSlug(article.headline, id);
  identities.ids.add(id);
  identities.slugs.add(wanted);
  return {
    ...rest,
    replaces: before !== undefined,
    categoryIds: unique(draft.categoryIds ?? []),
    addresses: addresses.map((address) => ({ ...address, articleId: id })),
    article: {
      ...article,
      id,
      slug: before?.slug ?? wanted,
      addedAt: before?.added_at ?? draft.addedAt ?? now,
      modifiedAt: before ? Math.max(now, before.modified_at + 1) : (draft.modifiedAt ?? now),
      withdrawn: false,
    } as Article,
  };
}

async function store(
  tx: Transaction,
  writes: readonly Write[],
  lineages: Map<number, number[]>,
  now: number,
): Promise<void> {
  if (writes.length === 0) return;
  const replaced = writes.filter(({ replaces }) => replaces).map(({ article }) => article.id);
  await keepVersions(tx, replaced, now);
  if (replaced.length > 0)
    await tx.execute(sql`UPDATE article_signature SET stale = true WHERE article_id IN (${join(replaced)})`);
  const ids = join(writes.map(({ article }) => article.id));
  const withText = writes.filter(({ body }) => body !== null);
  await tx.execute(sql`DELETE FROM article_body WHERE article_id IN (${ids})`);
  await tx.execute(sql`DELETE FROM article_category WHERE article_id IN (${ids})`);
  await tx.execute(
    sql`DELETE FROM related_link WHERE article_id IN (${ids}) AND position < ${firstCopyPosition}`,
  );
  const statements: Sql[] = [
    ...upsertStatements(
      Article,
      writes.map(({ article }) => article),
    ),
    ...insertStatements(
      ArticleBody,
      withText.map(({ article, body }) => ({ articleId: article.id, ...body })),
    ),
    ...insertStatements(
      ArticleUrl,
      writes.flatMap(({ addresses }) => addresses),
      // As it is spelled now.
      sql` ON CONFLICT (url_key) DO UPDATE SET url = excluded.url`,
    ),
    ...insertStatements(
      ArticleCategory,
      writes.flatMap((write) => placesOf(write, lineages)),
    ),
    ...insertStatements(
      RelatedLink,
      writes.flatMap(({ article, links }) => links.map((link) => ({ articleId: article.id, ...link }))),
    ),
  ];
  for (const statement of statements) await tx.execute(statement);
}

/** The article's own categories in their order, and every ancestor of theirs. */
function placesOf(
  { article, categoryIds }: Write,
  lineages: Map<number, number[]>,
): Partial<ArticleCategory>[] {
  const place = {
    articleId: article.id,
    publishedAt: article.publishedAt,
    addedAt: article.addedAt,
    withdrawn: false,
  };
  const ancestors = unique(categoryIds.flatMap((id) => lineages.get(id) ?? [])).filter(
    (id) => !categoryIds.includes(id),
  );
  return [
    ...categoryIds.map((categoryId, position) => ({ ...place, categoryId, position, direct: true })),
    ...ancestors.map((categoryId) => ({ ...place, categoryId, position: null, direct: false })),
  ];
}

/** Each category with all its ancestors. */
async function lineagesOf(tx: Transaction, categoryIds: readonly number[]): Promise<Map<number, number[]>> {
  if (categoryIds.length === 0) return new Map();
  const rows = await tx.query<{ origin: number; id: number }>(
    sql`WITH RECURSIVE lineage (origin, id, parent_id) AS (
        SELECT id, id, parent_id FROM category WHERE id IN (${join([...categoryIds])})
        UNION ALL SELECT l.origin, c.id, c.parent_id FROM lineage l JOIN category c ON c.id = l.parent_id
      ) SELECT origin, id FROM lineage`,
  );
  const lineages = new Map<number, number[]>();
  for (const { origin, id } of rows) lineages.set(origin, [...(lineages.get(origin) ?? []), id]);
  return lineages;
}

async function knownAddresses(tx: Transaction, drafts: readonly ArticleDraft[]): Promise<Map<string, Known>> {
  const keys = drafts.flatMap(keysOf);
  if (keys.length === 0) return new Map();
  const rows = await tx.query<Known & { url_key: string }>(
    sql`SELECT u.url_key, a.id, a.slug, a.added_at, a.modified_at, a.content_hash, a.withdrawn
      FROM article_url u JOIN article a ON a.id = u.article_id WHERE u.url_key IN (${join(unique(keys))})${tx.dialect.forUpdate}`,
  );
  return new Map(rows.map((row) => [row.url_key, row]));
}

/** Which of the ids and slugs that drafts bring along belong to articles already. */
async function takenIdentities(
  tx: Transaction,
  drafts: readonly ArticleDraft[],
): Promise<{ ids: Set<number>; slugs: Set<string> }> {
  const ids = drafts.flatMap(({ id }) => id ?? []);
  const slugs = drafts.flatMap(({ slug }) => slug ?? []);
  const byId =
    ids.length === 0
      ? []
      : await tx.query<{ id: number }>(sql`SELECT id FROM article WHERE id IN (${join(ids)})`);
  const bySlug =
    slugs.length === 0
      ? []
      : await tx.query<{ slug: string }>(sql`SELECT slug FROM article WHERE slug IN (${join(slugs)})`);
  return { ids: new Set(byId.map(({ id }) => id)), slugs: new Set(bySlug.map(({ slug }) => slug)) };
}

function refusal(reason: RefusalReason, field: string, message: string, articleId?: number): PublishOutcome {
  return { kind: 'REFUSED', reason, field, message, ...(articleId === undefined ? {} : { articleId }) };
}

/** The canonical forms of a draft's addresses, the original one first, without those that are none. */
function keysOf({ originalUrl, aliasUrls }: Pick<ArticleDraft, 'originalUrl' | 'aliasUrls'>): string[] {
  return [originalUrl, ...(aliasUrls ?? [])].flatMap((url) => {
    try {
      return addressKey('url', url);
    } catch {
      return [];
    }
  });
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
