import { Directive, Field, InputType, Int } from 'type-graphql';
import { SyndicationPolicy } from '../entities/enums.js';
import { Url } from '../entities/scalars.js';
import { forEditors } from './editor-tag.js';

@Directive(forEditors)
@InputType({ description: 'Who owns a text, and what may be done with it. What is absent is not stated.' })
export class RightsInput {
  @Field(() => String, { nullable: true, description: 'The rights holder, as to be credited.' })
  holder?: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the licence.' })
  licence?: string | null;

  @Field(() => Url, { nullable: true, description: 'Where the licence can be read.' })
  licenceUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The disclaimer or reprint notice, to be shown under the article.',
  })
  notice?: string | null;

  @Field(() => SyndicationPolicy, { nullable: true, description: 'How much may be shown and passed on.' })
  syndication?: SyndicationPolicy | null;

  @Field(() => String, { nullable: true, description: 'Where a rights holder can object.' })
  takedownContact?: string | null;

  @Field(() => Int, { nullable: true, description: 'Days within which an objection is to be made.' })
  takedownDays?: number | null;
}
