import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { type PollingReason, PollingState, type RunTrigger } from './ingest-enums.js';
import { DateTime } from './scalars.js';
import { Source } from './source.js';

/** How a source is read: when next, why then, and how it went. A source without such a row is not read. */
@Entity()
@Index('source_polling_due', ['nextRunAt', 'sourceId'], {
  where: "(state = 'ACTIVE' OR requested_at IS NOT NULL)",
})
@Directive('@tag(name: "editor")')
@ObjectType('SourceHealth', {
  description: 'How the reading of a source goes: when next, why then, and how it went.',
})
export class SourcePolling {
  @PrimaryColumn('bigint')
  sourceId!: number;

  @ManyToOne(() => Source, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  @Field(() => PollingState, { description: 'Whether it is read by itself.' })
  @Column('text')
  state!: PollingState;

  /** Milliseconds, as all times here. Without meaning for a halted source that nobody has asked for. */
  @Column('bigint')
  nextRunAt!: number;

  /** Why then. */
  @Column('text')
  nextRunReason!: PollingReason;

  /** When somebody asked for a run that has not begun. */
  @Column('bigint', { nullable: true })
  requestedAt!: number | null;

  @Column('text', { nullable: true })
  requestedBy!: RunTrigger | null;

  /** What its own rhythm has come to. */
  @Field(() => Int, { description: 'The interval that its own rhythm has come to, in seconds.' })
  @Column('integer')
  intervalSeconds!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was read last, well or not.' })
  @Column('bigint', { nullable: true })
  lastRunAt!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last read well.' })
  @Column('bigint', { nullable: true })
  lastSuccessAt!: number | null;

  /** When a run last found something new. */
  @Field(() => DateTime, { nullable: true, description: 'When it last had something new.' })
  @Column('bigint', { nullable: true })
  lastChangeAt!: number | null;

  /** Failed runs since the last good one. */
  @Field(() => Int, { description: 'Failed runs since the last good one.' })
  @Column('integer')
  failures!: number;

  /** The catalogued code of the last failure; null after a success. */
  @Field(() => String, {
    nullable: true,
    description: 'Catalogued code of the last failure; null after a success.',
  })
  @Column('text', { nullable: true })
  problemCode!: string | null;

  /** What failed and what to try, for an operator; null after a success. */
  @Field(() => String, { nullable: true, description: 'What failed and what to try; null after a success.' })
  @Column('text', { nullable: true })
  problem!: string | null;

  /** The address that `etag`, `lastModified` and `bodyHash` are of. */
  @Column('text', { nullable: true })
  fetchedUrl!: string | null;

  /** Validators of the last answer that was wholly taken in, for conditional requests. */
  @Column('text', { nullable: true })
  etag!: string | null;

  @Column('text', { nullable: true })
  lastModified!: string | null;

  /** SHA-256 of that answer: many servers know no conditional requests. */
  @Column('text', { nullable: true })
  bodyHash!: string | null;

  /** Who reads it now; it writes only while this is its own. */
  @Column('text', { nullable: true })
  claimedBy!: string | null;

  /** Until when, unless renewed: after that somebody else may. */
  @Column('bigint', { nullable: true })
  claimedUntil!: number | null;
}
