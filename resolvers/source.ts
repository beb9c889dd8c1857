import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Source } from '../entities/source.js';
import { listSources, sourceBySlug, sourceCursor } from '../src/catalog/sources.js';
import type { Context } from '../src/context.js';
import { ArticleConnection, articleConnection } from './article-connection.js';
import { connect, connectionOf, edgeOf } from './connection.js';
import { forwardPageLength, listCost, pageLength } from './cost.js';
import { toGlobalId } from './global-id.js';
import { ForwardArguments, PageArguments } from './page-arguments.js';

@ObjectType({ description: 'A source in a list.' })
class SourceEdge extends edgeOf(() => Source) {}

@ObjectType({ description: 'A page of sources.' })
class SourceConnection extends connectionOf(
  () => Source,
  () => SourceEdge,
) {}

/** Sources: what is asked of one, and how they are found. */
@Resolver(() => Source)
export class SourceResolver {
  @FieldResolver(() => ID, { description: 'Permanent and opaque.' })
  id(@Root() source: Source): string {
    return toGlobalId('Source', source.id);
  }

  @Directive(pageLength)
  @FieldResolver(() => ArticleConnection, {
    complexity: listCost,
    description: 'Its articles, the newest first.',
  })
  articles(
    @Root() source: Source,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { database }: Context,
  ): Promise<ArticleConnection> {
    return articleConnection(database, { source: [source.id] }, 'PUBLISHED_DESC', page);
  }

  @Query(() => Source, { nullable: true, description: 'One source; null where there is none of this name.' })
  source(
    @Arg('slug', () => String, { description: 'Its readable name.' }) slug: string,
    @Ctx() { database }: Context,
  ): Promise<Source | null> {
    return sourceBySlug(database, slug);
  }

  @Directive(forwardPageLength)
  @Query(() => SourceConnection, { complexity: listCost, description: 'All sources, by slug.' })
  async sources(
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Ctx() { database }: Context,
  ): Promise<SourceConnection> {
    const found = await listSources(database, page);
    return connect(
      found.rows.map((node) => ({ cursor: sourceCursor(node), node })),
      found,
    );
  }
}
