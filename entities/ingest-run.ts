import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { RunOutcome, RunTrigger } from './ingest-enums.js';
import { DateTime } from './scalars.js';
import { Source } from './source.js';

/** One reading of a source. */
@Entity()
@Index('ingest_run_source', ['sourceId', 'id'])
@Directive('@tag(name: "editor")')
@ObjectType({ description: 'One reading of a source.' })
export class IngestRun {
  /** Ordered by time. */
  @Field(() => ID, { description: 'Of this run; for logs.' })
  @PrimaryColumn('bigint')
  id!: number;

  @Column('bigint')
  sourceId!: number;

  @ManyToOne(() => Source, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  @Field(() => RunTrigger, { description: 'What started it.' })
  @Column('text')
  trigger!: RunTrigger;

  @Field(() => RunOutcome, { description: 'How it ended.' })
  @Column('text')
  outcome!: RunOutcome;

  @Field(() => DateTime, { description: 'When it began.' })
  @Column('bigint')
  startedAt!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it goes on.' })
  @Column('bigint', { nullable: true })
  finishedAt!: number | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the feed, where there was an answer.' })
  @Column('integer', { nullable: true })
  httpStatus!: number | null;

  @Field(() => String, { nullable: true, description: 'Catalogued code of what failed.' })
  @Column('text', { nullable: true })
  problemCode!: string | null;

  @Field(() => String, { nullable: true, description: 'What failed and what to try.' })
  @Column('text', { nullable: true })
  problem!: string | null;

  @Field(() => Int, { description: 'Entries that the feed held.' })
  @Column('integer')
  entries!: number;

  @Field(() => Int, { description: 'Articles that are new.' })
  @Column('integer')
  published!: number;

  @Field(() => Int, { description: 'Articles of which a new version was stored.' })
  @Column('integer')
  modified!: number;

  @Field(() => Int, { description: 'Entries that were as before.' })
  @Column('integer')
  unchanged!: number;

  @Field(() => Int, {
    description: "Entries that are copies of other sources' articles, and were linked to them.",
  })
  @Column('integer')
  copies!: number;

  @Field(() => Int, { description: 'Entries that were rejected; see `rejects`.' })
  @Column('integer')
  rejected!: number;

  @Field(() => Int, { description: 'Pages that are still to be fetched, after failures.' })
  @Column('integer')
  pending!: number;
}
