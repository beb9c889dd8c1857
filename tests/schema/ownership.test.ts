import { SourceResolver } from '../../resolvers/source.js';
import { buildApi } from '../../schema/api.js';
import { declaredFields } from '../../schema/ownership.js';
import { popularityResolvers } from '../../schema/popularity.js';

describe('declaredFields', () => {
  it('are the queries, mutations and fields of resolvers, and of no other', async () => {
    await buildApi();
    expect([...declaredFields(popularityResolvers)].sort()).toEqual([
      'Article.popularity',
      'Mutation.recordViews',
      'Popularity.rank',
      'Popularity.score',
      'Popularity.views',
      'Query.popularArticles',
    ]);
    expect([...declaredFields([SourceResolver])].sort()).toEqual([
      'Query.source',
      'Query.sources',
      'Source.articles',
      'Source.id',
    ]);
  });
});
