import { registerEnumType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Source } from './source.js';

/** How far a subscription at a hub has come. */
export const HubSubscriptionState = {
  REQUESTED: 'REQUESTED',
  ACTIVE: 'ACTIVE',
  FAILED: 'FAILED',
  ENDING: 'ENDING',
} as const;
export type HubSubscriptionState = keyof typeof HubSubscriptionState;
registerEnumType(HubSubscriptionState, {
  name: 'HubSubscriptionState',
  description: 'How far a subscription at a hub (WebSub) has come.',
  valuesConfig: {
    REQUESTED: { description: 'The hub is to confirm it.' },
    ACTIVE: { description: 'The hub has confirmed it, and says when there is something new.' },
    FAILED: { description: 'No hub of the feed gives one just now; they are asked again later.' },
    ENDING: { description: 'It is being given up.' },
  },
});

/**
 * The wish to hear from a hub when a feed has something new, and what has come of it (https://www.w3.org/TR/websub/).
 * A source has one at most that is not ending.
 */
@Entity()
@Index('hub_subscription_current', ['sourceId'], { unique: true, where: "state <> 'ENDING'" })
@Index('hub_subscription_due', ['dueAt'])
export class HubSubscription {
  /** The last part of the address that the hub calls: 256 random bits, which nobody else can guess. */
  @PrimaryColumn('text')
  callbackId!: string;

  /** Null once the source is gone. */
  @Column('bigint', { nullable: true })
  sourceId!: number | null;

  @ManyToOne(() => Source, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'source_id' })
  source?: Relation<Source>;

  /** The address under which the hubs know the feed. */
  @Column('text')
  topicUrl!: string;

  /** All hubs of the feed, in the order in which they are asked. */
  @Column('simple-json')
  hubUrls!: string[];

  /** The one that was asked last. */
  @Column('text')
  hubUrl!: string;

  /** Key of the signatures of its deliveries; null where it would have had to be sent in the clear. */
  @Column('text', { nullable: true })
  secret!: string | null;

  @Column('text')
  state!: HubSubscriptionState;

  /** When the hub stops, unless asked again. Milliseconds, as all times here. */
  @Column('bigint', { nullable: true })
  leaseUntil!: number | null;

  /** When the hub was last asked; null once it has confirmed or refused. */
  @Column('bigint', { nullable: true })
  requestedAt!: number | null;

  /** When something is to be done next: to ask, to renew, or to stop waiting for an answer. */
  @Column('bigint')
  dueAt!: number;

  /** Requests that failed since the last confirmed one. */
  @Column('integer')
  failures!: number;

  /** What went wrong last, for an operator; null after a confirmation. */
  @Column('text', { nullable: true })
  problem!: string | null;

  /** When it last delivered something that was to be believed. */
  @Column('bigint', { nullable: true })
  deliveredAt!: number | null;
}
