import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { Rights } from './rights.js';
import { Locale, Url } from './scalars.js';

/** A publisher or portal whose articles are taken in. */
@Entity()
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A publisher or portal whose articles the gateway takes in.' })
export class Source extends Node {
  readonly __typename = 'Source' as const;

  @Field(() => String, { description: 'Unique, readable and permanent; for addresses.' })
  @Column('text', { unique: true })
  slug!: string;

  @Field(() => String, { description: 'As to be credited.' })
  @Column('text')
  name!: string;

  @Field(() => Url, { description: 'The front page of the source.' })
  @Column('text')
  homepageUrl!: string;

  @Field(() => Url, { nullable: true, description: 'The feed that is read, where there is one.' })
  @Column('text', { nullable: true })
  feedUrl!: string | null;

  @Field(() => Locale, { description: 'The language of its articles unless they say otherwise.' })
  @Column('text')
  language!: string;

  @Field(() => String, {
    description: 'IANA name, such as `Asia/Shanghai`. Times that come without a zone are read in it.',
  })
  @Column('text')
  timeZone!: string;

  @Field(() => Rights, {
    description: 'What holds for every article of the source that does not say otherwise.',
  })
  @Column(() => Rights)
  rights!: Rights;

  /** When an editor last saved it; guards against lost updates. */
  @Column('bigint')
  modifiedAt!: number;
}
