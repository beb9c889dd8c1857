import sql, { join } from 'sql-template-tag';
import { Article } from '../../entities/article.js';
import type { LinkKind } from '../../entities/enums.js';
import { WithdrawnArticle } from '../../entities/withdrawn-article.js';
import { groupBy } from '../catalog/group-by.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import { type PopularityRecord, readForExport } from '../popularity/seeding.js';

/** An article with all that belongs to it, withdrawn or not. */
export interface ExportedArticle {
  article: Article;
  /** Null where only headline, link and date are held. */
  body: { html: string; text: string } | null;
  withdrawal: WithdrawnArticle | null;
  addresses: { url_key: string; url: string }[];
  /** In the article's own order, the primary one first. */
  categoryIds: number[];
  /** In order. `target` is the article it leads to, where there is one. */
  links: { kind: LinkKind; title: string; url: string; target: number | null }[];
  /** Undefined where nobody has viewed it. */
  popularity: PopularityRecord | undefined;
}

const article = rowShape(Article, 'a');
const tombstone = rowShape(WithdrawnArticle, 'w');

/** The next articles by id, in five statements. */
export async function articlesAfter(
  database: Queryable,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<ExportedArticle[]> {
  const rows = await database.query<{ html: string | null; text: string | null }>(
    sql`SELECT ${article.columns}, ${tombstone.columns}, b.html, b.text FROM article a
      LEFT JOIN article_body b ON b.article_id = a.id LEFT JOIN withdrawn_article w ON w.id = a.id
      WHERE a.id > ${after} AND a.id <= ${upTo} ORDER BY a.id LIMIT ${limit}`,
  );
  const articles = rows.map((row) => article.read(row) as Article);
  if (articles.length === 0) return [];
  const ids = articles.map(({ id }) => id);
  const [addresses, places, links, popularity] = await Promise.all([
    addressesOf(database, ids),
    placesOf(database, ids),
    linksOf(database, ids),
    readForExport(database, ids),
  ]);
  return articles.map((found, index) => ({
    article: found,
    body: bodyOf(rows[index]),
    withdrawal: tombstone.read({ ...rows[index] }),
    addresses: addresses.get(found.id) ?? [],
    categoryIds: (places.get(found.id) ?? []).map(({ category_id }) => category_id),
    links: links.get(found.id) ?? [],
    popularity: popularity.get(found.id),
  }));
}

function bodyOf(row: { html: string | null; text: string | null } | undefined): ExportedArticle['body'] {
  return row?.html == null ? null : { html: row.html, text: row.text ?? '' };
}

async function addressesOf(database: Queryable, ids: readonly number[]) {
  const rows = await database.query<{ article_id: number; url_key: string; url: string }>(
    sql`SELECT article_id, url_key, url FROM article_url WHERE article_id IN (${join([...ids])})
      ORDER BY article_id, url_key`,
  );
  return groupBy(rows, ({ article_id }) => article_id);
}

async function placesOf(database: Queryable, ids: readonly number[]) {
  const rows = await database.query<{ article_id: number; category_id: number }>(
    sql`SELECT article_id, category_id FROM article_category WHERE article_id IN (${join([...ids])}) AND direct
      ORDER BY article_id, position`,
  );
  return groupBy(rows, ({ article_id }) => article_id);
}

async function linksOf(database: Queryable, ids: readonly number[]) {
  type Row = { article_id: number; kind: LinkKind; title: string; url: string; target: number | null };
  const rows = await database.query<Row>(
    sql`SELECT l.article_id, l.kind, l.title, l.url, u.article_id AS target FROM related_link l
      LEFT JOIN article_url u ON u.url_key = l.url_key WHERE l.article_id IN (${join([...ids])})
      ORDER BY l.article_id, l.position`,
  );
  return groupBy(rows, ({ article_id }) => article_id);
}
