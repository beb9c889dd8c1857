import { Arg, Args, Ctx, Directive, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Article } from '../entities/article.js';
import { PopularityWindow } from '../entities/popularity-window.js';
import { decodeCursor, encodeCursor } from '../src/catalog/cursor.js';
import { type Membership, memberIds, membersAmong } from '../src/catalog/membership.js';
import { pageBounds } from '../src/catalog/paging.js';
import type { Context } from '../src/context.js';
import type { Queryable } from '../src/database/database.js';
import { badInput } from '../src/errors.js';
import { type RankedArticle, rankAmong, topArticles } from '../src/popularity/ranking.js';
import { connect, connectionOf, edgeOf } from './connection.js';
import { forwardPageLength, listCost } from './cost.js';
import { idOf } from './global-id.js';
import { ForwardArguments } from './page-arguments.js';

@ObjectType({ description: 'An article in a ranking.' })
class PopularArticleEdge extends edgeOf(() => Article) {
  @Field(() => Int, { description: 'Its place in this list; 1 is the most read.' })
  rank!: number;

  @Field(() => Int, { description: 'How often it was read in the window; for `HOT`, ever.' })
  views!: number;

  @Field(() => Float, { description: 'Its forward-decayed score; comparable only with other scores.' })
  score!: number;
}

@ObjectType({ description: 'A page of a ranking.' })
class PopularArticleConnection extends connectionOf(
  () => Article,
  () => PopularArticleEdge,
) {}

/** Up to so many articles are ranked by reading all of them; of more, the site's ranking is walked. */
const fewArticles = 1_000;
const longestStride = 20_000;

@Resolver()
export class PopularArticlesResolver {
  @Directive(forwardPageLength)
  @Query(() => PopularArticleConnection, {
    nullable: true,
    complexity: listCost,
    description: 'The most read articles. Null while the service that counts is away.',
  })
  async popularArticles(
    @Arg('window', () => PopularityWindow, {
      defaultValue: PopularityWindow.HOT,
      description: 'By which views.',
    })
    window: PopularityWindow,
    @Arg('category', () => ID, { nullable: true, description: 'Only articles in this category or below it.' })
    category: string | null,
    @Arg('source', () => ID, { nullable: true, description: 'Only articles of this source.' }) source:
      | string
      | null,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Ctx() { database, loaders }: Context,
  ): Promise<PopularArticleConnection> {
    const { size } = pageBounds(page);
    const after = placeOf(page.after, window);
    const membership = {
      category: category == null ? undefined : idOf('Category', category, 'category'),
      source: source == null ? undefined : idOf('Source', source, 'source'),
    };
    const ranked = await ranking(database, window, membership, size + 1, after);
    const articles = await loaders.article.loadMany(ranked.slice(0, size).map(({ articleId }) => articleId));
    const edges = articles.flatMap((node, index) => {
      // An article that is gone since, or not in this catalog, keeps its place empty.
      if (node instanceof Error || node?.__typename !== 'Article') return [];
      const { articleId, value, views, score } = ranked[index] as RankedArticle;
      const rank = (after?.rank ?? 0) + index + 1;
      return [{ node, rank, views, score, cursor: encodeCursor(window, [value, articleId, rank]) }];
    });
    return connect(edges, { hasNextPage: ranked.length > size, hasPreviousPage: after !== undefined });
  }
}

type Place = Pick<RankedArticle, 'value' | 'articleId'>;

/** The next members of a ranking. What belongs to a category the catalog knows, what is read popularity knows. */
async function ranking(
  database: Queryable,
  window: PopularityWindow,
  membership: Membership,
  wanted: number,
  after: Place | undefined,
): Promise<RankedArticle[]> {
  if (membership.category === undefined && membership.source === undefined) {
    return topArticles(database, { window, first: wanted, after });
  }
  const members = await memberIds(database, membership, fewArticles + 1);
  if (members.length <= fewArticles) {
    const ranked = await rankAmong(database, members, window);
    return ranked.filter((place) => isBelow(place, after)).slice(0, wanted);
  }
  const found: RankedArticle[] = [];
  let last = after;
  for (let stride = 10 * wanted; found.length < wanted; stride = Math.min(stride * 4, longestStride)) {
    const next = await topArticles(database, { window, first: stride, after: last });
    const kept = await membersAmong(
      database,
      membership,
      next.map(({ articleId }) => articleId),
    );
    found.push(...next.filter(({ articleId }) => kept.has(articleId)));
    last = next.at(-1);
    if (next.length < stride) break;
  }
  return found.slice(0, wanted);
}

function isBelow({ value, articleId }: Place, place: Place | undefined): boolean {
  return !place || value < place.value || (value === place.value && articleId < place.articleId);
}

function placeOf(
  cursor: string | undefined,
  window: PopularityWindow,
): (Place & { rank: number }) | undefined {
  if (cursor == null) return undefined;
  const [value, articleId, rank] = decodeCursor(cursor, window, 'after').map(Number);
  if (!Number.isFinite(value) || !Number.isSafeInteger(articleId) || !Number.isSafeInteger(rank)) {
    throw badInput('after', 'is not a cursor of this list');
  }
  return { value: value as number, articleId: articleId as number, rank: rank as number };
}
