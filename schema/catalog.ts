import { ArticleResolver, RelatedLinkResolver } from '../resolvers/article.js';
import { ArticleConnectionResolver } from '../resolvers/article-connection.js';
import { WithdrawnArticleResolver } from '../resolvers/article-result.js';
import { ArticleVersionResolver } from '../resolvers/article-version.js';
import { ArticlesResolver } from '../resolvers/articles.js';
import { CategoryResolver } from '../resolvers/category.js';
import { NodeResolver } from '../resolvers/node.js';
import { PublishArticleResolver } from '../resolvers/publish-article.js';
import { SaveCategoryResolver } from '../resolvers/save-category.js';
import { SaveSourceResolver } from '../resolvers/save-source.js';
import { SourceResolver } from '../resolvers/source.js';
import { SourceHealthResolver } from '../resolvers/source-health.js';
import {
  IngestionResolver,
  IngestRunResolver,
  SourceIngestionResolver,
} from '../resolvers/source-ingestion.js';
import { SourcePollingResolver } from '../resolvers/source-polling.js';
import { WithdrawArticleResolver } from '../resolvers/withdraw-article.js';

/** The subgraph that owns articles, sources, categories, links and neighbours. */
export const catalogResolvers = [
  NodeResolver,
  ArticlesResolver,
  ArticleResolver,
  ArticleConnectionResolver,
  RelatedLinkResolver,
  ArticleVersionResolver,
  WithdrawnArticleResolver,
  SourceResolver,
  SourceIngestionResolver,
  IngestionResolver,
  IngestRunResolver,
  SourceHealthResolver,
  SourcePollingResolver,
  CategoryResolver,
  PublishArticleResolver,
  WithdrawArticleResolver,
  SaveSourceResolver,
  SaveCategoryResolver,
] as const;
