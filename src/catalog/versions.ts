import sql, { join } from 'sql-template-tag';
import { Article } from '../../entities/article.js';
import { ArticleVersion } from '../../entities/article-version.js';
import { RelatedLink } from '../../entities/related-link.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements, rowShape } from '../database/rows.js';
import type { ArticleDraft } from './draft.js';
import { groupBy } from './group-by.js';

/** Links from here on are to copies (copies/copies.ts); those before are the article's own. */
export const firstCopyPosition = 1_000;

/** An earlier version of an article. Published again, `content` restores it. */
export type EarlierVersion = Omit<ArticleVersion, 'article' | 'content'> & { content: ArticleDraft };

const article = rowShape(Article, 'a');
const link = rowShape(RelatedLink, 'r');
const version = rowShape(ArticleVersion, 'v');

/** The last `first` of the earlier versions of an article, the last one first. What it is now is not among them. */
export async function versionsOf(
  database: Queryable,
  articleId: number,
  first = 1_000,
): Promise<EarlierVersion[]> {
  const rows = await database.query(
    sql`SELECT ${version.columns} FROM article_version v WHERE v.article_id = ${articleId}
      ORDER BY v.version DESC LIMIT ${first}`,
  );
  return rows.map((row) => version.read(row) as EarlierVersion);
}

/** Keeps what these articles are now, before they are changed. All versions are kept. */
export async function keepVersions(
  tx: Transaction,
  articleIds: readonly number[],
  now: number,
): Promise<void> {
  if (articleIds.length === 0) return;
  const contents = await contentsOf(tx, articleIds);
  const last = new Map(
    (
      await tx.query<{ article_id: number; version: number }>(
        sql`SELECT article_id, max(version) AS version FROM article_version
          WHERE article_id IN (${join([...articleIds])}) GROUP BY article_id`,
      )
    ).map((row) => [row.article_id, row.version]),
  );
  const versions = [...contents].map(([articleId, { contentHash, draft }]) => ({
    ...{ articleId, contentHash, replacedAt: now, version: (last.get(articleId) ?? 0) + 1 },
    ...{ headline: draft.headline, content: draft },
  }));
  for (const statement of insertStatements(ArticleVersion, versions)) await tx.execute(statement);
}

/** Articles as drafts that would make them again: three statements for any number of them. */
export async function contentsOf(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, { contentHash: string; draft: ArticleDraft }>> {
  if (articleIds.length === 0) return new Map();
  const ids = join([...articleIds]);
  const rows = await database.query<{ html: string | null }>(
    sql`SELECT ${article.columns}, b.html FROM article a LEFT JOIN article_body b ON b.article_id = a.id
      WHERE a.id IN (${ids})`,
  );
  const links = await database.query(
    sql`SELECT ${link.columns} FROM related_link r WHERE r.article_id IN (${ids}) AND r.position < ${firstCopyPosition}
      ORDER BY r.article_id, r.position`,
  );
  const places = await database.query<{ article_id: number; category_id: number }>(
    sql`SELECT article_id, category_id FROM article_category WHERE article_id IN (${ids}) AND direct
      ORDER BY article_id, position`,
  );
  const linksOf = groupBy(
    links.map((row) => link.read(row) as RelatedLink),
    ({ articleId }) => articleId,
  );
  const placesOf = groupBy(places, ({ article_id }) => article_id);
  return new Map(
    rows.map((row) => {
      const stored = article.read(row) as Article;
      const draft: ArticleDraft = {
        originalUrl: stored.originalUrl,
        sourceId: stored.sourceId,
        headline: stored.headline,
        bodyHtml: row.html,
        abstract: stored.abstract,
        language: stored.language,
        authors: stored.authors,
        image: stored.image,
        publishedAt: stored.publishedAt,
        publishedPrecision: stored.publishedPrecision,
        rights: stored.ownRights,
        categoryIds: (placesOf.get(stored.id) ?? []).map(({ category_id }) => category_id),
        relatedLinks: (linksOf.get(stored.id) ?? []).map(({ kind, title, url }) => ({ kind, title, url })),
      };
      return [stored.id, { contentHash: stored.contentHash, draft }];
    }),
  );
}
