import 'reflect-metadata';
import { Kind, print } from 'graphql';
import { Arg, buildSchema, Directive, Field, InputType, ObjectType, Query, Resolver } from 'type-graphql';
import { definitionsOf } from '../../schema/definitions.js';

@Directive('@tag(name: "input")')
@InputType()
class Wish {
  @Directive('@tag(name: "member")')
  @Field(() => String, { deprecationReason: 'No longer.', nullable: true })
  text?: string;
}

@Directive('@key(fields: "id")')
@Directive('@shareable')
@ObjectType({ description: 'A gift.' })
class Gift {
  @Directive('@cost(weight: 3)')
  @Field(() => String, { description: 'Its name.' })
  id!: string;
}

@Resolver()
class GiftResolver {
  @Directive('@tag(name: "field")')
  @Query(() => Gift, { nullable: true })
  gift(@Arg('wish', () => Wish) _wish: Wish): Gift | null {
    return null;
  }
}

describe('definitionsOf', () => {
  it('gives types and fields the directives of their decorators, beside descriptions and deprecations', async () => {
    const definitions = definitionsOf(await buildSchema({ resolvers: [GiftResolver], validate: false }));
    expect(print({ kind: Kind.DOCUMENT, definitions }).replace(/\s+/g, ' ')).toBe(
      '"""A gift.""" type Gift @key(fields: "id") @shareable { """Its name.""" id: String! @cost(weight: 3) } ' +
        'type Query { gift(wish: Wish!): Gift @tag(name: "field") } ' +
        'input Wish @tag(name: "input") { text: String @deprecated(reason: "No longer.") @tag(name: "member") }',
    );
  });
});
