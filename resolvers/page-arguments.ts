import { ArgsType, Field, Int } from 'type-graphql';
import { Cursor } from '../entities/scalars.js';

/** Where a forward page begins and how long it is. */
@ArgsType()
export class ForwardArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start, or after `after`; at most 100. Default 20.',
  })
  first?: number;

  @Field(() => Cursor, { nullable: true, description: 'Only what comes after this place.' })
  after?: string;
}

/** A page from either end, by the Relay Cursor Connections specification. */
@ArgsType()
export class PageArguments extends ForwardArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, or before `before`; at most 100. Not together with `first`.',
  })
  last?: number;

  @Field(() => Cursor, { nullable: true, description: 'Only what comes before this place.' })
  before?: string;
}
