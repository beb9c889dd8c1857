import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The views of one article in one hour; what leaves a window when the hour does. */
@Entity()
@Index('view_bucket_article', ['articleId', 'hour'])
export class ViewBucket {
  /** Whole hours since 1970-01-01T00:00:00Z. */
  @PrimaryColumn('integer')
  hour!: number;

  @PrimaryColumn('bigint')
  articleId!: number;

  @Column('integer')
  views!: number;
}
