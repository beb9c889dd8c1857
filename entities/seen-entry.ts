import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Source } from './source.js';

/** An entry that the feed of a source held when it was last read: one that has not changed since costs nothing. */
@Entity()
export class SeenEntry {
  @PrimaryColumn('bigint')
  sourceId!: number;

  @ManyToOne(() => Source, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  /** Canonical form of its address, or its id. */
  @PrimaryColumn('text')
  entryKey!: string;

  /** SHA-256 of all that the feed says of it. */
  @Column('text')
  entryHash!: string;

  /** Failed fetches of its page since it is as it is; null where nothing is left to fetch. */
  @Column('integer', { nullable: true })
  pageFailures!: number | null;

  /** When its page is tried again; null where nothing is left to fetch. */
  @Column('bigint', { nullable: true })
  pageDueAt!: number | null;

  /** The entry as the feed gave it, in JSON, as long as its page is to be fetched: the feed may have dropped it by then. */
  @Column('text', { nullable: true })
  pendingEntry!: string | null;
}
