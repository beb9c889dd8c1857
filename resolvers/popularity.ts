import { Arg, Ctx, Directive, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { Article } from '../entities/article.js';
import { Popularity } from '../entities/popularity.js';
import { PopularityWindow } from '../entities/popularity-window.js';
import type { Context } from '../src/context.js';
import type { ArticlePopularity } from '../src/popularity/ranking.js';
import { countCost, countWeight } from './cost.js';

/** What the popularity subgraph adds to an article, knowing its id and nothing else of it. */
@Resolver(() => Article)
export class ArticlePopularityResolver {
  @FieldResolver(() => Popularity, {
    nullable: true,
    description:
      'How much it is read. Null while the service that counts is away; the rest of the page is not affected.',
  })
  popularity(@Root() { id }: Article): Pick<Popularity, 'articleId'> {
    return { articleId: id };
  }
}

@Resolver(() => Popularity)
export class PopularityResolver {
  @FieldResolver(() => Int, {
    description:
      'How often it was read. Repeated views of one reader on one day, and robots, are not counted.',
  })
  async views(
    @Root() { articleId }: Popularity,
    @Arg('window', () => PopularityWindow, {
      defaultValue: PopularityWindow.ALL,
      description: 'In which time.',
    })
    window: PopularityWindow,
    @Ctx() { popularity }: Context,
  ): Promise<number> {
    const counted = await popularity.load({ articleId });
    return counted ? counted[countOf[window]] : 0;
  }

  @FieldResolver(() => Float, {
    description:
      'All its views, a recent one weighing more (forward decay). Comparable only with other scores; 0 without a view.',
  })
  async score(@Root() { articleId }: Popularity, @Ctx() { popularity }: Context): Promise<number> {
    return (await popularity.load({ articleId }))?.score ?? 0;
  }

  @Directive(countWeight)
  @FieldResolver(() => Int, {
    nullable: true,
    complexity: countCost,
    description: '1 is the most read article. Null beyond the first 1,000, or without a view.',
  })
  async rank(
    @Root() { articleId }: Popularity,
    @Arg('window', () => PopularityWindow, {
      defaultValue: PopularityWindow.HOT,
      description: 'In which ranking.',
    })
    window: PopularityWindow,
    @Ctx() { popularity }: Context,
  ): Promise<number | null> {
    return (await popularity.load({ articleId, rankIn: window }))?.ranks[window] ?? null;
  }
}

const countOf = {
  HOT: 'views',
  ALL: 'views',
  DAY: 'dayViews',
  WEEK: 'weekViews',
  MONTH: 'monthViews',
} as const satisfies Record<PopularityWindow, keyof ArticlePopularity>;
