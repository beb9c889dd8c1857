import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';

/** What an article was before it was changed. All versions are kept. */
@Entity()
export class ArticleVersion {
  @PrimaryColumn('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  /** Counts from 1, the oldest. */
  @PrimaryColumn('integer')
  version!: number;

  /** When the next version took its place. */
  @Column('bigint')
  replacedAt!: number;

  @Column('text')
  contentHash!: string;

  @Column('text')
  headline!: string;

  /** The whole as an `ArticleDraft` (src/catalog/draft.ts): published again, it is the version restored. */
  @Column('simple-json')
  content!: unknown;
}
