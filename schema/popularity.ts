import { PopularArticlesResolver } from '../resolvers/popular-articles.js';
import { ArticlePopularityResolver, PopularityResolver } from '../resolvers/popularity.js';
import { RecordViewsResolver } from '../resolvers/record-views.js';

/** The subgraph that owns views and rankings; it knows articles by id only. */
export const popularityResolvers = [
  ArticlePopularityResolver,
  PopularityResolver,
  PopularArticlesResolver,
  RecordViewsResolver,
] as const;
