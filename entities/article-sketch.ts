import { Entity, PrimaryColumn } from 'typeorm';

/**
 * That an article's text has a gram: leads from the grams of another text to the articles that share some. Without a
 * foreign key, which would be checked thirty times an article: an article with a text is never deleted.
 */
@Entity()
export class ArticleSketch {
  /** See src/catalog/copies/sketch.ts. */
  @PrimaryColumn('bigint')
  hash!: number;

  @PrimaryColumn('bigint')
  articleId!: number;
}
