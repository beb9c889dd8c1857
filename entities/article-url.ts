import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';

/** An address under which an article is known: its `originalUrl`, and each that it moved from or was republished at. */
@Entity()
@Index('article_url_article', ['articleId', 'url'])
export class ArticleUrl {
  /** The canonical form (src/catalog/canonical-url.ts): what makes two addresses the same article. */
  @PrimaryColumn('text')
  urlKey!: string;

  @Column('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  /** As the source spells it. */
  @Column('text')
  url!: string;
}
