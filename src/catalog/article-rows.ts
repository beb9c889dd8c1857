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
const body = rowShape(ArticleBody, 'b');
const tombstone = rowShape(WithdrawnArticle, 'w');

/** The columns of an article `a` and its source `s`. */
export const articleColumns: Sql = sql`${article.columns}, ${source.columns}`;

/** The columns of the text `b` and the tombstone `w` as well. */
export const wholeArticleColumns: Sql = sql`${articleColumns}, ${body.columns}, ${tombstone.columns}`;

/** Joins for `wholeArticleColumns`. */
export const wholeArticleJoins: Sql = sql`
  JOIN source s ON s.id = a.source_id
  LEFT JOIN article_body b ON b.article_id = a.id
  LEFT JOIN withdrawn_article w ON w.id = a.id`;

type Row = Record<string, unknown>;

/** The article in a row with `articleColumns`; null where an outer join found none. */
export function readArticle(row: Row): LoadedArticle | null {
  const found = article.read(row);
  if (found) found.source = source.read(row) as Source;
  return found;
}

/** The article with its text in a row with `wholeArticleColumns`, or the tombstone that stands for it. */
export function readWholeArticle(row: Row): LoadedArticle | WithdrawnArticle | null {
  const found = readArticle(row);
  if (!found) return null;
  const withdrawn = tombstone.read(row);
  if (withdrawn) return Object.assign(withdrawn, { originalUrl: found.originalUrl });
  return Object.assign(found, { body: body.read(row) });
}

/** The rows of the texts alone. */
export const bodyShape = body;
