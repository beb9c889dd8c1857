import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';

/** By which grams of its text an article is found again; no row for one that was not looked at yet. */
@Entity()
@Index('article_signature_stale', ['articleId'], { where: 'stale' })
export class ArticleSignature {
  @PrimaryColumn('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  /** Those that are in `ArticleSketch`; none of a text too short to be anybody's copy. */
  @Column('simple-json')
  hashes!: number[];

  /** The article has changed since. */
  @Column('boolean')
  stale!: boolean;
}
