import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Category } from '../entities/category.js';
import { ancestorPaths, categoryByPath, rootCategories } from '../src/catalog/categories.js';
import type { Context } from '../src/context.js';
import { ArticleConnection, articleConnection } from './article-connection.js';
import { listCost, pageLength, shortListCost, shortListLength } from './cost.js';
import { toGlobalId } from './global-id.js';
import { PageArguments } from './page-arguments.js';

/** Categories: what is asked of one, and how they are found. */
@Resolver(() => Category)
export class CategoryResolver {
  @FieldResolver(() => ID, { description: 'Permanent and opaque.' })
  id(@Root() category: Category): string {
    return toGlobalId('Category', category.id);
  }

  @FieldResolver(() => Category, { nullable: true, description: 'The category above it; null for a root.' })
  parent(@Root() { parentId }: Category, @Ctx() { loaders }: Context): Promise<Category | null> | null {
    return parentId === null ? null : loaders.category.load(parentId);
  }

  @Directive(shortListLength)
  @FieldResolver(() => [Category], {
    complexity: shortListCost,
    description: 'The categories right below it, by path.',
  })
  children(@Root() category: Category, @Ctx() { loaders }: Context): Promise<Category[]> {
    return loaders.children.load(category.id);
  }

  @Directive(shortListLength)
  @FieldResolver(() => [Category], {
    complexity: shortListCost,
    description: 'All above it, the root first; empty for a root.',
  })
  async ancestors(@Root() { path }: Category, @Ctx() { loaders }: Context): Promise<Category[]> {
    const found = await Promise.all(
      ancestorPaths(path).map((ancestor) => loaders.categoryByPath.load(ancestor)),
    );
    return found.filter((category) => category !== null);
  }

  @Directive(pageLength)
  @FieldResolver(() => ArticleConnection, {
    complexity: listCost,
    description: 'Its articles, the newest first.',
  })
  articles(
    @Root() category: Category,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('includeDescendants', () => Boolean, {
      defaultValue: true,
      description: 'Whether the articles of all categories below count as its own.',
    })
    includeDescendants: boolean,
    @Ctx() { database }: Context,
  ): Promise<ArticleConnection> {
    return articleConnection(
      database,
      { category: [category.id], includeDescendants },
      'PUBLISHED_DESC',
      page,
    );
  }

  @Query(() => Category, {
    nullable: true,
    description: 'One category; null where there is none at this path.',
  })
  category(
    @Arg('path', () => String, { description: 'The slugs from the root, joined by `/`.' }) path: string,
    @Ctx() { database }: Context,
  ): Promise<Category | null> {
    return categoryByPath(database, path);
  }

  @Directive(shortListLength)
  @Query(() => [Category], {
    complexity: shortListCost,
    description: 'The roots of the tree of categories, by path.',
  })
  categories(@Ctx() { database }: Context): Promise<Category[]> {
    return rootCategories(database);
  }
}
