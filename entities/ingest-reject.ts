import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { IngestRun } from './ingest-run.js';
import { DateTime } from './scalars.js';

/** An entry of a source that was not taken in, and why. */
@Entity()
@Index('ingest_reject_source', ['sourceId', 'runId', 'position'])
@Directive('@tag(name: "editor")')
@ObjectType({ description: 'An entry of a source that was not taken in, and why.' })
export class IngestReject {
  @PrimaryColumn('bigint')
  runId!: number;

  @ManyToOne(() => IngestRun, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id' })
  run?: Relation<IngestRun>;

  /** Among the rejects of its run, from 0. */
  @PrimaryColumn('integer')
  position!: number;

  @Column('bigint')
  sourceId!: number;

  @Field(() => DateTime, { description: 'When it was rejected.' })
  @Column('bigint')
  at!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Its address as the source gives it; text, since it may be none.',
  })
  @Column('text', { nullable: true })
  url!: string | null;

  @Field(() => String, { description: 'Its headline, or what stands for one.' })
  @Column('text')
  headline!: string;

  @Field(() => String, {
    description:
      'Catalogued code of the reason: `INVALID`, `WITHDRAWN`, `ADDRESS_TAKEN`, `NO_ADDRESS`, or that of a failed fetch of its page.',
  })
  @Column('text')
  code!: string;

  @Field(() => String, { description: 'The reason, and what to try.' })
  @Column('text')
  reason!: string;
}
