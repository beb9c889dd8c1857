import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';
import { Category } from './category.js';

const listed = { where: 'NOT withdrawn' };
const listedHere = { where: 'direct AND NOT withdrawn' };

/**
 * An article in a category: filed there itself (`direct`), or under a descendant of it. The ancestors are
 * stored too, with both times, so that a list of a whole subtree is one walk along an index.
 */
@Entity()
@Index('category_article_published', ['categoryId', 'publishedAt', 'articleId'], listed)
@Index('category_article_added', ['categoryId', 'addedAt', 'articleId'], listed)
@Index('category_article_direct_published', ['categoryId', 'publishedAt', 'articleId'], listedHere)
@Index('category_article_direct_added', ['categoryId', 'addedAt', 'articleId'], listedHere)
export class ArticleCategory {
  @PrimaryColumn('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  @PrimaryColumn('bigint')
  categoryId!: number;

  @ManyToOne(() => Category)
  @JoinColumn({ name: 'category_id' })
  category?: Relation<Category>;

  @Column('boolean')
  direct!: boolean;

  /** Order among the article's own categories, the primary one first; null for an ancestor. */
  @Column('integer', { nullable: true })
  position!: number | null;

  @Column('bigint')
  publishedAt!: number;

  @Column('bigint')
  addedAt!: number;

  @Column('boolean', { default: false })
  withdrawn!: boolean;
}
