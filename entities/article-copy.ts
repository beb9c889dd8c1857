import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Article } from './article.js';
import { Source } from './source.js';

/** What a copy is of its original. */
export const CopyKind = {
  /** The text, be it with cuts and additions. */
  COPY: 'COPY',
  /** A part of the text. */
  EXCERPT: 'EXCERPT',
} as const;
export type CopyKind = keyof typeof CopyKind;

/** An address at which another source shows an article's text: linked to the original, in no list. */
@Entity()
@Index('article_copy_article', ['articleId', 'foundAt'])
export class ArticleCopy {
  /** Canonical form of its address. */
  @PrimaryColumn('text')
  urlKey!: string;

  /** The original. */
  @Column('bigint')
  articleId!: number;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'article_id' })
  article?: Relation<Article>;

  /** Who shows the copy. */
  @Column('bigint')
  sourceId!: number;

  @ManyToOne(() => Source)
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  /** As its source spells it. */
  @Column('text')
  url!: string;

  @Column('text')
  headline!: string;

  /** As its source dates it; null where it does not. */
  @Column('bigint', { nullable: true })
  publishedAt!: number | null;

  @Column('text')
  kind!: CopyKind;

  /** Share of the text that is the original's, from 0 to 1; null where there was no text to compare. */
  @Column('double precision', { nullable: true })
  similarity!: number | null;

  /** It names the article as its original. Otherwise only the text says so, and the copy ends when that changes. */
  @Column('boolean')
  named!: boolean;

  /** The article's text is this one, since the original has not come itself. */
  @Column('boolean')
  standsIn!: boolean;

  @Column('bigint')
  foundAt!: number;

  /** SHA-256 of `content`. */
  @Column('text')
  contentHash!: string;

  /** The whole as an `ArticleDraft` (src/catalog/draft.ts), so that a wrong match can be undone. */
  @Column('simple-json')
  content!: unknown;
}
