import sql, { type Sql } from 'sql-template-tag';
import { Article } from '../../entities/article.js';
import { ArticleBody } from '../../entities/article-body.js';
import { Source } from '../../entities/source.js';
import { WithdrawnArticle } from '../../entities/withdrawn-article.js';
import { rowShape } from '../database/rows.js';

/** An article as read, always with its source: rights fall back on it, so nothing can be shown without. */
export type LoadedArticle = Article & {
  /** Present when the text was read along; null when none is held. */
  body?: ArticleBody | null;
};

const article = rowShape(Article, 'a');
const source = rowShape(Source, 's');
const tombstone = rowShape(WithdrawnArticle, 'w');

/** The columns of an article `a` and its source `s`. */
export const articleColumns: Sql = sql`${article.columns}, ${source.columns}`;

/** The columns of the tombstone `w` that may stand in an article's place. */
export const tombstoneColumns: Sql = tombstone.columns;

/** The rows of the texts, `b`. */
export const bodyShape = rowShape(ArticleBody, 'b');

type Row = Record<string, unknown>;

/** The article in a row with `articleColumns`; null where an outer join found none. */
export function readArticle(row: Row): LoadedArticle | null {
  const found = article.read(row);
  if (found) found.source = source.read(row) as Source;
  return found;
}

/** The article in a row with `articleColumns` and `tombstoneColumns`, or the tombstone that stands for it. */
export function readArticleResult(row: Row): LoadedArticle | WithdrawnArticle | null {
  const found = readArticle(row);
  const withdrawn = tombstone.read(row);
  return found && withdrawn ? Object.assign(withdrawn, { originalUrl: found.originalUrl }) : found;
}
