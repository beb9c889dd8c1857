import sql from 'sql-template-tag';
import { Category } from '../../entities/category.js';
import type { Rights } from '../../entities/rights.js';
import { Source } from '../../entities/source.js';
import { canonicalUrl } from '../catalog/canonical-url.js';
import type { Database } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import { hotFromScore, viewScore } from '../popularity/decay.js';
import { articlesAfter, type ExportedArticle } from './export-rows.js';

/** Articles that are in memory together. */
const pageSize = 500;

const source = rowShape(Source, 's');
const category = rowShape(Category, 'c');

/** How many lines of each kind an export holds. */
export interface CorpusCounts {
  articles: number;
  sources: number;
  categories: number;
}

/** Counts what an export would hold now. */
export async function countCorpus(database: Database): Promise<CorpusCounts> {
  const [counts] = await database.query<CorpusCounts>(
    sql`SELECT (SELECT COUNT(*) FROM article) AS articles, (SELECT COUNT(*) FROM source) AS sources,
      (SELECT COUNT(*) FROM category) AS categories`,
  );
  return counts as CorpusCounts;
}

/**
 * Everything in the catalog with its popularity as a corpus (docs/corpus-format.md), in chunks of whole lines, in flat
 * memory. Ids are permanent and survive an import. Articles that arrive meanwhile are left out.
 *
 * @param onArticles - Is told how many articles have been read.
 */
export async function* exportCorpus(
  database: Database,
  onArticles: (count: number) => void = () => undefined,
): AsyncGenerator<string> {
  const [last] = await database.query<{ id: number }>(sql`SELECT id FROM article ORDER BY id DESC LIMIT 1`);
  const counts = await countCorpus(database);
  yield lines([{ type: 'meta', format: 'broadsheet-corpus', version: 1, ids: 'permanent', ...counts }]);

  const sources = await database.query(sql`SELECT ${source.columns} FROM source s ORDER BY s.id`);
  yield lines(sources.map((row) => sourceLine(source.read(row) as Source)));
  // A parent's path begins that of its children, so it comes first.
  const categories = await database.query(sql`SELECT ${category.columns} FROM category c ORDER BY c.path`);
  yield lines(categories.map((row) => categoryLine(category.read(row) as Category)));

  let [after, count] = [0, 0];
  while (last && after < last.id) {
    const page = await articlesAfter(database, { after, upTo: last.id, limit: pageSize });
    if (page.length === 0) return;
    yield lines(page.map(articleLine));
    after = page.at(-1)?.article.id ?? last.id;
    count += page.length;
    onArticles(count);
  }
}

function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function sourceLine({ id, slug, name, language, homepageUrl, feedUrl, timeZone, rights }: Source): object {
  return { type: 'source', id, slug, name, lang: language, homepage: homepageUrl, feedUrl, timeZone, rights };
}

function categoryLine({ id, parentId, path, slug, name, alternateName, description }: Category): object {
  const depth = path.split('/').length - 1;
  return { type: 'category', id, parentId, depth, slug, name, nameEn: alternateName, description };
}

function articleLine(exported: ExportedArticle): object {
  const { article, body, withdrawal, addresses, categoryIds, links, popularity } = exported;
  const originalKey = canonicalUrl(article.originalUrl);
  return {
    type: 'article',
    id: article.id,
    slug: article.slug,
    lang: article.language,
    title: article.headline,
    summary: article.abstract,
    body: body?.text ?? null,
    bodyHtml: body?.html ?? null,
    url: article.originalUrl,
    aliasUrls: addresses.filter(({ url_key }) => url_key !== originalKey).map(({ url }) => url),
    author: article.authors.join(', '),
    authors: article.authors,
    sourceId: article.sourceId,
    categoryIds: categoryIds.toSorted((a, b) => a - b),
    primaryCategoryId: article.primaryCategoryId,
    categoryOrder: categoryIds,
    related: links.map(({ kind, title, url, target }, index) => ({
      position: index + 1,
      kind: target === null ? 'external' : 'article',
      articleId: target,
      title,
      url,
      linkKind: kind,
    })),
    image: article.image.url === null ? null : article.image,
    rights: statedRights(article.ownRights),
    publishedAt: iso(article.publishedAt),
    publishedPrecision: article.publishedPrecision,
    addedAt: iso(article.addedAt),
    modifiedAt: iso(article.modifiedAt),
    withdrawn: withdrawal && {
      at: iso(withdrawal.withdrawnAt),
      reason: withdrawal.reason,
      statement: withdrawal.statement,
    },
    views: popularity?.views ?? 0,
    hot: Number(hotFromScore(popularity?.score ?? viewScore(article.publishedAt)).toFixed(6)),
    score: popularity?.score ?? null,
    viewBuckets: (popularity?.buckets ?? []).map(([hour, views]) => [iso(hour * 3_600_000), views]),
  };
}

/** The members that the article states itself; null where it states none. */
function statedRights(rights: Rights): Partial<Rights> | null {
  const stated = Object.entries(rights).filter(([, value]) => value !== null);
  return stated.length === 0 ? null : Object.fromEntries(stated);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
