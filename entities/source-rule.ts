import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Source } from './source.js';

/** Where the pages of a source hold what, as CSS selectors; null where the general extractor is to look. */
@Entity()
export class SourceRule {
  @PrimaryColumn('bigint')
  sourceId!: number;

  @OneToOne(() => Source, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  @Column('text', { nullable: true })
  headline!: string | null;

  @Column('text', { nullable: true })
  date!: string | null;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('text', { nullable: true })
  originalLink!: string | null;

  @Column('text', { nullable: true })
  notice!: string | null;

  @Column('text', { nullable: true })
  previous!: string | null;

  @Column('text', { nullable: true })
  next!: string | null;

  @Column('text', { nullable: true })
  listings!: string | null;

  /** Selectors of what is taken out of a page before anything is read. */
  @Column('simple-json')
  cut!: string[];

  /** When it was saved; milliseconds. */
  @Column('bigint')
  modifiedAt!: number;
}
