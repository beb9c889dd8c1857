import { Arg, Args, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { Article } from '../entities/article.js';
import { Url } from '../entities/scalars.js';
import { listArticles, type ArticleOrder as Order } from '../src/catalog/article-list.js';
import type { LoadedArticle } from '../src/catalog/article-rows.js';
import {
  articleById,
  articleBySlug,
  articleByUrl,
  type ArticleResult as Result,
} from '../src/catalog/articles.js';
import { pageSize } from '../src/catalog/paging.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { ArticleConnection, articleConnection } from './article-connection.js';
import { ArticleFilterInput, ArticleOrder, toArticleFilter } from './article-filter.js';
import { ArticleResult } from './article-result.js';
import { firstLength, listCost, pageLength } from './cost.js';
import { idOf } from './global-id.js';
import { PageArguments } from './page-arguments.js';

const filterArgument = { nullable: true, description: 'Which articles; all of them where absent.' };

/** The questions for articles. */
@Resolver()
export class ArticlesResolver {
  @Query(() => ArticleResult, {
    nullable: true,
    description:
      'One article, by exactly one of its names. Null: never heard of it. A withdrawn one is answered by its tombstone.',
  })
  async article(
    @Arg('id', () => ID, { nullable: true, description: 'Its permanent id.' }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its readable name.' }) slug: string | null,
    @Arg('url', () => Url, { nullable: true, description: 'Any of its addresses, in any spelling.' }) url:
      | string
      | null,
    @Ctx() { database }: Context,
  ): Promise<Result | null> {
    if ([id, slug, url].filter((name) => name != null).length !== 1) {
      throw badInput('id', 'or "slug" or "url" must be given: exactly one of the three');
    }
    if (id != null) return articleById(database, idOf('Article', id, 'id'));
    return slug != null ? articleBySlug(database, slug) : articleByUrl(database, url as string);
  }

  @Directive(pageLength)
  @Query(() => ArticleConnection, {
    complexity: listCost,
    description: 'The articles that pass a filter, page by page.',
  })
  articles(
    @Arg('filter', () => ArticleFilterInput, filterArgument) filter: ArticleFilterInput | null,
    @Arg('orderBy', () => ArticleOrder, {
      defaultValue: ArticleOrder.PUBLISHED_DESC,
      description: 'In which order.',
    })
    orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { database }: Context,
  ): Promise<ArticleConnection> {
    return articleConnection(database, toArticleFilter(filter), orderBy, page);
  }

  @Directive(firstLength)
  @Query(() => [Article], {
    complexity: listCost,
    description: 'The articles that were added last, for the sidebar.',
  })
  async latestArticles(
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many; at most 100.' }) first: number,
    @Arg('filter', () => ArticleFilterInput, filterArgument) filter: ArticleFilterInput | null,
    @Ctx() { database }: Context,
  ): Promise<LoadedArticle[]> {
    const page = { first: pageSize('first', first) };
    return (await listArticles(database, toArticleFilter(filter), 'ADDED_DESC', page)).rows;
  }
}
