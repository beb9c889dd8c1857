import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Column } from 'typeorm';
import { SyndicationPolicy } from './enums.js';
import { Url } from './scalars.js';

/** Who owns a text and what may be done with it. Held by a source and, where it differs, by an article. */
@Directive('@shareable')
@ObjectType({
  description: 'Who owns a text, and what may be done with it. Show `notice` wherever you show the article.',
})
export class Rights {
  @Field(() => String, { nullable: true, description: 'The rights holder, as to be credited.' })
  @Column('text', { nullable: true })
  holder!: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the licence, e.g. "CC BY 4.0".' })
  @Column('text', { nullable: true })
  licence!: string | null;

  @Field(() => Url, { nullable: true, description: 'Where the licence can be read.' })
  @Column('text', { nullable: true })
  licenceUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The disclaimer or reprint notice, to be shown under the article.',
  })
  @Column('text', { nullable: true })
  notice!: string | null;

  @Field(() => SyndicationPolicy, { description: 'How much may be shown and passed on.' })
  @Column('text', { nullable: true })
  syndication!: SyndicationPolicy | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where a rights holder can object: an e-mail address or a URL.',
  })
  @Column('text', { nullable: true })
  takedownContact!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days within which an objection is to be made, where the notice names them.',
  })
  @Column('integer', { nullable: true })
  takedownDays!: number | null;
}
