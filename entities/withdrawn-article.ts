import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Article } from './article.js';
import { WithdrawalReason } from './enums.js';
import { Node } from './node.js';
import { DateTime, Url } from './scalars.js';

/** The tombstone of an article: it keeps the article's id and address and says why the text is gone. */
@Entity()
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description:
    'What stands in the place of an article that was withdrawn: it keeps the id and the address, and says why.',
})
export class WithdrawnArticle extends Node {
  readonly __typename = 'WithdrawnArticle' as const;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'id' })
  article?: Relation<Article>;

  @Field(() => Url, { description: 'The address of the original.' })
  originalUrl!: string;

  @Field(() => DateTime, { description: 'When it was withdrawn here.' })
  @Column('bigint')
  withdrawnAt!: number;

  @Field(() => WithdrawalReason, { description: 'Why.' })
  @Column('text')
  reason!: WithdrawalReason;

  @Field(() => String, { nullable: true, description: 'What readers are told, in words.' })
  @Column('text', { nullable: true })
  statement!: string | null;
}
