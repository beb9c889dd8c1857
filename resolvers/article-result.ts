import { createUnionType, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Article } from '../entities/article.js';
import { WithdrawnArticle } from '../entities/withdrawn-article.js';
import { toGlobalId } from './global-id.js';

/** What an address can lead to. */
export const ArticleResult = createUnionType({
  name: 'ArticleResult',
  description: 'What an address can lead to. A withdrawn article keeps its address and says so.',
  types: () => [Article, WithdrawnArticle] as const,
  resolveType: (value) => value.__typename,
});

@Resolver(() => WithdrawnArticle)
export class WithdrawnArticleResolver {
  @FieldResolver(() => ID, { description: 'The id that it had as an article.' })
  id(@Root() withdrawn: WithdrawnArticle): string {
    return toGlobalId('Article', withdrawn.id);
  }
}
