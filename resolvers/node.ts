import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../entities/node.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { fromGlobalId } from './global-id.js';

const mostIds = 100;

/** Refetching by permanent id, by the Relay Global Object Identification specification. */
@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'The object with this id. Null: there is none.' })
  node(
    @Arg('id', () => ID, { description: 'An id that this gateway gave.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Node | null> {
    return load(id, 'id', context);
  }

  @Query(() => [Node], {
    nullable: 'items',
    complexity: ({ args, childComplexity }) => 1 + args.ids.length * childComplexity,
    description: 'The objects with these ids, in their order; null where there is none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Ids that this gateway gave, at most 100.' }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(Node | null)[]> {
    if (ids.length > mostIds) throw badInput('ids', `may hold at most ${mostIds} ids, not ${ids.length}`);
    return Promise.all(ids.map((id) => load(id, 'ids', context)));
  }
}

function load(globalId: string, argument: string, { loaders }: Context): Promise<Node | null> {
  const { type, id } = fromGlobalId(globalId, argument);
  switch (type) {
    case 'Article':
      return loaders.article.load(id);
    case 'Source':
      return loaders.source.load(id);
    case 'Category':
      return loaders.category.load(id);
  }
}
