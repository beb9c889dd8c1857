import DataLoader from 'dataloader';
import sql, { join } from 'sql-template-tag';
import type { ArticleBody } from '../../entities/article-body.js';
import type { Category } from '../../entities/category.js';
import type { RelatedLink } from '../../entities/related-link.js';
import type { Source } from '../../entities/source.js';
import type { Queryable } from '../database/database.js';
import { bodyShape, type LoadedArticle } from './article-rows.js';
import { type ArticleResult, articlesById, articlesByUrlKey } from './articles.js';
import { categoriesById, categoriesByPath, childCategories, type Filing, filingsOf } from './categories.js';
import { aliasUrlsOf, relatedLinksOf } from './links.js';
import { type NeighbourQuestion, neighbourKey, neighboursOf } from './neighbours.js';
import { sourcesById } from './sources.js';

/** What one request asks of the catalog entity by entity; each loader answers all that is asked at once in one statement. */
export interface CatalogLoaders {
  article: DataLoader<number, ArticleResult | null>;
  /** By a canonical address of it. */
  articleByUrlKey: DataLoader<string, ArticleResult | null>;
  body: DataLoader<number, ArticleBody | null>;
  source: DataLoader<number, Source | null>;
  category: DataLoader<number, Category | null>;
  categoryByPath: DataLoader<string, Category | null>;
  children: DataLoader<number, Category[]>;
  filing: DataLoader<number, Filing>;
  relatedLinks: DataLoader<number, RelatedLink[]>;
  aliasUrls: DataLoader<number, string[]>;
  neighbour: DataLoader<NeighbourQuestion, LoadedArticle | null, string>;
}

/** Loaders for one request: what they have read is remembered for its length. */
export function catalogLoaders(database: Queryable): CatalogLoaders {
  const loader = <Key extends string | number, Value, Absent>(
    read: (database: Queryable, keys: readonly Key[]) => Promise<Map<Key, Value>>,
    absent: () => Absent,
  ) =>
    new DataLoader<Key, Value | Absent>(async (keys) => {
      const found = await read(database, keys);
      return keys.map((key) => found.get(key) ?? absent());
    });
  const none = () => null;
  const empty = () => [];
  return {
    article: loader(articlesById, none),
    articleByUrlKey: loader(articlesByUrlKey, none),
    body: loader(bodiesOf, none),
    source: loader(sourcesById, none),
    category: loader(categoriesById, none),
    categoryByPath: loader(categoriesByPath, none),
    children: loader(childCategories, empty),
    filing: loader(filingsOf, () => ({ categories: [], breadcrumbs: [] })),
    relatedLinks: loader(relatedLinksOf, empty),
    aliasUrls: loader(aliasUrlsOf, empty),
    neighbour: new DataLoader(
      async (questions) => {
        const found = await neighboursOf(database, questions);
        return questions.map((question) => found.get(neighbourKey(question)) ?? null);
      },
      { cacheKeyFn: neighbourKey },
    ),
  };
}

async function bodiesOf(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, ArticleBody>> {
  const rows = await database.query(
    sql`SELECT ${bodyShape.columns} FROM article_body b WHERE b.article_id IN (${join([...articleIds])})`,
  );
  const bodies = rows.map((row) => bodyShape.read(row) as ArticleBody);
  return new Map(bodies.map((body) => [body.articleId, body]));
}
