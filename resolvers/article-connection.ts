import { Directive, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Article } from '../entities/article.js';
import {
  type ArticleFilter,
  type ArticleOrder,
  articleCursor,
  countArticles,
  listArticles,
} from '../src/catalog/article-list.js';
import type { LoadedArticle } from '../src/catalog/article-rows.js';
import type { PageArguments } from '../src/catalog/paging.js';
import type { Queryable } from '../src/database/database.js';
import { type Connection, connect, connectionOf, type Edge, edgeOf } from './connection.js';
import { countCost, countWeight } from './cost.js';

@ObjectType({ description: 'An article in a list.' })
export class ArticleEdge extends edgeOf(() => Article) {}

/** A page of articles that knows how to count its list. */
@ObjectType({ description: 'A page of articles.' })
export class ArticleConnection extends connectionOf(
  () => Article,
  () => ArticleEdge,
) {
  count!: () => Promise<number>;
}

@Resolver(() => ArticleConnection)
export class ArticleConnectionResolver {
  @Directive(countWeight)
  @FieldResolver(() => Int, {
    complexity: countCost,
    description: 'Length of the whole list. Counted only when asked for, so ask only where you show it.',
  })
  totalCount(@Root() connection: ArticleConnection): Promise<number> {
    return connection.count();
  }
}

/** Answers a connection field with the articles that pass a filter. */
export async function articleConnection(
  database: Queryable,
  filter: ArticleFilter,
  order: ArticleOrder,
  page: PageArguments,
): Promise<Connection<Edge<LoadedArticle>> & { count(): Promise<number> }> {
  const found = await listArticles(database, filter, order, page);
  const edges = found.rows.map((node) => ({ cursor: articleCursor(node, order), node }));
  return { ...connect(edges, found), count: () => countArticles(database, filter) };
}
